using Compare.Faults.Rules;
using Compare.Reference.Optimizers;
using Compare.Reference.Optimizers.Schedules;

namespace Compare.Faults.Updates;

/// <summary>Tries rules on a sample of a trace, from the simplest on.</summary>
/// <param name="sample">The sample.</param>
/// <param name="declared">What the program says of its rule.</param>
/// <param name="threads">Greatest number of threads; the result does not depend on it.</param>
/// <param name="schedule">The schedule of the step size; null for a constant one.</param>
internal sealed class StructureSearch(TraceSample sample, Declaration declared, int threads, Schedule? schedule = null)
{
    /// <summary>From so many extras on, rules with fewer hyper-parameters are tried before the others.</summary>
    private const int ManyExtras = 2;

    /// <summary>With the hyper-parameters that are declared, then with usual ones.</summary>
    /// <param name="extras">The greatest number of options.</param>
    /// <returns>The rule; null if none fits.</returns>
    public IdentifiedRule? Usual(int extras) =>
        (declared.IsTelling ? Usual(declared, 0, extras) : null) ?? Usual(Declaration.None, 0, extras);

    /// <summary>With the hyper-parameters that come nearest, by least squares.</summary>
    /// <param name="extras">The greatest number of options.</param>
    /// <returns>The rule; null if none fits.</returns>
    public IdentifiedRule? Solved(int extras) =>
        Simplest(0, extras, structures => sample.Solve(structures, structure => structure, _ => Plain, threads));

    /// <summary>With values of somebody's, and usual ones of the other hyper-parameters.</summary>
    /// <param name="values">The values.</param>
    /// <param name="from">The least number of options.</param>
    /// <param name="to">The greatest number of options.</param>
    /// <returns>The rule; null if none fits.</returns>
    public IdentifiedRule? Usual(Declaration values, int from, int to) =>
        Usual(new UsualValues(values, sample), values, from, to);

    /// <summary>With values of somebody's, and the likeliest ones of the other hyper-parameters.</summary>
    /// <param name="values">The values.</param>
    /// <param name="extras">The greatest number of options.</param>
    /// <returns>The rule; null if none fits.</returns>
    public IdentifiedRule? Likeliest(Declaration values, int extras) =>
        Usual(new UsualValues(values, sample, manyExtras: 0), values, 0, extras);

    private IdentifiedRule? Usual(UsualValues usual, Declaration values, int from, int to) =>
        Simplest(
            from,
            to,
            structures =>
                structures
                    .Where(values.Allows)
                    .InParallel(threads, structure => (structure, usual.Find(structure, Plain)))
                    .Where(found => found.Item2 is not null)!
        );

    private IdentifiedRule? Simplest(
        int from,
        int to,
        Func<IReadOnlyList<RuleStructure>, IEnumerable<(RuleStructure, Optimizer)>> find
    )
    {
        foreach (var structures in RuleStructure.ByExtras(to).Skip(from).SelectMany(Steps))
        {
            var fitting = find([.. structures.Select(structure => structure.In(sample.Precision).Following(schedule))])
                .Select(found => (Structure: found.Item1, Rule: Tightened(found.Item2)))
                .ToList();
            if (fitting.Count > 0)
                return Chosen(fitting);
        }
        return null;
    }

    /// <summary>Most hyper-parameters take most of the time. Fewer that fit are what is chosen, unless a name speaks for more.</summary>
    private IEnumerable<IReadOnlyList<RuleStructure>> Steps(IReadOnlyList<RuleStructure> structures) =>
        structures[0].Extras < ManyExtras || declared.Name is not null
            ? [structures]
            : structures
                .GroupBy(structure => structure.Free.Count)
                .OrderBy(step => step.Key)
                .Select(step => step.ToList());

    /// <summary>The simplest of the rules that fit, with what the trace leaves open.</summary>
    private IdentifiedRule Chosen(List<(RuleStructure Structure, Optimizer Rule)> fitting)
    {
        var covered = RuleNames.Meant(declared.Name);
        var named = fitting.Where(fit => covered.Contains(fit.Rule.Name)).ToList();
        var candidates = named.Count > 0 ? named : fitting;
        // Weight decay before and after the update are equal in algebra: the rounder numbers were meant.
        var (structure, rule) = candidates
            .OrderBy(candidate => candidate.Structure.Free.Count)
            .ThenBy(candidate => candidate.Rule.ComplementsInFormat)
            .ThenBy(candidate => Length(candidate.Structure, candidate.Rule))
            .First();
        var kept = structure.Free.Where(parameter => declared.Of(parameter) == parameter.Get(rule)).ToList();
        var (settled, parameters) = new Determination(Plain, rule, structure.Free, sample.Many, sample.ManyFit).Settle(
            kept
        );
        // Every rule becomes plain gradient descent with the right hyper-parameters, so that says nothing.
        var others = fitting
            .Where(other => !settled.IsPlain || other.Structure.Free.Count <= structure.Free.Count)
            .Select(other => other.Rule.Name)
            .Where(name => name != settled.Name)
            .Distinct();
        return new IdentifiedRule(settled, parameters, sample.Precision, [.. others]);
    }

    private static int Length(RuleStructure structure, Optimizer rule) =>
        structure.Free.Sum(parameter => FittedParameter.LengthOf(parameter.Get(rule)!.Value));

    /// <summary>The rule without that allowance, where it does without.</summary>
    private Optimizer Tightened(Optimizer rule) =>
        rule with { ComplementsInFormat = false } is var tight && sample.IsReproducedBy(Plain(tight)) ? tight : rule;

    private static UpdateVariant Plain(Optimizer rule) => new(rule);
}
