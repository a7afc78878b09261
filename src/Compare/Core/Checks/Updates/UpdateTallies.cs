using Compare.Faults.Updates;
using Compare.Oracles;
using Compare.Oracles.Updates;
using Compare.Problems;
using Compare.Reference.Numerics;
using Compare.Results;

namespace Compare.Checks.Updates;

/// <summary>Collects over many updates how parameters and state slots of two sides compare.</summary>
/// <param name="first">Name of the first side.</param>
/// <param name="second">Name of the second side.</param>
/// <param name="slots">Names of the slots.</param>
internal sealed class UpdateTallies(string first, string second, IReadOnlyList<string> slots)
{
    private readonly Tally _initial = new();
    private readonly Tally _parameters = new();
    private readonly IReadOnlyList<Tally> _slots = [.. slots.Select(_ => new Tally())];

    /// <summary>Number of comparisons after updates that were outside their bound.</summary>
    public long Outside => _parameters.Outside + _slots.Sum(tally => tally.Outside);

    /// <summary>Compares what two runs start from; only the same numbers will do.</summary>
    /// <param name="a">The first side before its first update.</param>
    /// <param name="b">The second side before its first update.</param>
    public void CompareInitial(TrainingState a, TrainingState b)
    {
        _initial.CouldHaveFailed();
        for (var p = 0; p < a.Parameters.Count; p++)
        {
            CompareExactly(p, a.Parameters[p], b.Parameters[p]);
            foreach (var slot in a.Slots[p])
                CompareExactly(p, slot, Slot(b, p, slot.Name));
        }

        void CompareExactly(int parameter, NamedArray x, NamedArray y)
        {
            var name = NameOf(a, parameter, x);
            for (var i = 0; i < x.Values.Length; i++)
            {
                var index = i;
                if (x.Values[i].Equals(y.Values[i]) || x.Values[i] == y.Values[i])
                    _initial.AddEqual(1);
                else
                    _initial.Add(
                        Comparison.Distance(x.Values[i], y.Values[i]),
                        0,
                        () => Describe(0, name, x, y, index)
                    );
            }
        }
    }

    /// <summary>Compares what two sides made of the same update.</summary>
    /// <typeparam name="TFormat">The format in which they computed.</typeparam>
    /// <param name="update">Its number, 1 for the first.</param>
    /// <param name="step">Yields the bounds.</param>
    /// <param name="before">What both started from.</param>
    /// <param name="a">The first side's result.</param>
    /// <param name="b">The second side's result.</param>
    /// <param name="all">Whether to evaluate the bound of every element, rather than of those that differ.</param>
    public void Compare<TFormat>(
        int update,
        BoundedStep<TFormat> step,
        TrainingState before,
        TrainingState a,
        TrainingState b,
        bool all
    )
        where TFormat : IFloatFormat
    {
        for (var p = 0; p < a.Parameters.Count; p++)
        {
            (Tally Tally, NamedArray Before, NamedArray A, NamedArray B)[] parts =
            [
                (_parameters, before.Parameters[p], a.Parameters[p], b.Parameters[p]),
                .. slots.Select((name, s) => (_slots[s], Slot(before, p, name), Slot(a, p, name), Slot(b, p, name))),
            ];
            var elements = Enumerable
                .Range(0, a.Parameters[p].Values.Length)
                .Where(i => all || parts.Any(part => !Same(part.A.Values[i], part.B.Values[i])))
                .ToArray();
            var bounded = elements.Length == 0 ? null : step.Evaluate(p, elements);
            for (var part = 0; part < parts.Length; part++)
            {
                var (tally, old, x, y) = parts[part];
                var name = NameOf(a, p, x);
                tally.AddEqual(x.Values.Length - elements.Length);
                for (var e = 0; e < elements.Length; e++)
                {
                    var i = elements[e];
                    var bound = 2 * bounded![part][e].Error;
                    // A side that skipped the update would be noticed here.
                    if (Math.Abs(x.Values[i] - old.Values[i]) > bound)
                        tally.CouldHaveFailed();
                    if (Same(x.Values[i], y.Values[i]))
                        tally.AddEqual(1);
                    else
                        tally.Add(
                            Comparison.Distance(x.Values[i], y.Values[i]),
                            bound,
                            () => Describe(update, name, x, y, i)
                        );
                }
            }
        }
    }

    /// <summary>Draws the conclusions.</summary>
    /// <param name="head">Names the finding for a part.</param>
    /// <param name="diagnosis">What the updates say about causes and power.</param>
    /// <returns>One finding for the initial state, each slot, and the parameters.</returns>
    public IReadOnlyList<Finding> Complete(Func<string, FindingHead> head, UpdateDiagnosis diagnosis) =>
        [
            WithPower(
                _initial.Complete(
                    head("initial state"),
                    "",
                    () => diagnosis.Initial ?? Cause.Hint("the two runs do not start from the same numbers")
                ),
                diagnosis.PowerOfInitial
            ),
            .. _slots.Select(
                (tally, s) =>
                    WithPower(
                        tally.Complete(
                            head($"state {slots[s]}"),
                            "no update changed it by more than its bound",
                            () =>
                                diagnosis.Cause
                                ?? Cause.Hint($"{slots[s]} is updated by another rule; {diagnosis.Hint}")
                        ),
                        diagnosis.PowerOf(slots[s])
                    )
            ),
            WithPower(
                _parameters.Complete(
                    head("parameters"),
                    "no update changed a parameter by more than its bound",
                    () =>
                        diagnosis.Cause
                        ?? Cause.Hint(
                            (
                                _slots.All(tally => tally.Outside == 0)
                                    ? "the state is the same, the step taken from it is not"
                                    : "the step is taken from a state that differs already"
                            ) + $"; {diagnosis.Hint}"
                        )
                ),
                diagnosis.PowerOf(UpdatePower.All)
            ),
        ];

    private static Finding WithPower(Finding finding, Power? power) =>
        finding.Status == Status.Disagrees ? finding : finding with { Power = power };

    private Location Describe(int update, string name, NamedArray x, NamedArray y, int i) =>
        (x with { Name = name }).At(i) with
        {
            Update = update,
            Values = [new(first, x.Values[i]), new(second, y.Values[i])],
        };

    private static string NameOf(TrainingState state, int parameter, NamedArray tensor) =>
        ReferenceEquals(tensor, state.Parameters[parameter])
            ? tensor.Name
            : $"{tensor.Name} of {state.Parameters[parameter].Name}";

    private static NamedArray Slot(TrainingState state, int parameter, string name) =>
        state.Slots[parameter].Single(slot => slot.Name == name);

    /// <summary>The same number, or both beyond the range of the format, where the sign and kind depend on the order of operations.</summary>
    private static bool Same(double a, double b) => a == b || (!double.IsFinite(a) && !double.IsFinite(b));
}
