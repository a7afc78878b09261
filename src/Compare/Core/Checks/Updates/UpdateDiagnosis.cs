using Compare.Faults.Updates;
using Compare.Oracles;
using Compare.Problems;
using Compare.Reference.Optimizers;
using Compare.Results;

namespace Compare.Checks.Updates;

/// <summary>What kept updates say: the cause where two sides disagree, the detection power where they agree.</summary>
internal sealed record UpdateDiagnosis
{
    private IReadOnlyDictionary<string, Power>? _power;

    /// <summary>The explanation of different updates; null if there is none, or nothing to explain.</summary>
    public UpdateExplanation? Explanation { get; private init; }

    /// <summary>The explanation as a cause.</summary>
    public Cause? Cause => Explanation?.Cause;

    /// <summary>What can be said without a cause.</summary>
    public string? Hint { get; private init; }

    /// <summary>The cause of different initial states; null if there is none.</summary>
    public Cause? Initial { get; private init; }

    /// <summary>The power of comparing initial states; null where anything failed.</summary>
    public Power? PowerOfInitial =>
        _power is null ? null : new Power(0, 0, [], null) { Scope = "only the same numbers pass" };

    /// <summary>Draws conclusions from a finished run.</summary>
    /// <param name="rule">The rule of the run.</param>
    /// <param name="a">The first side's initial state.</param>
    /// <param name="b">The second side's.</param>
    /// <param name="kept">The kept updates.</param>
    /// <param name="failed">Whether any update was outside its bound.</param>
    /// <returns>Cause and hint if one was, else the power.</returns>
    public static UpdateDiagnosis Of(Optimizer rule, TrainingState a, TrainingState b, KeptUpdates kept, bool failed)
    {
        var diagnosis = new UpdateDiagnosis { Initial = OtherStart(a, b) };
        if (kept.IsEmpty)
            return diagnosis;
        if (!failed)
            return diagnosis with { _power = UpdatePower.Of(rule, kept.OfFirst, rule.SlotNames()) };
        var finder = new UpdateCauseFinder(rule, kept.OfSecond);
        var explanation = finder.Find();
        return diagnosis with { Explanation = explanation, Hint = explanation is null ? finder.Hint() : null };
    }

    /// <summary>The power of a comparison.</summary>
    /// <param name="part">A slot, or <see cref="UpdatePower.All"/> for the parameters, which stand for the whole check.</param>
    /// <returns>The power; null where something failed.</returns>
    public Power? PowerOf(string part) => _power?[part];

    /// <summary>Tells a state that starts from another constant.</summary>
    private static Cause? OtherStart(TrainingState a, TrainingState b)
    {
        for (var p = 0; p < a.Slots.Count; p++)
            foreach (var slot in a.Slots[p])
            {
                var other = b.Slots[p].Single(s => s.Name == slot.Name);
                var (right, wrong) = (slot.Values[0], other.Values[0]);
                if (wrong != right && other.Values.All(x => x == wrong) && slot.Values.All(x => x == right))
                    return new Cause(
                        $"initial-{slot.Name}",
                        $"{slot.Name} starts from {Comparison.Show(wrong)} instead of {Comparison.Show(right)}",
                        slot.Name switch
                        {
                            "r" => "O.20",
                            "v" => "O.31",
                            _ => "O.15",
                        },
                        $"start it from {Comparison.Show(right)}"
                    );
            }
        return null;
    }
}
