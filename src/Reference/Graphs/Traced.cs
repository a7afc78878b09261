using System.Globalization;
using Compare.Reference.Numerics;

namespace Compare.Reference.Graphs;

/// <summary>A number that notes on a <see cref="Tape"/> what is done with it: a function evaluated in it becomes a list of operations.</summary>
/// <remarks>Its value is that of double, by which branches are taken. All of it happens on one thread.</remarks>
public readonly struct Traced : IReal<Traced>
{
    /// <summary>The number of the tape; 0 for a constant.</summary>
    private readonly int _tape;
    private readonly int _place;

    internal Traced(int tape, int place, double value) => (_tape, _place, Value) = (tape, place, value);

    private Traced(double value) => Value = value;

    /// <summary>What double gives.</summary>
    public double Value { get; }

    /// <inheritdoc/>
    public static Traced Zero => default;

    /// <inheritdoc/>
    public static Traced One => new(1);

    /// <inheritdoc/>
    public static Traced FromDouble(double value) => new(value);

    /// <inheritdoc/>
    public static double ToDouble(Traced value) => value.Value;

    /// <summary>Its place on a tape; that of a constant is made when it is used.</summary>
    internal int PlaceOn(Tape tape) =>
        _tape == 0 ? tape.Add(Value)
        : _tape == tape.Number ? _place
        : throw new InvalidOperationException("A number was kept from one evaluation of the function to the next.");

    private static Traced Of(TapeOperation operation, Traced x, double value) =>
        Tape.Current.Add(operation, x, x, value);

    private static Traced Of(TapeOperation operation, Traced x, Traced y, double value) =>
        Tape.Current.Add(operation, x, y, value);

    /// <summary>-x.</summary>
    /// <param name="x">The operand.</param>
    /// <returns>The result.</returns>
    public static Traced operator -(Traced x) => x._tape == 0 ? new(-x.Value) : Of(TapeOperation.Negate, x, -x.Value);

    /// <summary>x + y.</summary>
    /// <param name="x">The first operand.</param>
    /// <param name="y">The second.</param>
    /// <returns>The result.</returns>
    public static Traced operator +(Traced x, Traced y) => Of(TapeOperation.Add, x, y, x.Value + y.Value);

    /// <summary>x - y.</summary>
    /// <param name="x">The first operand.</param>
    /// <param name="y">The second.</param>
    /// <returns>The result.</returns>
    public static Traced operator -(Traced x, Traced y) => Of(TapeOperation.Subtract, x, y, x.Value - y.Value);

    /// <summary>x y.</summary>
    /// <param name="x">The first operand.</param>
    /// <param name="y">The second.</param>
    /// <returns>The result.</returns>
    public static Traced operator *(Traced x, Traced y) => Of(TapeOperation.Multiply, x, y, x.Value * y.Value);

    /// <summary>x / y.</summary>
    /// <param name="x">The first operand.</param>
    /// <param name="y">The second.</param>
    /// <returns>The result.</returns>
    public static Traced operator /(Traced x, Traced y) => Of(TapeOperation.Divide, x, y, x.Value / y.Value);

    /// <inheritdoc/>
    public static Traced Abs(Traced x) => Of(TapeOperation.Abs, x, Math.Abs(x.Value));

    /// <inheritdoc/>
    public static Traced Sqrt(Traced x) => Of(TapeOperation.Sqrt, x, Math.Sqrt(x.Value));

    /// <inheritdoc/>
    public static Traced Exp(Traced x) => Of(TapeOperation.Exp, x, Math.Exp(x.Value));

    /// <inheritdoc/>
    public static Traced Log(Traced x) => Of(TapeOperation.Log, x, Math.Log(x.Value));

    /// <inheritdoc/>
    public static Traced Tanh(Traced x) => Of(TapeOperation.Tanh, x, Math.Tanh(x.Value));

    /// <inheritdoc/>
    public static bool operator ==(Traced x, Traced y) => x.Value == y.Value;

    /// <inheritdoc/>
    public static bool operator !=(Traced x, Traced y) => x.Value != y.Value;

    /// <inheritdoc/>
    public static bool operator <(Traced x, Traced y) => x.Value < y.Value;

    /// <inheritdoc/>
    public static bool operator <=(Traced x, Traced y) => x.Value <= y.Value;

    /// <inheritdoc/>
    public static bool operator >(Traced x, Traced y) => x.Value > y.Value;

    /// <inheritdoc/>
    public static bool operator >=(Traced x, Traced y) => x.Value >= y.Value;

    /// <inheritdoc/>
    public bool Equals(Traced other) => Value.Equals(other.Value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Traced other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
