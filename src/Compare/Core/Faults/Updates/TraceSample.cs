using Compare.Faults.Rules;
using Compare.Problems;
using Compare.Reference.Optimizers;

namespace Compare.Faults.Updates;

/// <summary>A few elements and updates of a trace, to which rules are fitted first, and more of them, to which they are fitted then.</summary>
internal sealed class TraceSample
{
    private const int MostDigits = 4;

    /// <summary>Multiples of what registers hold: an element beside them costs as much as all of theirs.</summary>
    private const int FirstElements = 8;
    private const int SomeElements = 8;
    private const int FewElements = 16;
    private const int ManyElements = 32;
    private const int FirstUpdates = 5;
    private const int SomeUpdates = 10;
    private const int FewUpdates = 24;
    private const int ManyUpdates = 120;

    /// <summary>Steps of least squares that tell which rules are worth more of them, and how many rules are.</summary>
    private const int FirstSteps = 5;
    private const int Promising = 12;

    /// <summary>Of a step that is shorter than this many roundings not even one digit is known.</summary>
    private const double ShortestStep = 8;

    /// <summary>Takes a sample.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="precision">The format to hold it against.</param>
    /// <param name="including">Elements that have to be among the many; null for none.</param>
    public TraceSample(UpdateTrace trace, Precision precision, IReadOnlyCollection<int>? including = null)
    {
        Precision = precision;
        Few = Sample(trace, FewElements, FewUpdates, precision);
        Many = Sample(trace, ManyElements, ManyUpdates, precision, including);
        First = Few.Part(FirstElements, FirstUpdates);
        (FirstFit, SomeFit, FewFit, ManyFit) = (
            new UpdateFit(First),
            new UpdateFit(Few.Part(SomeElements, SomeUpdates)),
            new UpdateFit(Few),
            new UpdateFit(Many)
        );
    }

    /// <summary>The format to hold it against.</summary>
    public Precision Precision { get; }

    /// <summary>So few that they only tell what is not worth more of them.</summary>
    public UpdateEvidence First { get; }

    /// <summary>A few elements and updates.</summary>
    public UpdateEvidence Few { get; }

    /// <summary>More of them.</summary>
    public UpdateEvidence Many { get; }

    /// <summary>The solver for the first.</summary>
    public UpdateFit FirstFit { get; }

    /// <summary>The solver for so few that they only tell which rules are worth more of them.</summary>
    public UpdateFit SomeFit { get; }

    /// <summary>The solver for the few.</summary>
    public UpdateFit FewFit { get; }

    /// <summary>The solver for the many.</summary>
    public UpdateFit ManyFit { get; }

    /// <summary>Whether no step is longer than a few roundings of its parameter, so that steps tell signs and little more.</summary>
    public bool IsWithinRounding =>
        Many
            .Records.SelectMany(record => record.Tensors)
            .All(tensor =>
                tensor
                    .Before.Zip(tensor.After)
                    .All(pair =>
                        Math.Abs(pair.Second - pair.First)
                        <= ShortestStep * ManyFit.Roundoff * Math.Max(Math.Abs(pair.First), Math.Abs(pair.Second))
                    )
            );

    /// <summary>The format to hold a trace against: one in float64 that holds nothing but floats was widened before it was saved.</summary>
    /// <param name="trace">The trace.</param>
    /// <returns>The format.</returns>
    public static Precision PrecisionOf(UpdateTrace trace) =>
        trace.Theta.Values.All(x => (float)x == x) ? Precision.Float32 : trace.Precision;

    /// <summary>Whether a variant reproduces the sample.</summary>
    /// <param name="variant">The variant.</param>
    /// <returns>Whether it does, to within rounding.</returns>
    public bool IsReproducedBy(UpdateVariant variant) =>
        UpdateComparison.Ratio(variant, Few) <= 1 && UpdateComparison.Ratio(variant, Many) <= 1;

    /// <summary>The rule that comes nearest to the few, whether it fits or not, among those of the textbook.</summary>
    /// <returns>The rule.</returns>
    public Optimizer Nearest() =>
        RuleStructure
            .Plain.Select(structure => Fit(FewFit, structure, rule => new UpdateVariant(rule), LeastSquares.MostSteps))
            .MinBy(found => found.Sum)
            .Rule;

    /// <summary>Solves for all hyper-parameters of those candidates that come nearest in a few steps.</summary>
    /// <typeparam name="T">The kind of candidate.</typeparam>
    /// <param name="candidates">The candidates.</param>
    /// <param name="structure">The rule of a candidate, its hyper-parameters open.</param>
    /// <param name="plant">What surrounds the rule of a candidate.</param>
    /// <param name="threads">Greatest number of threads; the result does not depend on it.</param>
    /// <returns>Those that fit, with their rules, the nearest first.</returns>
    public IEnumerable<(T Candidate, Optimizer Rule)> Solve<T>(
        IEnumerable<T> candidates,
        Func<T, RuleStructure> structure,
        Func<T, Func<Optimizer, UpdateVariant>> plant,
        int threads
    ) =>
        candidates
            .InParallel(
                threads,
                candidate =>
                    (Candidate: candidate, Fit(SomeFit, structure(candidate), plant(candidate), FirstSteps).Sum)
            )
            .Where(begun => double.IsFinite(begun.Sum))
            .OrderBy(begun => begun.Sum)
            .Take(Promising)
            .InParallel(
                threads,
                begun => (begun.Candidate, Rule: Solved(structure(begun.Candidate), plant(begun.Candidate)))
            )
            .Where(solved => solved.Rule is not null)!;

    /// <summary>The rule with its hyper-parameters rounded to as few digits as reproduce the updates; people choose round numbers.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="free">The hyper-parameters.</param>
    /// <param name="evidence">The updates.</param>
    /// <param name="plant">What surrounds the rule; null for nothing.</param>
    /// <returns>The rule itself where only that reproduces them; null if it does not either.</returns>
    public static Optimizer? Rounded(
        Optimizer rule,
        IReadOnlyList<UpdateParameter> free,
        UpdateEvidence evidence,
        Func<Optimizer, UpdateVariant>? plant = null
    )
    {
        bool Reproduces(Optimizer candidate) =>
            UpdateComparison.Ratio(plant?.Invoke(candidate) ?? new UpdateVariant(candidate), evidence) <= 1;
        for (var digits = 1; digits <= MostDigits; digits++)
        {
            var rounded = free.Aggregate(
                rule,
                (changed, parameter) =>
                    parameter.Get(rule) is { } value
                        ? parameter.Set(changed, parameter.Rounded(value, digits))
                        : changed
            );
            if (Reproduces(rounded))
                return rounded;
        }
        return Reproduces(rule) ? rule : null;
    }

    private Optimizer? Solved(RuleStructure structure, Func<Optimizer, UpdateVariant> plant) =>
        Rounded(Fit(FewFit, structure, plant, LeastSquares.MostSteps).Rule, structure.Free, Few, plant) is { } near
        && Rounded(ManyFit.Solve(plant, [near], structure.Free).Rule, structure.Free, Many, plant) is { } rule
        && Tells(plant(rule))
            ? rule
            : null;

    /// <summary>
    /// Whether a variant's own bounds are narrower than most of the steps: where a hyper-parameter goes to the end of its range, a formula
    /// cancels, its bounds take in anything, and what fits within them says nothing.
    /// </summary>
    private bool Tells(UpdateVariant variant)
    {
        var (narrower, steps) = (0, 0);
        UpdateComparison.Compare(
            variant,
            Many,
            (record, tensor, _, element, recorded, _, allowed) =>
            {
                var step = recorded - Many.Records[record].Tensors[tensor].Before[element];
                steps += step != 0 ? 1 : 0;
                narrower += Math.Abs(step) > allowed ? 1 : 0;
                return true;
            }
        );
        return 2 * narrower >= steps;
    }

    private static (Optimizer Rule, double Sum) Fit(
        UpdateFit fit,
        RuleStructure structure,
        Func<Optimizer, UpdateVariant> plant,
        int steps
    )
    {
        var starts = structure
            .Starts(UsualGradient(fit.Evidence))
            .Select(start => fit.WithNearestStepSize(plant, start))
            .OfType<Optimizer>()
            .ToList();
        return starts.Count == 0
            ? (structure.Template, double.PositiveInfinity)
            : fit.Solve(plant, starts, structure.Free, steps);
    }

    /// <summary>The mean magnitude of the gradients that are not zero, where neither its square nor the reciprocal of that overflows.</summary>
    private static double UsualGradient(UpdateEvidence evidence)
    {
        var magnitudes = evidence
            .Records.SelectMany(record => record.Tensors.SelectMany(tensor => tensor.Gradient))
            .Where(g => g != 0)
            .Select(Math.Abs)
            .DefaultIfEmpty(1);
        return Math.Clamp(magnitudes.Average(), 1e-140, 1e140);
    }

    /// <summary>
    /// Elements from the smallest to the largest gradients, of which the smallest show epsilon and the largest the step size, and those
    /// whose steps stand out most from the rounding of the parameter.
    /// </summary>
    private static UpdateEvidence Sample(
        UpdateTrace trace,
        int elements,
        int updates,
        Precision precision,
        IReadOnlyCollection<int>? including = null
    )
    {
        var n = trace.Parameters;
        updates = Math.Min(updates, trace.Updates);
        double Size(int i) => Enumerable.Range(0, updates).Sum(t => Math.Abs(trace.Gradients.Values[t * n + i]));
        double Telling(int i)
        {
            double Theta(int t) => trace.Theta.Values[t * n + i];
            var step = Enumerable.Range(0, updates).Max(t => Math.Abs(Theta(t + 1) - Theta(t)));
            return step / Enumerable.Range(0, updates + 1).Max(t => Math.Abs(Theta(t)));
        }
        var all = Enumerable.Range(0, n).ToArray();
        var ordered = all.OrderBy(Size).ToArray();
        var chosen = UpdateEvidence
            .Spread(n, elements / 2)
            .Select(i => ordered[i])
            .Union(all.OrderByDescending(Telling))
            .Take(elements)
            .Union(including ?? [])
            .Order()
            .ToArray();
        return UpdateEvidence.Of(trace, chosen, updates, precision);
    }
}
