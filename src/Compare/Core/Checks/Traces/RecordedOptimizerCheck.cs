using Compare.Faults.Rules;
using Compare.Faults.Updates;
using Compare.Oracles;
using Compare.Problems;
using Compare.Problems.Recorded;
using Compare.Reference.Optimizers;
using Compare.Results;

namespace Compare.Checks.Traces;

/// <summary>
/// Holds a recorded optimizer against the update rules: which one made the trace, with which hyper-parameters, and whether that is what
/// the trace says of itself.
/// </summary>
public static class RecordedOptimizerCheck
{
    /// <summary>The name of the check in findings.</summary>
    public const string Name = "trace";

    private const int Block = 32;
    private const int MostAttempts = 4;

    /// <summary>Up to how many times its bound a rule may be away and still be called near.</summary>
    private const double Near = 100;

    /// <summary>How far a dampening may be from the one that is meant.</summary>
    private const double SameDampening = 1e-6;

    private const int MostFailing = 16;

    /// <summary>Fewer updates do not show what a rule remembers.</summary>
    private const int FewestUpdates = 3;

    /// <summary>Identifies the rule and holds every update against it.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="threads">Greatest number of threads.</param>
    /// <returns>
    /// A finding on the updates, one on the name and one on the step size where the trace gives them, and a table of the
    /// hyper-parameters.
    /// </returns>
    public static Survey Run(RecordedOptimizer trace, int threads)
    {
        var updates = Head("updates", "updates replayed by the identified rule");
        if (Motionless(trace.Trace) is { } reason)
            return new Survey([updates.Complete(Status.Vacuous, cause: Cause.Reason(reason))], []);
        if (trace.Trace.Updates < FewestUpdates)
            return new Survey(
                [
                    updates.Complete(
                        Status.Undecided,
                        cause: Cause.Reason(
                            FormattableString.Invariant(
                                $"so few updates show too little of what a rule remembers to tell rules apart; {FewestUpdates} would do"
                            )
                        )
                    ),
                ],
                []
            );
        if (new ReadingSearch(trace.Trace, DeclarationOf(trace), threads).Find() is not var (reading, identified))
            return new Survey([WithoutRule(trace, updates, threads)], []);
        trace = trace.Of(reading.Trace);
        var failing = new HashSet<int>();
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var elements = Failing(trace.Trace, identified, threads);
            failing.UnionWith(elements);
            if (
                elements.Count == 0
                || RuleSearch.Again(trace.Trace, identified, DeclarationOf(trace), failing, threads) is not { } again
            )
                break;
            identified = again;
        }
        if (TooFew(trace, identified) is { } tooFew)
            return new Survey([updates.Complete(Status.Undecided, cause: Cause.Reason(tooFew))], []);
        if (KnownRules.Of(identified.Rule)?.Slip(identified.Rule) is { } slip)
            return new Survey([updates.Disagrees(Beside(slip, identified.Rule))], []);
        identified = AsNamed(identified, trace);
        List<Finding> findings =
        [
            Replay(trace.Trace, identified.Rule, identified.Precision, updates, () => Drift(identified), threads)
                .Noting(Describe(trace, identified))
                .Reserving(Deviation(identified))
                .Reserving(reading.Words),
        ];
        if (reading.TakesLast && findings[0].Status is Status.Agrees or Status.Rounding)
            findings[0] = findings[0] with
            {
                Status = Status.Undecided,
                Cause = Cause.Reason(
                    $"{reading.Words}, which is right where each recorded gradient is the sum so far, and wrong where it is that of its own batch"
                ),
            };
        if (trace.Name is { } name)
            findings.Add(
                findings[0].Status == Status.Vacuous
                    ? DeclaredRule.NameHead(name).Complete(Status.Vacuous, cause: findings[0].Cause)
                    : DeclaredRule.CheckName(name, trace, identified)
            );
        if (trace.LearningRate is { } stepSize)
            findings.Add(CheckStepSize(stepSize, trace.Trace, identified));
        findings.AddRange(DeclaredRule.CheckValues(trace, identified));
        return new Survey(findings, [Table(identified)]);
    }

    private static Declaration DeclarationOf(RecordedOptimizer trace) =>
        new(trace.Name, trace.LearningRate, trace.Declared);

    /// <summary>Key and subject of a finding on a recorded optimizer.</summary>
    internal static FindingHead Head(string part, string subject) =>
        new(
            FindingKey.Of(Name).With(KeyPart.Topic, "optimizer").With(KeyPart.Kind, part),
            $"recorded optimizer: {subject}"
        );

    private static string? Motionless(UpdateTrace trace) =>
        trace.Gradients.Values.All(g => g == 0) ? "every gradient is zero, so any rule could have made this trace"
        : Enumerable
            .Range(0, trace.Gradients.Values.Length)
            .All(i => trace.Theta.Values[i] == trace.Theta.Values[i + trace.Parameters])
            ? "no update changes a parameter, so any rule with a step size small enough could have made this trace"
        : null;

    /// <summary>Why the updates are too few to tell a rule: as many numbers are open as were recorded.</summary>
    private static string? TooFew(RecordedOptimizer trace, IdentifiedRule identified)
    {
        var declared = DeclarationOf(trace);
        var open = identified.Parameters.Count(fitted => declared.Of(fitted.Parameter) != fitted.Value);
        var moves = 0;
        for (var update = 0; update < trace.Trace.Updates; update++)
        for (var i = 0; i < trace.Trace.Parameters; i++)
            if (Recorded(trace.Trace, update - 1, i) != Recorded(trace.Trace, update, i))
                moves++;
        return moves > open
            ? null
            : FormattableString.Invariant(
                $"{moves} changes of a parameter were recorded, and {identified.Words} has {open} open hyper-parameters, so it fits whatever they are; {open + 1} changes would do"
            );
    }

    /// <summary>Elements that a rule does not reproduce, the worst first.</summary>
    private static List<int> Failing(UpdateTrace trace, IdentifiedRule identified, int threads)
    {
        var worst = new Dictionary<int, double>();
        Replay(
            trace,
            identified.Rule,
            identified.Precision,
            threads,
            (update, element, replayed) =>
            {
                var error = Comparison.Distance(Recorded(trace, update, element), replayed.Value);
                if (!(error <= replayed.Allowed))
                    worst[element] = Math.Max(worst.GetValueOrDefault(element), error / replayed.Allowed);
            }
        );
        return [.. worst.OrderByDescending(element => element.Value).Take(MostFailing).Select(element => element.Key)];
    }

    private static double Recorded(UpdateTrace trace, int update, int element) =>
        trace.Theta.Values[(update + 1) * trace.Parameters + element];

    private static Finding Replay(
        UpdateTrace trace,
        Optimizer rule,
        Precision precision,
        FindingHead head,
        Func<Cause> cause,
        int threads
    )
    {
        var tally = new Tally();
        Replay(
            trace,
            rule,
            precision,
            threads,
            (update, element, replayed) => Add(tally, trace, update, element, replayed)
        );
        return tally.Complete(head, "no update changes a parameter by more than its bound", cause);
    }

    /// <summary>Each update again, from the recorded parameters and the replayed state.</summary>
    private static void Replay(
        UpdateTrace trace,
        Optimizer rule,
        Precision precision,
        int threads,
        Action<int, int, (double Value, double Allowed)> visit
    )
    {
        var n = trace.Parameters;
        for (var start = 0; start < n; start += Block * threads)
        {
            var blocks = Enumerable
                .Range(0, threads)
                .Select(i => start + i * Block)
                .Where(first => first < n)
                .Select(first => Enumerable.Range(first, Math.Min(Block, n - first)).ToArray())
                .ToArray();
            var replayed = new (double Value, double Allowed)[blocks.Length][];
            Parallel.For(
                0,
                blocks.Length,
                new ParallelOptions { MaxDegreeOfParallelism = threads },
                b => replayed[b] = Replay(trace, rule, precision, blocks[b])
            );
            for (var b = 0; b < blocks.Length; b++)
            for (var k = 0; k < replayed[b].Length; k++)
            {
                var (update, element) = (k / blocks[b].Length, blocks[b][k % blocks[b].Length]);
                visit(update, element, replayed[b][k]);
            }
        }
    }

    private static (double, double)[] Replay(UpdateTrace trace, Optimizer rule, Precision precision, int[] block)
    {
        List<(double, double)> replayed = [];
        UpdateComparison.Compare(
            new UpdateVariant(rule),
            UpdateEvidence.Of(trace, block, trace.Updates, precision),
            (_, _, _, _, _, value, allowed) =>
            {
                replayed.Add((value, allowed));
                return true;
            }
        );
        return [.. replayed];
    }

    private static void Add(
        Tally tally,
        UpdateTrace trace,
        int update,
        int element,
        (double Value, double Allowed) replayed
    )
    {
        var at = update * trace.Parameters + element;
        double before = trace.Theta.Values[at],
            recorded = trace.Theta.Values[at + trace.Parameters];
        if (Math.Abs(recorded - before) > replayed.Allowed)
            tally.CouldHaveFailed();
        tally.Add(
            Comparison.Distance(recorded, replayed.Value),
            replayed.Allowed,
            () =>
                new Location
                {
                    Update = update + 1,
                    Tensor = "theta",
                    Row = element,
                    Values = [new("recorded", recorded), new("replayed", replayed.Value)],
                }
        );
    }

    /// <summary>No rule fits: how far the nearest one comes is the strongest hint.</summary>
    private static Finding WithoutRule(RecordedOptimizer trace, FindingHead head, int threads)
    {
        var sample = new TraceSample(trace.Trace, trace.Precision);
        if (sample.IsWithinRounding)
            return head.Complete(
                Status.Undecided,
                cause: Cause.Reason(
                    "no step is longer than a few roundings of its parameter, and no rule with usual hyper-parameters makes them; a trace with longer steps, or in float64, would tell"
                )
            );
        // What is said to be another rule is no usual rule with a usual mistake.
        var isElsewhere = trace.Name is { } name && RuleNames.IsElsewhere(name);
        if (!isElsewhere && new MistakeSearch(trace.Trace, DeclarationOf(trace), threads).Find() is { } mistaken)
            return head.Disagrees(Beside(mistaken.Mistake, mistaken.Rule));
        var nearest = sample.Nearest();
        var distance =
            Replay(trace.Trace, nearest, trace.Precision, head, () => Cause.Hint(""), threads).Ratio ?? double.NaN;
        var words = isElsewhere
            ? $"'{trace.Name}' is a rule that is not known here, and no other reproduces these updates"
            : "no rule that is known here reproduces these updates, alone or with one of the usual mistakes";
        // A rule that is far away says nothing, and its numbers less.
        if (distance <= Near)
            words +=
                $"; the nearest, {Numbers.Text(distance)} times its bound away, is {nearest.Words} with {Values(nearest)}";
        return head.Complete(
            Status.Undecided,
            cause: Cause.Reason($"{words}; another rule, a schedule or clipping would have to be told")
        );
    }

    private static Cause Beside(Cause mistake, Optimizer rule) =>
        mistake with
        {
            Evidence = $"but for this mistake these are the updates of {rule.Words} with {Values(rule)}",
        };

    private static string Values(Optimizer rule) =>
        string.Join(
            ", ",
            UpdateParameter
                .All.Where(parameter => parameter.Get(rule) is > 0)
                .Select(parameter => $"{parameter.Name} {Numbers.Text(parameter.Get(rule))}")
                .Distinct()
        );

    private static Cause Drift(IdentifiedRule identified) =>
        Cause.Hint($"{identified.Words} reproduces the first updates and some elements, but not all of the trace");

    private static string Describe(RecordedOptimizer trace, IdentifiedRule identified)
    {
        List<string> words =
        [
            $"identified as {identified.Words}: {string.Join("; ", identified.Parameters.Select(fitted => fitted.Words))}",
        ];
        if (identified.OthersThatFit.Count > 0)
            words.Add($"not determined by this trace, it could also be {string.Join(", ", identified.OthersThatFit)}");
        if (identified.Rule.ComplementsInFormat)
            words.Add("1 - beta was formed in float32, which costs up to three digits of a step and is allowed for");
        if (identified.Precision != trace.Precision)
            words.Add($"every parameter is a {identified.Precision.Name()} number, so its rounding is allowed for");
        words.AddRange(trace.Notes.Select(note => note.TrimEnd('.')));
        return string.Join("; ", words);
    }

    /// <summary>In what the rule is not the one that torch.optim has under its name.</summary>
    private static string? Deviation(IdentifiedRule identified) =>
        KnownRules.Of(identified.Rule) is { } known
        && known.BesidesTorch(identified.Rule).ToList() is { Count: > 0 } options
            ? $"this is not torch.optim's form of {identified.Rule.Name}: {string.Join(", ", options)}"
            : null;

    private static Finding CheckStepSize(double recorded, UpdateTrace trace, IdentifiedRule identified)
    {
        var head = Head("lr", "its step size against the identified one");
        var fitted = identified.Parameters.Single(parameter => parameter.Parameter == UpdateParameter.StepSize);
        var error = Math.Abs(recorded - fitted.Value);
        var bound = Math.Max(fitted.High - fitted.Value, fitted.Value - fitted.Low);
        var fits =
            error == 0
            || (recorded >= fitted.Low && recorded <= fitted.High)
            || RuleSearch.Reproduces(trace, identified, UpdateParameter.StepSize, recorded);
        if (fits)
            bound = Math.Max(bound, error);
        return head.Complete(
            Conclusion.Of(fits, couldHaveFailed: true, isEqual: error == 0),
            error,
            bound,
            new Location
            {
                Values =
                [
                    new("in the file", recorded),
                    new("identified", fitted.Value),
                    new("fits from", fitted.Low),
                    new("to", fitted.High),
                ],
            },
            fits
                ? null
                : new Cause(
                    "step-size",
                    $"the updates were made with step size {Comparison.Show(fitted.Value)}, {Numbers.Text(fitted.Value / recorded)} times the one in the file"
                )
        );
    }

    /// <summary>
    /// Dampening from the first update on is part of the step size, unless the file names that and the rest is the dampening that it
    /// names, or that of a moving average.
    /// </summary>
    private static IdentifiedRule AsNamed(IdentifiedRule identified, RecordedOptimizer trace)
    {
        var step = identified.Parameters.Single(parameter => parameter.Parameter == UpdateParameter.StepSize);
        if (
            trace.LearningRate is not { } gamma
            || !(gamma > step.High)
            || KnownRules.Of(identified.Rule)?.DampeningOfAverage(identified.Rule) is not { } ofAverage
            || !(Math.Abs(1 - step.Value / gamma - Expected(ofAverage)) <= SameDampening)
        )
            return identified;
        double Expected(double ofAverage) =>
            trace.Declared.TryGetValue("dampening", out var dampening) ? dampening : ofAverage;
        FittedParameter Scaled(double value) =>
            new(KnownMomentum.Dampening, value, 1 - step.High / gamma, 1 - step.Low / gamma);
        return identified with
        {
            Rule = KnownMomentum.DampeningFromTheFirst.Set(
                identified.Rule with
                {
                    LearningRate = gamma,
                },
                1 - step.Value / gamma
            ),
            Parameters =
            [
                .. identified.Parameters.Select(parameter =>
                    parameter == step ? new FittedParameter(step.Parameter, gamma, gamma, gamma) : parameter
                ),
                Scaled(1 - step.Value / gamma),
            ],
        };
    }

    private static TableFigure Table(IdentifiedRule identified) =>
        new(
            "trace-hyper-parameters",
            $"Hyper-parameters of {identified.Words}",
            "Solved for from parameters and gradients. The range is what was seen to fit with the other hyper-parameters following; below six digits the trace does not determine the number.",
            ["hyper-parameter", "value", "from", "to", "digits"],
            [
                .. identified.Parameters.Select(fitted =>
                    (IReadOnlyList<string>)
                        [
                            fitted.Parameter.Name,
                            fitted.IsDetermined ? Numbers.Exact(fitted.Value) : "not determined",
                            Numbers.Exact(fitted.Low),
                            Numbers.Exact(fitted.High),
                            Numbers.Text((long)fitted.Digits),
                        ]
                ),
            ]
        );
}
