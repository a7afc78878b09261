using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Compare.Reference.Numerics.Products;

/// <summary>A matrix in memory that somebody else holds still: element (i, j) lies at i RowStep + j ColumnStep, one of them 1.</summary>
internal readonly unsafe struct Strided<T>(T* start, int rows, int columns, nint rowStep, nint columnStep)
    where T : unmanaged
{
    public T* Start => start;

    public int Rows => rows;

    public int Columns => columns;

    public nint RowStep => rowStep;

    public nint ColumnStep => columnStep;

    /// <summary>The same elements with rows and columns exchanged; nothing is moved.</summary>
    public Strided<T> Transposed => new(Start, Columns, Rows, ColumnStep, RowStep);

    /// <summary>Where an element lies.</summary>
    public T* At(int row, int column) => Start + row * RowStep + column * ColumnStep;

    /// <summary>A rectangle of the matrix.</summary>
    public Strided<T> Block(int row, int column, int rows, int columns) =>
        new(At(row, column), rows, columns, RowStep, ColumnStep);

    /// <summary>Copies every element to a matrix of the same shape.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void CopyTo(Strided<T> target)
    {
        if (ColumnStep == 1 && target.ColumnStep == 1)
            for (var i = 0; i < Rows; i++)
            {
                T* from = At(i, 0),
                    to = target.At(i, 0);
                var j = 0;
                for (; j <= Columns - Vector128<T>.Count; j += Vector128<T>.Count)
                    Vector128.Load(from + j).Store(to + j);
                for (; j < Columns; j++)
                    to[j] = from[j];
            }
        else if (ColumnStep == 1)
            Transposition.Copy(Start, RowStep, Rows, Columns, target.Start, target.ColumnStep);
        else
            Transposed.CopyTo(target.Transposed);
    }
}
