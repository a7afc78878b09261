using System.Numerics;
using Compare.Reference.Numerics;

namespace Compare.Reference.Graphs.Operations;

/// <summary>From where each element of a result comes, in the form in which it is followed quickly.</summary>
internal sealed class Routes
{
    private readonly IReadOnlyList<Shape> _shapes;
    private readonly int[] _operands;
    private readonly int[] _indices;
    private readonly bool _isUsedOnce;

    /// <summary>Prepares the routes.</summary>
    /// <param name="shapes">The shapes of the operands.</param>
    /// <param name="sources">For each element of the result the number of the operand and the index in it; operand -1 for a zero.</param>
    public Routes(IReadOnlyList<Shape> shapes, (int Operand, int Index)[] sources)
    {
        _shapes = shapes;
        _indices = Array.ConvertAll(sources, source => source.Index);
        // Most often there is one operand and no zero.
        _operands = Array.TrueForAll(sources, source => source.Operand == 0)
            ? []
            : Array.ConvertAll(sources, source => source.Operand);
        var used = shapes.Select(shape => new bool[shape.Count]).ToArray();
        _isUsedOnce = true;
        foreach (var (operand, index) in sources)
        {
            if (operand < 0)
                continue;
            _isUsedOnce &= !used[operand][index];
            used[operand][index] = true;
        }
    }

    /// <summary>Whether the routes are those of operands of these shapes.</summary>
    /// <param name="shapes">The shapes.</param>
    /// <returns>Whether they are.</returns>
    public bool Fit(IReadOnlyList<Shape> shapes) => shapes.SequenceEqual(_shapes);

    /// <summary>Takes the elements to their places.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="x">The operands.</param>
    /// <param name="y">The result's elements; overwritten.</param>
    public void Forward<T>(IReadOnlyList<NdArray<T>> x, T[] y)
        where T : unmanaged, INumber<T>
    {
        if (_operands.Length == 0)
        {
            var from = x[0].Elements;
            for (var i = 0; i < y.Length; i++)
                y[i] = from[_indices[i]];
            return;
        }
        for (var i = 0; i < y.Length; i++)
            y[i] = _operands[i] < 0 ? T.Zero : x[_operands[i]].Elements[_indices[i]];
    }

    /// <summary>Adds up, for each element of an operand, what arrives at its places, from the first place to the last.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="operand">The number of the operand.</param>
    /// <param name="dy">The gradient by the result.</param>
    /// <param name="dx">The gradient by the operand, zeros; overwritten.</param>
    public void Backward<T>(int operand, T[] dy, T[] dx)
        where T : unmanaged, INumber<T>
    {
        if (_isUsedOnce || default(T) is not IErrorBounded<T>)
        {
            for (var i = 0; i < dy.Length; i++)
                if (_operands.Length == 0 || _operands[i] == operand)
                    dx[_indices[i]] = _isUsedOnce ? dy[i] : dx[_indices[i]] + dy[i]; // (G.3), (G.31)
            return;
        }
        var terms = new List<T>?[dx.Length];
        for (var i = 0; i < dy.Length; i++)
            if (_operands.Length == 0 || _operands[i] == operand)
                (terms[_indices[i]] ??= []).Add(dy[i]);
        for (var i = 0; i < terms.Length; i++)
            if (terms[i] is { } some)
                dx[i] = Total.Of<T>(some.ToArray());
    }

    /// <summary>Gives each element of an operand what arrives at one of its places alone.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="operand">The number of the operand.</param>
    /// <param name="dy">The gradient by the result.</param>
    /// <param name="dx">The wrong gradient by the operand, zeros; overwritten.</param>
    /// <param name="isLast">Whether the last place counts, or the first.</param>
    /// <param name="skipsZeros">Whether of the places only those count at which something arrives.</param>
    public void Overwrite<T>(int operand, T[] dy, T[] dx, bool isLast, bool skipsZeros)
        where T : unmanaged, INumber<T>
    {
        for (var n = 0; n < dy.Length; n++)
        {
            var i = isLast ? n : dy.Length - 1 - n;
            if ((_operands.Length == 0 || _operands[i] == operand) && !(skipsZeros && T.IsZero(dy[i])))
                dx[_indices[i]] = dy[i];
        }
    }
}
