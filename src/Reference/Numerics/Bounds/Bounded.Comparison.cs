namespace Compare.Reference.Numerics.Bounds;

/// <content>Comparison by value alone; where that is uncertain, use <see cref="Step"/> or <see cref="Max"/>.</content>
public readonly partial struct Bounded<TFormat>
{
    /// <inheritdoc/>
    public static bool operator ==(Bounded<TFormat> x, Bounded<TFormat> y) => x.Value == y.Value;

    /// <inheritdoc/>
    public static bool operator !=(Bounded<TFormat> x, Bounded<TFormat> y) => x.Value != y.Value;

    /// <inheritdoc/>
    public static bool operator <(Bounded<TFormat> x, Bounded<TFormat> y) => x.Value < y.Value;

    /// <inheritdoc/>
    public static bool operator <=(Bounded<TFormat> x, Bounded<TFormat> y) => x.Value <= y.Value;

    /// <inheritdoc/>
    public static bool operator >(Bounded<TFormat> x, Bounded<TFormat> y) => x.Value > y.Value;

    /// <inheritdoc/>
    public static bool operator >=(Bounded<TFormat> x, Bounded<TFormat> y) => x.Value >= y.Value;

    /// <inheritdoc/>
    public bool Equals(Bounded<TFormat> other) => Value.Equals(other.Value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Bounded<TFormat> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();
}
