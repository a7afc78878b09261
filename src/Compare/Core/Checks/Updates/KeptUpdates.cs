using Compare.Faults.Updates;
using Compare.Oracles;
using Compare.Problems;
using Compare.Reference.Optimizers;

namespace Compare.Checks.Updates;

/// <summary>Keeps some elements of some updates of a step-locked run: enough to look for causes and to measure power.</summary>
/// <param name="rule">The rule of the run.</param>
/// <param name="precision">The format of the sides.</param>
internal sealed class KeptUpdates(Optimizer rule, Precision precision)
{
    private const int FirstElements = 16;
    private const int SpreadElements = 16;
    private const int DifferentElements = 32;
    private const int FirstUpdates = 6;
    private const int FailedUpdates = 4;

    /// <summary>Elements whose difference is below this share of the largest one are not those that fail.</summary>
    private const double Share = 1e-3;

    private readonly List<UpdateRecord> _first = [];
    private readonly List<UpdateRecord> _second = [];
    private int[] _elements = [];
    private int _failed;

    /// <summary>Whether anything was kept.</summary>
    public bool IsEmpty => _first.Count == 0;

    /// <summary>The updates as the first side made them.</summary>
    public UpdateEvidence OfFirst => new(precision, _first, _elements);

    /// <summary>The updates as the second side made them.</summary>
    public UpdateEvidence OfSecond => new(precision, _second, _elements);

    /// <summary>Takes in an update: the first few, those at milestones, and the first that fail.</summary>
    /// <param name="before">What both sides started from.</param>
    /// <param name="gradients">What both were given.</param>
    /// <param name="previous">The gradients of the update before; null at the first.</param>
    /// <param name="a">The first side's result.</param>
    /// <param name="b">The second side's result.</param>
    /// <param name="failed">Whether something was outside its bound.</param>
    public void Keep(
        TrainingState before,
        IReadOnlyList<NamedArray> gradients,
        IReadOnlyList<NamedArray>? previous,
        TrainingState a,
        TrainingState b,
        bool failed
    )
    {
        if (_elements.Length == 0)
            _elements = Spread(before);
        if (failed && _failed == 0 && Largest(a, b, Gather) < Share * Largest(a, b, tensor => tensor.Values))
        {
            // What fails lies elsewhere.
            _elements = [.. _elements.Concat(Different(a, b)).Distinct().Order()];
            _first.Clear();
            _second.Clear();
        }
        var update = (int)before.Updates + 1;
        if (
            _first.Count >= FirstUpdates
            && !(failed && _failed < FailedUpdates)
            && !(_failed == 0 && StepLockedCheck.IsMilestone(update))
        )
            return;
        if (failed)
            _failed++;
        _first.Add(Record(before, gradients, previous, a));
        _second.Add(Record(before, gradients, previous, b));
    }

    private UpdateRecord Record(
        TrainingState before,
        IReadOnlyList<NamedArray> gradients,
        IReadOnlyList<NamedArray>? previous,
        TrainingState after
    ) =>
        new(
            before.Updates,
            [
                .. before.Parameters.Select(
                    (tensor, p) =>
                        new UpdatedTensor(
                            tensor.Name,
                            Gather(tensor),
                            Gather(gradients[p]),
                            previous is null ? null : Gather(previous[p]),
                            Gather(after.Parameters[p]),
                            Slots(before, p),
                            Slots(after, p)
                        )
                ),
            ]
        );

    private Dictionary<string, double[]> Slots(TrainingState state, int p) =>
        rule.SlotNames().ToDictionary(name => name, name => Gather(state.Slots[p].Single(slot => slot.Name == name)));

    private double[] Gather(NamedArray tensor) =>
        [.. _elements.TakeWhile(i => i < tensor.Values.Length).Select(i => tensor.Values[i])];

    /// <summary>The first elements, and some over the length of the longest tensor.</summary>
    private static int[] Spread(TrainingState state)
    {
        var longest = state.Parameters.Max(tensor => tensor.Values.Length);
        return
        [
            .. Enumerable
                .Range(0, Math.Min(FirstElements, longest))
                .Concat(Enumerable.Range(0, SpreadElements).Select(i => (int)((long)i * longest / SpreadElements)))
                .Distinct()
                .Order(),
        ];
    }

    private static double Largest(TrainingState a, TrainingState b, Func<NamedArray, double[]> elements) =>
        Tensors(a)
            .Zip(Tensors(b))
            .SelectMany(pair => elements(pair.First).Zip(elements(pair.Second), Comparison.Distance))
            .DefaultIfEmpty(0)
            .Max();

    private static IEnumerable<int> Different(TrainingState a, TrainingState b) =>
        Tensors(a)
            .Zip(Tensors(b))
            .SelectMany(pair =>
                Enumerable
                    .Range(0, pair.First.Values.Length)
                    .OrderByDescending(i => Comparison.Distance(pair.First.Values[i], pair.Second.Values[i]))
                    .Take(DifferentElements)
            );

    private static IEnumerable<NamedArray> Tensors(TrainingState state) =>
        state.Parameters.Concat(state.Slots.SelectMany(slots => slots));
}
