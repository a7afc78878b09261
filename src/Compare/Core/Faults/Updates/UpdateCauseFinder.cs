using Compare.Faults.Rules;
using Compare.Reference.Optimizers;
using Compare.Results;

namespace Compare.Faults.Updates;

/// <summary>Tries the catalogue on updates that a rule does not reproduce: one mistake, a wrong hyper-parameter, and then two of them.</summary>
/// <param name="rule">The right rule.</param>
/// <param name="evidence">Updates of a program that does something else.</param>
internal sealed class UpdateCauseFinder(Optimizer rule, UpdateEvidence evidence)
{
    /// <summary>A search on a logarithmic scale never arrives at zero.</summary>
    private const double Negligible = 1e-100;

    /// <summary>Where many rules have to be solved for: steps on a part of the updates that tell which are worth more, and how many are.</summary>
    private const int FirstSteps = 5;
    private const int Promising = 12;
    private const int FewElements = 8;
    private const int FewUpdates = 10;

    private readonly UpdateVariant _right = new(rule);
    private readonly Dictionary<(int Record, int Tensor, string? Slot, int Element), double> _errors = Errors(
        new UpdateVariant(rule),
        evidence
    );
    private readonly UpdateFit _fit = new(evidence);
    private readonly UpdateFit _first = new(evidence.Part(FewElements, FewUpdates));
    private readonly IReadOnlyList<UpdateMistake> _mistakes = [.. evidence.MistakesIn(rule)];

    private readonly IReadOnlyList<UpdateParameter> _parameters =
    [
        .. UpdateParameter.All.Where(parameter => parameter.Get(rule) is not null),
    ];

    /// <summary>Looks for what reproduces the updates.</summary>
    /// <returns>The explanation; null if the catalogue has none.</returns>
    public UpdateExplanation? Find()
    {
        var options = _mistakes.Where(mistake => !mistake.IsExample).ToList();
        var singles = options.Where(mistake => Reproduces(mistake.Plant(_right))).ToList();
        // Leaving out whatever did not change explains too much to stand beside another choice.
        if (singles.Exists(mistake => !LeavesOutElements(mistake)))
            singles.RemoveAll(LeavesOutElements);
        return Choose([.. singles.Select(mistake => new[] { mistake.Cause })])
            ?? Choose([.. Solved(_parameters.Select(parameter => Alone(parameter))), .. Clips()])
            ?? Choose([.. Pairs(options)])
            ?? Choose(Solved(Nearest(PairsOfParameters().Select(pair => Alone(pair)))))
            ?? Choose(Solved(Nearest(Beside(options, _parameters.Select(parameter => new[] { parameter })))))
            // Three at a time are tried for one case: a step size that decays from the first update on takes two numbers.
            ?? Choose(
                Solved(
                    Nearest(
                        Beside(
                            options,
                            [
                                [UpdateParameter.StepSize, UpdateParameter.StepSizeDecay],
                            ]
                        )
                    )
                )
            );
    }

    /// <summary>What can be said without a cause.</summary>
    /// <returns>A sentence on how the steps compare.</returns>
    public string Hint()
    {
        double xx = 0,
            yy = 0,
            xy = 0;
        long? first = null;
        UpdateComparison.Compare(
            _right,
            evidence,
            (record, p, slot, i, recorded, replayed, allowed) =>
            {
                if (slot is not null)
                    return true;
                var updated = evidence.Records[record].Tensors[p];
                double x = recorded - updated.Before[i],
                    y = replayed - updated.Before[i];
                if (double.IsFinite(x + y))
                    (xx, yy, xy) = (xx + x * x, yy + y * y, xy + x * y);
                if (UpdateComparison.Ratio(recorded, replayed, allowed) > 1)
                    first ??= evidence.Records[record].UpdatesBefore + 1;
                return true;
            }
        );
        return "no mistake of the catalogue and no two of them reproduce it: "
            + $"the steps are {Numbers.Text(xy / yy)} times the right ones, correlation {Numbers.Text(xy / Math.Sqrt(xx * yy))}"
            + (first is null ? "" : FormattableString.Invariant($", the first that is off is that of update {first}"));
    }

    private IEnumerable<Cause[]> Clips() =>
        evidence.IsWhole
            ? new ClippedGradients(rule, evidence, _fit, Reproduces).Find().Select(cause => new[] { cause })
            : [];

    private bool LeavesOutElements(UpdateMistake mistake) => mistake.Plant(_right)!.Omission == UpdateOmission.Elements;

    private static UpdateExplanation? Choose(List<Cause[]> found) =>
        found.Count == 0 ? null : new UpdateExplanation(found[0], [.. found.Skip(1)]);

    private bool Reproduces(UpdateVariant? variant) =>
        variant is not null && UpdateComparison.Ratio(variant, evidence) <= 1 && Explains(variant);

    /// <summary>
    /// Whether a variant's own bounds are narrower than the errors that it is to explain, at most of them: bounds of a formula that cancels
    /// take everything in.
    /// </summary>
    private bool Explains(UpdateVariant variant)
    {
        var narrower = 0;
        UpdateComparison.Compare(
            variant,
            evidence,
            (record, p, slot, i, _, _, allowed) =>
            {
                if (_errors.TryGetValue((record, p, slot, i), out var error) && !(allowed > error))
                    narrower++;
                return true;
            }
        );
        return 2 * narrower >= _errors.Count;
    }

    /// <summary>How far the numbers that are outside the bounds of the right rule are from what it gives; infinite where it gives none.</summary>
    private static Dictionary<(int, int, string?, int), double> Errors(UpdateVariant right, UpdateEvidence evidence)
    {
        Dictionary<(int, int, string?, int), double> errors = [];
        UpdateComparison.Compare(
            right,
            evidence,
            (record, p, slot, i, recorded, replayed, allowed) =>
            {
                if (UpdateComparison.Ratio(recorded, replayed, allowed) > 1)
                    errors[(record, p, slot, i)] = double.IsFinite(recorded - replayed)
                        ? Math.Abs(recorded - replayed)
                        : double.PositiveInfinity;
                return true;
            }
        );
        return errors;
    }

    private IEnumerable<Cause[]> Pairs(List<UpdateMistake> options)
    {
        for (var i = 0; i < options.Count; i++)
        for (var j = i + 1; j < options.Count; j++)
            if (Reproduces(options[i].PlantWith(options[j], _right)))
                yield return [options[i].Cause, options[j].Cause];
    }

    /// <summary>A rule to solve for: what surrounds it, why, and which hyper-parameters are open.</summary>
    private sealed record Unsolved(Func<UpdateVariant, UpdateVariant> Around, Cause[] Causes, UpdateParameter[] Free)
    {
        public UpdateVariant Plant(Optimizer rule) => Around(new UpdateVariant(rule));
    }

    private static Unsolved Alone(params UpdateParameter[] free) => new(variant => variant, [], free);

    private IEnumerable<UpdateParameter[]> PairsOfParameters() =>
        from i in Enumerable.Range(0, _parameters.Count)
        from j in Enumerable.Range(i + 1, _parameters.Count - i - 1)
        select new[] { _parameters[i], _parameters[j] };

    private static IEnumerable<Unsolved> Beside(
        IEnumerable<UpdateMistake> mistakes,
        IEnumerable<UpdateParameter[]> parameters
    ) =>
        from mistake in mistakes
        from free in parameters
        select new Unsolved(variant => mistake.Plant(variant) ?? variant, [mistake.Cause], free);

    /// <summary>Those that come nearest in a few steps, in their own order.</summary>
    private IEnumerable<Unsolved> Nearest(IEnumerable<Unsolved> candidates)
    {
        var begun = candidates
            .Select(candidate =>
                (candidate, _first.Solve(candidate.Plant, Starts(candidate.Free), candidate.Free, FirstSteps).Sum)
            )
            .ToList();
        var near = begun
            .Where(begun => double.IsFinite(begun.Sum))
            .OrderBy(begun => begun.Sum)
            .Take(Promising)
            .ToHashSet();
        return begun.Where(near.Contains).Select(begun => begun.candidate);
    }

    /// <summary>Solves for hyper-parameters; those that reproduce the updates remain.</summary>
    private List<Cause[]> Solved(IEnumerable<Unsolved> candidates)
    {
        List<Cause[]> found = [];
        foreach (var candidate in candidates)
        {
            var (causes, free) = (candidate.Causes, candidate.Free);
            var solved = _fit.Solve(candidate.Plant, Starts(free), free).Rule;
            if (solved == rule || !Reproduces(candidate.Plant(solved)))
                continue;
            var settled = new Determination(candidate.Plant, solved, free, evidence, _fit).Settle().Rule;
            found.Add([.. causes, .. free.Select(parameter => Wrong(parameter, settled))]);
        }
        return found;
    }

    private IEnumerable<Optimizer> Starts(UpdateParameter[] free)
    {
        IEnumerable<Optimizer> starts = [rule];
        foreach (var parameter in free)
        {
            var values = UsualValues(parameter).ToArray();
            starts = starts.SelectMany(start => values.Select(value => parameter.Set(start, value)));
        }
        return starts;
    }

    private IEnumerable<double> UsualValues(UpdateParameter parameter)
    {
        var value = parameter.Get(rule)!.Value;
        yield return value;
        if (parameter.Scale == SearchScale.Survival)
        {
            yield return 0.5;
            yield return 0.9;
            yield return 0.99;
        }
        else if (parameter.Scale == SearchScale.Logarithmic)
        {
            yield return value > 0 ? value / 10 : 0.01;
            yield return value > 0 ? value * 10 : 1;
            yield return value > 0 ? value * 1000 : 100;
        }
    }

    private Cause Wrong(UpdateParameter parameter, Optimizer settled)
    {
        static string Text(double? value) => Numbers.Exact(value is < Negligible ? 0 : value!.Value);
        string right = Text(parameter.Get(rule)),
            wrong = Text(parameter.Get(settled));
        return new Cause(
            $"wrong-{parameter.Name.Replace(' ', '-')}",
            $"the {parameter.Name} is {wrong} instead of {right}",
            parameter.Equation,
            $"set it to {right}"
        );
    }
}
