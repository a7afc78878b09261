using System.Numerics;

namespace Compare.Reference.Numerics;

/// <summary>A dense matrix in row-major order over any number type.</summary>
/// <typeparam name="T">The number type, for example <see cref="double"/> or <see cref="DoubleDouble"/>.</typeparam>
public sealed class Matrix<T>
    where T : unmanaged, INumber<T>
{
    private readonly T[] _elements;

    /// <summary>Makes a matrix of zeros.</summary>
    /// <param name="rows">Number of rows, zero or more.</param>
    /// <param name="columns">Number of columns, zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is negative.</exception>
    public Matrix(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        Rows = rows;
        Columns = columns;
        _elements = new T[checked(rows * columns)];
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>All elements, row after row, shape (Rows x Columns); writable.</summary>
    public Span<T> Elements => _elements;

    /// <summary>One element.</summary>
    /// <param name="row">0 to Rows - 1.</param>
    /// <param name="column">0 to Columns - 1.</param>
    /// <returns>A reference to the element.</returns>
    /// <exception cref="IndexOutOfRangeException">An index is outside its range.</exception>
    public ref T this[int row, int column] => ref Row(row)[column];

    /// <summary>One row, shape (Columns); writable.</summary>
    /// <param name="row">0 to Rows - 1.</param>
    /// <returns>The row in place, not a copy.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The index is outside its range.</exception>
    public Span<T> Row(int row) => _elements.AsSpan(checked(row * Columns), Columns);

    /// <summary>Copies the matrix.</summary>
    /// <returns>A new matrix of the same shape and elements.</returns>
    public Matrix<T> Copy()
    {
        var copy = new Matrix<T>(Rows, Columns);
        _elements.CopyTo(copy._elements, 0);
        return copy;
    }

    /// <summary>Converts row-major doubles, rounding each to <typeparamref name="T"/>.</summary>
    /// <param name="values">Shape (rows x columns), row after row; not kept.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <returns>A new matrix.</returns>
    /// <exception cref="ArgumentException">The number of values is not rows * columns.</exception>
    public static Matrix<T> From(ReadOnlySpan<double> values, int rows, int columns)
    {
        var matrix = new Matrix<T>(rows, columns);
        if (values.Length != matrix._elements.Length)
            throw new ArgumentException(
                $"A {rows} x {columns} matrix has {matrix._elements.Length} elements, {values.Length} were given.",
                nameof(values)
            );
        for (var i = 0; i < values.Length; i++)
            matrix._elements[i] = T.CreateChecked(values[i]);
        return matrix;
    }

    /// <summary>Converts to row-major doubles, rounding where <typeparamref name="T"/> is wider.</summary>
    /// <returns>A new array, shape (Rows x Columns).</returns>
    public double[] ToDoubles()
    {
        var values = new double[_elements.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = double.CreateChecked(_elements[i]);
        return values;
    }
}
