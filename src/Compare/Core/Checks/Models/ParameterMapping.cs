using Compare.Checks.Runs;
using Compare.Problems.Recorded;

namespace Compare.Checks.Models;

/// <summary>Which parameter of a twin belongs to which of the module: by name, else by order and shape, transposed where shapes say so.</summary>
internal sealed class ParameterMapping
{
    private readonly IReadOnlyList<NpyArray> _a;
    private readonly IReadOnlyList<NpyArray> _b;
    private readonly int?[] _ofA;
    private readonly string[] _how;

    private ParameterMapping(IReadOnlyList<NpyArray> a, IReadOnlyList<NpyArray> b)
    {
        (_a, _b) = (a, b);
        _ofA = new int?[a.Count];
        _how = new string[a.Count];
    }

    /// <summary>Parameters of the module without a counterpart.</summary>
    public IEnumerable<NpyArray> OnlyA => _a.Where((_, p) => _ofA[p] is null);

    /// <summary>Parameters of the twin without a counterpart.</summary>
    public IEnumerable<NpyArray> OnlyB => _b.Where((_, q) => !_ofA.Contains(q));

    /// <summary>The mapping in words; null where it is names and nothing else.</summary>
    public string? Words
    {
        get
        {
            var told = Enumerable
                .Range(0, _a.Count)
                .Where(p => _ofA[p] is { } q && (_how[p] != "name" || IsTransposed(p, q)))
                .Select(p =>
                    $"{_a[p].Name} = {_b[_ofA[p]!.Value].Name}{(IsTransposed(p, _ofA[p]!.Value) ? ", transposed" : "")}"
                )
                .ToList();
            return told.Count == 0 ? null : $"weights were copied by order and shape: {string.Join("; ", told)}";
        }
    }

    /// <summary>Finds it.</summary>
    /// <param name="a">The parameters of the module.</param>
    /// <param name="b">Those of the twin.</param>
    /// <returns>The mapping.</returns>
    public static ParameterMapping Of(IReadOnlyList<NpyArray> a, IReadOnlyList<NpyArray> b)
    {
        var mapping = new ParameterMapping(a, b);
        for (var p = 0; p < a.Count; p++)
            mapping.Match(p, q => RunPairing.Normalised(b[q].Name) == RunPairing.Normalised(a[p].Name), "name");
        // What has another name keeps its order.
        var next = 0;
        for (var p = 0; p < a.Count; p++)
            if (mapping._ofA[p] is null && mapping.Match(p, q => q >= next, "order") is { } found)
                next = found + 1;
        return mapping;
    }

    /// <summary>The module's numbers in the order and orientation of the twin.</summary>
    /// <param name="ofA">One array for each parameter of the module.</param>
    /// <param name="others">The twin's own, for what has no counterpart.</param>
    /// <returns>One array for each parameter of the twin.</returns>
    public double[][] ToB(IReadOnlyList<double[]> ofA, IReadOnlyList<double[]> others) => InOrderOfB(ofA, others)!;

    /// <summary>The module's gradients in the order and orientation of the twin.</summary>
    /// <param name="ofA">One array for each parameter of the module; null for none.</param>
    /// <returns>One array for each parameter of the twin; null for none.</returns>
    public double[]?[] GradientsToB(IReadOnlyList<double[]?> ofA) => InOrderOfB(ofA, new double[]?[_b.Count]);

    private double[]?[] InOrderOfB(IReadOnlyList<double[]?> ofA, IReadOnlyList<double[]?> others)
    {
        double[]?[] result = [.. others];
        for (var p = 0; p < _a.Count; p++)
            if (_ofA[p] is { } q)
                result[q] =
                    ofA[p] is { } values && IsTransposed(p, q)
                        ? TensorDifference.Transposed(values, _b[q].Shape[0], _b[q].Shape[1])
                        : ofA[p];
        return result;
    }

    /// <summary>The twin's numbers in the order and orientation of the module.</summary>
    /// <param name="ofB">One array for each parameter of the twin; null for none.</param>
    /// <returns>One array for each parameter of the module; null for none.</returns>
    public double[]?[] ToA(IReadOnlyList<double[]?> ofB) =>
        [
            .. _a.Select(
                (array, p) =>
                    _ofA[p] is not { } q || ofB[q] is not { } values ? null
                    : IsTransposed(p, q) ? TensorDifference.Transposed(values, array.Shape[0], array.Shape[1])
                    : values
            ),
        ];

    /// <summary>Whether a parameter of the module has a counterpart.</summary>
    /// <param name="p">Its number.</param>
    public bool IsMapped(int p) => _ofA[p] is not null;

    private int? Match(int p, Func<int, bool> fits, string how)
    {
        for (var q = 0; q < _b.Count; q++)
            if (!_ofA.Contains(q) && fits(q) && AreAlike(_a[p].Shape, _b[q].Shape))
            {
                (_ofA[p], _how[p]) = (q, how);
                return q;
            }
        return null;
    }

    private bool IsTransposed(int p, int q) =>
        _a[p].Shape is [var rows, var columns]
        && _b[q].Shape is [var otherRows, var otherColumns]
        && rows != columns
        && (rows, columns) == (otherColumns, otherRows);

    private static bool AreAlike(IReadOnlyList<int> a, IReadOnlyList<int> b) =>
        a.SequenceEqual(b) || a.Reverse().SequenceEqual(b) && a.Count == 2 || Long(a).SequenceEqual(Long(b));

    /// <summary>Sides of one element are a matter of taste.</summary>
    private static IEnumerable<int> Long(IReadOnlyList<int> shape) => shape.Where(side => side != 1);
}
