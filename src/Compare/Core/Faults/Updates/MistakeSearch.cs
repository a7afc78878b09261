using Compare.Faults.Rules;
using Compare.Problems;
using Compare.Reference.Optimizers;

namespace Compare.Faults.Updates;

/// <summary>Finds a textbook rule with a mistake of the catalogue in it that made a trace which no rule fits.</summary>
/// <remarks>As the search for a rule: with what is declared, with usual hyper-parameters, and by least squares.</remarks>
/// <param name="trace">The trace.</param>
/// <param name="declared">What the program says of its rule.</param>
/// <param name="threads">Greatest number of threads; the result does not depend on it.</param>
internal sealed class MistakeSearch(UpdateTrace trace, Declaration declared, int threads)
{
    private readonly TraceSample _sample = new(trace, TraceSample.PrecisionOf(trace));

    /// <summary>A rule with a mistake planted in it, its hyper-parameters open.</summary>
    private sealed record Candidate(RuleStructure Structure, UpdateMistake Mistake)
    {
        public UpdateVariant Plant(Optimizer rule) => Mistake.Plant(new UpdateVariant(rule)) ?? new UpdateVariant(rule);
    }

    /// <summary>Searches.</summary>
    /// <returns>The rule and the mistake; null if there is none.</returns>
    public MistakenRule? Find()
    {
        var planted = Planted().ToList();
        return (declared.IsTelling ? WithUsual(planted, declared) : null)
            ?? WithUsual(planted, Declaration.None)
            ?? new LateGradients(trace, declared).Find()
            ?? Solved(planted);
    }

    private MistakenRule? WithUsual(List<Candidate> planted, Declaration values)
    {
        var usual = new UsualValues(values, _sample);
        var (candidate, rule) = planted
            .Where(candidate => values.Allows(candidate.Structure))
            .InParallel(threads, candidate => (candidate, Rule: usual.Find(candidate.Structure, candidate.Plant)))
            .Find(found => found.Rule is not null);
        return rule is null ? null : Settled(candidate, rule);
    }

    private MistakenRule? Solved(List<Candidate> planted)
    {
        foreach (
            var (candidate, rule) in _sample.Solve(
                planted,
                candidate => candidate.Structure,
                candidate => candidate.Plant,
                threads
            )
        )
            return Settled(candidate, rule);
        return null;
    }

    private MistakenRule Settled(Candidate candidate, Optimizer rule) =>
        new(
            new Determination(candidate.Plant, rule, candidate.Structure.Free, _sample.Many, _sample.ManyFit)
                .Settle([.. candidate.Structure.Free.Where(parameter => declared.Of(parameter) is not null)])
                .Rule,
            candidate.Mistake.Cause
        );

    /// <summary>Each mistake in each rule that it can be made in; a mistake in weight decay in the rules with weight decay.</summary>
    private IEnumerable<Candidate> Planted() =>
        from structures in RuleStructure.ByExtras(1)
        from structure in structures
        where structure.Extras == 0 || structure.Decays
        from mistake in UpdateCatalogue.For(structure.Sample, tensors: 1, _sample.Precision)
        where
            !mistake.IsExample
            && (structure.Extras == 0 || mistake.Plant(new UpdateVariant(structure.Template)) is null)
        select new Candidate(structure.In(_sample.Precision), mistake);
}
