namespace Compare.Reference.Numerics;

public readonly partial struct DoubleDouble
{
    // Hi is the rounded number and rounding is monotonic: the high parts decide, and the low parts where those are equal.

    /// <inheritdoc/>
    public static bool operator ==(DoubleDouble left, DoubleDouble right) => left.Hi == right.Hi && left.Lo == right.Lo;

    /// <inheritdoc/>
    public static bool operator !=(DoubleDouble left, DoubleDouble right) => !(left == right);

    /// <inheritdoc/>
    public static bool operator <(DoubleDouble left, DoubleDouble right) =>
        left.Hi < right.Hi || (left.Hi == right.Hi && left.Lo < right.Lo);

    /// <inheritdoc/>
    public static bool operator >(DoubleDouble left, DoubleDouble right) => right < left;

    /// <inheritdoc/>
    public static bool operator <=(DoubleDouble left, DoubleDouble right) =>
        left.Hi < right.Hi || (left.Hi == right.Hi && left.Lo <= right.Lo);

    /// <inheritdoc/>
    public static bool operator >=(DoubleDouble left, DoubleDouble right) => right <= left;

    /// <summary>Whether two numbers are equal, NaN being equal to itself.</summary>
    /// <param name="other">The other number.</param>
    /// <returns>True if they are.</returns>
    public bool Equals(DoubleDouble other) => Hi.Equals(other.Hi) && Lo.Equals(other.Lo);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DoubleDouble other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Hi, Lo);
}
