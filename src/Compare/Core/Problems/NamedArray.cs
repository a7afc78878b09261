using Compare.Results;

namespace Compare.Problems;

/// <summary>A named matrix as plain numbers: what sides and checks exchange.</summary>
/// <param name="Name">For example <c>W1</c>, or <c>dW1</c> for a gradient.</param>
/// <param name="Rows">Number of rows; 1 for a scalar.</param>
/// <param name="Columns">Number of columns; 1 for a scalar.</param>
/// <param name="Values">Shape (Rows x Columns), row after row. A float is widened exactly.</param>
/// <exception cref="ArgumentException">On making one whose sides do not multiply to the number of values.</exception>
public sealed record NamedArray(string Name, int Rows, int Columns, double[] Values)
{
    /// <summary>Shape (Rows x Columns), row after row. A float is widened exactly.</summary>
    public double[] Values { get; init; } =
        Values is not null && (long)Rows * Columns == Values.Length
            ? Values
            : throw new ArgumentException(
                FormattableString.Invariant(
                    $"{Name} is {Rows} x {Columns}, which makes {(long)Rows * Columns} numbers, and has {Values?.Length ?? 0}."
                ),
                nameof(Values)
            );

    /// <summary>Whether every value is a finite number.</summary>
    public bool IsFinite => Array.TrueForAll(Values, double.IsFinite);

    /// <summary>Makes a 1 x 1 tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <returns>The tensor.</returns>
    public static NamedArray Scalar(string name, double value) => new(name, 1, 1, [value]);

    /// <summary>Names an element, for example <c>dW1[3, 17]</c>.</summary>
    /// <param name="index">Index into <see cref="Values"/>.</param>
    /// <returns>The name; that of the tensor itself for a scalar.</returns>
    public string NameOf(int index) =>
        Values.Length == 1 ? Name : FormattableString.Invariant($"{Name}[{index / Columns}, {index % Columns}]");

    /// <summary>The place of an element.</summary>
    /// <param name="index">Index into <see cref="Values"/>.</param>
    /// <returns>Tensor, row and column; the tensor alone for a scalar.</returns>
    public Location At(int index) =>
        Values.Length == 1
            ? new Location { Tensor = Name }
            : new Location
            {
                Tensor = Name,
                Row = index / Columns,
                Column = index % Columns,
            };
}
