using Compare.Problems.Recorded;
using Compare.Problems.Recorded.Runs;

namespace Compare.Checks.Runs;

/// <summary>Finds which tensor of A belongs to which of B, from the first update that both have.</summary>
internal sealed class RunPairing
{
    private readonly RunUpdate _a;
    private readonly RunUpdate _b;
    private readonly List<RunPair> _pairs = [];
    private readonly Dictionary<string, RunPair> _parameters = [];
    private readonly HashSet<RunTensor> _taken = [];

    private RunPairing(RunUpdate a, RunUpdate b) => (_a, _b) = (a, b);

    /// <summary>Pairs the tensors.</summary>
    /// <param name="a">An update of A.</param>
    /// <param name="b">The same update of B.</param>
    /// <param name="mapping">What the caller says of names.</param>
    /// <returns>The pairs in the order of A, and what is left over.</returns>
    public static (IReadOnlyList<RunPair> Pairs, IReadOnlyList<RunTensor> OnlyA, IReadOnlyList<RunTensor> OnlyB) Of(
        RunUpdate a,
        RunUpdate b,
        RunMapping mapping
    )
    {
        var pairing = new RunPairing(a, b);
        // Parameters first: a gradient or a state belongs to where its parameter does.
        foreach (var tensor in a.Tensors.OrderBy(tensor => tensor.Kind != RecordedKind.Parameter))
            pairing.ByName(tensor, mapping);
        foreach (var tensor in a.Tensors.OrderBy(tensor => tensor.Kind != RecordedKind.Parameter))
            pairing.ByNumbers(tensor);
        var order = a.Tensors.Select((tensor, i) => (tensor, i)).ToDictionary(pair => pair.tensor, pair => pair.i);
        return (
            [.. pairing._pairs.OrderBy(pair => order[pair.A])],
            [.. a.Tensors.Where(tensor => pairing._pairs.TrueForAll(pair => pair.A != tensor))],
            [.. b.Tensors.Where(tensor => !pairing._taken.Contains(tensor))]
        );
    }

    private void ByName(RunTensor tensor, RunMapping mapping)
    {
        var ofParameter = _parameters.GetValueOrDefault(tensor.Name);
        var isOfParameter = tensor.Kind is RecordedKind.Gradient or RecordedKind.State or RecordedKind.After;
        string?[] names =
        [
            mapping.NameInB(tensor.Name),
            isOfParameter ? ofParameter?.B.Name : null,
            tensor.Name,
            Normalised(tensor.Name),
        ];
        foreach (var name in names.OfType<string>())
            if (
                _b.Tensors.FirstOrDefault(other =>
                    !_taken.Contains(other)
                    && other.Kind == tensor.Kind
                    && (other.Slot is null || tensor.Slot is null || Normalised(other.Slot) == Normalised(tensor.Slot))
                    && (other.Name == name || Normalised(other.Name) == name)
                ) is
                { } found
            )
            {
                Add(
                    new RunPair(
                        tensor,
                        found,
                        found.Name == tensor.Name ? null
                            : mapping.NameInB(tensor.Name) == found.Name ? "as told"
                            : "by its name",
                        isOfParameter && ofParameter is { IsTransposed: true }
                    )
                );
                return;
            }
    }

    /// <summary>What has no name in common: the same numbers, as they are or transposed, else the only one of its shape.</summary>
    private void ByNumbers(RunTensor tensor)
    {
        if (_pairs.Exists(pair => pair.A == tensor))
            return;
        var open = _b.Tensors.Where(other => !_taken.Contains(other) && other.Kind == tensor.Kind).ToList();
        if (open.Count == 0 || _a.Read(tensor) is not { Text: null } values)
            return;
        var candidates = open.Select(other => (Tensor: other, Array: _b.Read(other)))
            .Where(other => other.Array.Text is null)
            .ToList();
        foreach (var (other, array) in candidates)
            if (array.Values.AsSpan().SequenceEqual(values.Values) && values.Values.Length > 1)
            {
                Add(new RunPair(tensor, other, "by its numbers"));
                return;
            }
        foreach (var (other, array) in candidates)
            if (IsTransposeOf(values, array))
            {
                Add(new RunPair(tensor, other, "by its numbers", IsTransposed: true));
                return;
            }
        var alike = candidates.Where(other => other.Array.Shape.SequenceEqual(values.Shape)).ToList();
        if (
            alike.Count == 1
            && _a.Tensors.Count(own => IsOpen(own, tensor.Kind) && _a.Read(own).Shape.SequenceEqual(values.Shape)) == 1
        )
            Add(new RunPair(tensor, alike[0].Tensor, "by its shape"));
    }

    private bool IsOpen(RunTensor own, RecordedKind kind) =>
        own.Kind == kind && _pairs.TrueForAll(pair => pair.A != own);

    private void Add(RunPair pair)
    {
        _pairs.Add(pair);
        _taken.Add(pair.B);
        if (pair.A.Kind == RecordedKind.Parameter)
            _parameters[pair.A.Name] = pair with { IsTransposed = pair.IsTransposed || IsTransposedNamesake(pair) };
        if (_parameters.TryGetValue(pair.A.Name, out var known) && pair.A.Kind == RecordedKind.Parameter)
            _pairs[^1] = known;
    }

    /// <summary>A parameter of the same name may still lie the other way round.</summary>
    private bool IsTransposedNamesake(RunPair pair)
    {
        var (a, b) = (_a.Read(pair.A), _b.Read(pair.B));
        return !(a.Shape.SequenceEqual(b.Shape) && a.Values.AsSpan().SequenceEqual(b.Values))
            && a.Shape is [var rows, var columns]
            && b.Shape is [var otherRows, var otherColumns]
            && (rows, columns) == (otherColumns, otherRows)
            && (rows != columns || IsTransposeOf(a, b));
    }

    private static bool IsTransposeOf(NpyArray a, NpyArray b)
    {
        if (
            a.Shape is not [var rows, var columns]
            || b.Shape is not [var otherRows, var otherColumns]
            || (rows, columns) != (otherColumns, otherRows)
        )
            return false;
        for (var i = 0; i < a.Values.Length; i++)
            if (a.Values[i] != b.Values[i % columns * rows + i / columns])
                return false;
        return true;
    }

    /// <summary>A name without capitals and separators, so that <c>fc1.weight</c> and <c>Fc1_Weight</c> are one.</summary>
    internal static string Normalised(string name) =>
        string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
