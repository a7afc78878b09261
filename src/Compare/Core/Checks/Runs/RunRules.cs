using Compare.Faults.Rules;
using Compare.Faults.Updates;
using Compare.Oracles;
using Compare.Problems;
using Compare.Reference.Optimizers;
using Compare.Results;

namespace Compare.Checks.Runs;

/// <summary>
/// Identifies the update rule of A, replays every update of both runs with it, each from the recorded parameters, and finds what B does
/// otherwise.
/// </summary>
internal sealed class RunRules
{
    private const int MostAttempts = 3;

    private readonly RunReading _reading;
    private readonly int _threads;
    private readonly List<Group> _groups = [];
    private readonly List<RunParting> _partings = [];

    /// <summary>The rule of a tensor in B, where B determines what A leaves open.</summary>
    private readonly Dictionary<string, Optimizer> _ofB = [];

    /// <summary>Tensors that follow one rule in A.</summary>
    private sealed record Group(IReadOnlyList<SampledTensor> Tensors, IdentifiedRule Rule);

    private RunRules(RunReading reading, int threads) => (_reading, _threads) = (reading, threads);

    /// <summary>Whether parameters stand in the record of the update that made them.</summary>
    public bool AreAfter { get; private set; }

    /// <summary>Whether every update of both runs was replayed.</summary>
    public bool AreReplayed { get; private set; }

    /// <summary>Where B leaves A's rule, the earliest first; empty if it does not.</summary>
    public IReadOnlyList<RunParting> Partings => _partings;

    /// <summary>One finding for each run.</summary>
    public IReadOnlyList<Finding> Findings { get; private set; } = [];

    /// <summary>Looks at the updates of both runs.</summary>
    /// <param name="reading">The runs.</param>
    /// <param name="threads">Greatest number of threads.</param>
    /// <returns>What was found.</returns>
    public static RunRules Of(RunReading reading, int threads)
    {
        var rules = new RunRules(reading, threads);
        rules.Run();
        return rules;
    }

    private void Run()
    {
        AreAfter = _reading.SamplesA.ParametersAreAfter(_reading.Updates);
        if (
            _reading.SamplesA.Trace(_reading.Updates, AreAfter) is not { } a
            || _reading.SamplesB.Trace(_reading.Updates, AreAfter) is not { } b
        )
        {
            Findings =
            [
                Undecided(
                    "A",
                    "parameters and gradients of at least four updates in a row were not recorded, so what the update rules do is not known"
                ),
            ];
            return;
        }
        var isIdentified = IdentifyA(a.Trace);
        if (!isIdentified && a.Trace.StepSizeFactors is not null)
        {
            // A step size may have been noted after the scheduler's step, or be another one than the optimizer's.
            (a.Trace, b.Trace) = (a.Trace with { StepSizeFactors = null }, b.Trace with { StepSizeFactors = null });
            isIdentified = IdentifyA(a.Trace);
        }
        if (!isIdentified)
        {
            Findings =
            [
                Undecided(
                    "A",
                    AreAfter
                        ? "no known rule makes the updates of A; with parameters recorded after each update the state before the first one is not known, so record the parameters before it as well"
                        : "no known rule makes the updates of A from the first recorded one on; a run that goes on from a state would have to be recorded from its beginning"
                ),
            ];
            return;
        }
        AreReplayed = true;
        var findingA = Tallied("A", a.Trace, a.FirstUpdate, cause: null).Noting($"A is {Words(_groups)}{Kept}");
        var findingB = Tallied("B", b.Trace, b.FirstUpdate, FindPartings(a.Trace, b.Trace, b.FirstUpdate));
        Findings = [findingA, findingB];
    }

    private string Kept =>
        _reading.SamplesA.Count < _reading.SamplesA.All
            ? FormattableString.Invariant(
                $"; {_reading.SamplesA.Count} of {_reading.SamplesA.All} elements were looked at, spread over all tensors"
            )
            : "";

    private bool IdentifyA(UpdateTrace trace)
    {
        _groups.Clear();
        var tensors = _reading.SamplesA.Tensors;
        if (Identify(trace) is { } joint)
        {
            _groups.Add(new Group(tensors, joint));
            return true;
        }
        // Weight decay is often for some tensors alone, and a step size as well.
        foreach (var tensor in tensors.OrderByDescending(tensor => tensor.Length))
        {
            var part = Part(trace, [tensor]);
            if (part.Gradients.Values.All(g => g == 0))
                continue;
            var known = _groups.FindIndex(group =>
                new RuleChangeSearch(part, group.Rule.Rule, group.Rule.Precision).FirstFailure() is null
            );
            if (known >= 0)
                _groups[known] = _groups[known] with { Tensors = [.. _groups[known].Tensors, tensor] };
            else if (Identify(part) is { } alone)
                _groups.Add(new Group([tensor], alone));
            else
                return false;
        }
        return _groups.Count > 0;
    }

    private IdentifiedRule? Identify(UpdateTrace trace)
    {
        var recorded = _reading.SamplesA.StepSizes[AreAfter && _reading.Updates.Count > 1 ? 1 : 0];
        var declared = trace.StepSizeFactors is null
            ? Declaration.None
            : new Declaration(null, recorded, new Dictionary<string, double>());
        var identified = RuleSearch.Identify(trace, declared, _threads);
        HashSet<int> failing = [];
        for (var attempt = 0; attempt < MostAttempts && identified is not null; attempt++)
        {
            if (new RuleChangeSearch(trace, identified.Rule, identified.Precision).FirstFailure() is not { } failure)
                return identified;
            failing.UnionWith(failure.Elements.Take(8));
            identified = RuleSearch.Again(trace, identified, declared, failing, _threads);
        }
        return null;
    }

    private Cause? FindPartings(UpdateTrace ofA, UpdateTrace trace, long firstUpdate)
    {
        foreach (var group in _groups)
        foreach (var tensor in group.Tensors)
        {
            var part = Part(trace, [tensor]);
            // B may have been computed in another format than A.
            var search = new RuleChangeSearch(part, group.Rule.Rule, trace.Precision);
            if (search.FirstFailure() is not { } failure)
                continue;
            var found = search.Find();
            if (OpenInA(Part(ofA, [tensor]), group.Rule, found, part.Updates) is { } rule)
            {
                _ofB[tensor.Name] = rule;
                continue;
            }
            _partings.Add(
                new RunParting(
                    firstUpdate + failure.UpdatesBefore,
                    tensor.Name,
                    CauseOf(part, group.Rule, search, found, failure.UpdatesBefore, firstUpdate)
                )
            );
        }
        _partings.Sort((one, other) => one.Update.CompareTo(other.Update));
        return _partings.Count == 0 ? null : Together(_partings);
    }

    /// <summary>The rule with a value that B determines and A leaves open; null where A contradicts it.</summary>
    private static Optimizer? OpenInA(
        UpdateTrace ofA,
        IdentifiedRule rule,
        (IReadOnlyList<RuleChange> Changes, int Until) found,
        int updates
    ) =>
        found.Until < updates
            ? null
            : found
                .Changes.Where(change => change is { UpdatesBefore: 0, Lasts: true })
                .Select(change => change.Parameter.Set(rule.Rule, change.To))
                .FirstOrDefault(other => new RuleChangeSearch(ofA, other, rule.Precision).FirstFailure() is null);

    /// <summary>The cause at the first update, with all tensors that it concerns.</summary>
    private static Cause Together(List<RunParting> partings)
    {
        var first = partings.Where(parting => parting.Update == partings[0].Update).ToList();
        // The cause that most tensors can have; each tensor may leave several open.
        var candidates = first
            .SelectMany(parting =>
                parting.Cause.Alternatives.Select(alternative => alternative[0]).Prepend(parting.Cause)
            )
            .GroupBy(cause => cause.Words)
            .OrderByDescending(group => group.Count())
            .ThenByDescending(group => group.First().IsNamed)
            .ToList();
        var shared = candidates[0].First();
        var others = candidates
            .Skip(1)
            .Where(group => group.Count() == candidates[0].Count())
            .Select(group => (IReadOnlyList<Cause>)[group.First() with { Alternatives = [] }])
            .ToList();
        return shared with
        {
            Party = "B",
            Tensors = [.. first.Select(parting => parting.Tensor)],
            Alternatives =
                others.Count == 0
                    ? []
                    :
                    [
                        [shared with { Alternatives = [] }],
                        .. others,
                    ],
        };
    }

    private Cause CauseOf(
        UpdateTrace part,
        IdentifiedRule rule,
        RuleChangeSearch search,
        (IReadOnlyList<RuleChange> Changes, int Until) found,
        int updatesBefore,
        long firstUpdate
    )
    {
        var number = firstUpdate + updatesBefore;
        if (IsFrozen(part, updatesBefore))
            return new Cause(
                "not-updated",
                FormattableString.Invariant(
                    $"B does not update it from update {number} on, although its gradient is not zero"
                ),
                Remedy: "hand it to the optimizer, and do not freeze it in one run alone"
            );
        var (changes, untilUpdate) = found;
        var causes = changes
            .Select(change => new Cause(
                $"another-{change.Parameter.Name.Replace(' ', '-')}",
                $"the {change.Words} in B {change.When(firstUpdate)}",
                change.Parameter.Equation,
                "give both runs the same hyper-parameters at each update"
            ))
            .ToList();
        if (causes.Count > 0 && untilUpdate == part.Updates)
            return causes[0] with
            {
                Alternatives = causes.Count > 1 ? [.. causes.Select(cause => (IReadOnlyList<Cause>)[cause])] : [],
            };
        if (search.IsAlone(updatesBefore))
            return new Cause(
                "changed-outside",
                FormattableString.Invariant(
                    $"something other than the update changes it in B after update {number} and before the next one: its own gradient does not make that step, and makes all others"
                ),
                Remedy: "look for what writes to the parameters in place: clamping, averaging, copying, a projection"
            );
        if (Identify(part) is { } own)
            return new Cause(
                "another-rule",
                own.Words == rule.Words
                    ? $"the updates of B are those of {Words(own)}, and not of {Words(rule)}"
                    : $"the updates of B are those of {own.Words}, and not of {rule.Words}",
                Remedy: "use one optimizer in both"
            );
        return Cause.Hint(
            FormattableString.Invariant($"at update {number} the step of B is not that of {Words(rule)}")
                + (
                    causes.Count > 0
                        ? FormattableString.Invariant(
                            $"; up to update {firstUpdate + untilUpdate - 1} it would be if {causes[0].Words}"
                        )
                        : ", and no other value of one hyper-parameter makes it"
                )
        );
    }

    private static bool IsFrozen(UpdateTrace part, int from)
    {
        for (var t = from; t < part.Updates; t++)
        for (var i = 0; i < part.Parameters; i++)
            if (part.Theta.Values[t * part.Parameters + i] != part.Theta.Values[(t + 1) * part.Parameters + i])
                return false;
        return part.Gradients.Values.Skip(from * part.Parameters).Any(g => g != 0);
    }

    private Finding Tallied(string run, UpdateTrace trace, long firstUpdate, Cause? cause)
    {
        var tally = new Tally();
        foreach (var group in _groups)
        foreach (var tensor in group.Tensors)
        {
            var part = Part(trace, [tensor]);
            UpdateComparison.Compare(
                new UpdateVariant(run == "B" ? _ofB.GetValueOrDefault(tensor.Name, group.Rule.Rule) : group.Rule.Rule),
                UpdateEvidence.Of(
                    part,
                    [.. Enumerable.Range(0, part.Parameters)],
                    part.Updates,
                    run == "B" ? trace.Precision : group.Rule.Precision
                ),
                (record, _, _, element, recorded, replayed, allowed) =>
                {
                    if (Math.Abs(recorded - part.Theta.Values[record * part.Parameters + element]) > allowed)
                        tally.CouldHaveFailed();
                    tally.Add(
                        Comparison.Distance(recorded, replayed),
                        allowed,
                        () =>
                            new Location
                            {
                                Update = firstUpdate + record,
                                Tensor = tensor.Name,
                                Row = tensor.Elements[element],
                                Values = [new(run, recorded), new("replayed", replayed)],
                            }
                    );
                    return true;
                }
            );
        }
        return tally.Complete(
            Head(run),
            "no update changes a parameter by more than its bound",
            () => cause ?? Cause.Hint($"the updates of {run} are not those of {Words(_groups)}")
        );
    }

    private static FindingHead Head(string run) =>
        new(
            FindingKey.Of(RunsCheck.Name).With(KeyPart.Topic, "updates").With(KeyPart.Party, run),
            run == "A"
                ? "updates of A, replayed from its own gradients by the identified rule"
                : "updates of B, replayed from its own gradients by the rule of A"
        );

    private static Finding Undecided(string run, string reason) =>
        Head(run).Complete(Status.Undecided, cause: Cause.Reason(reason));

    private static UpdateTrace Part(UpdateTrace trace, IReadOnlyList<SampledTensor> tensors)
    {
        var columns = tensors.SelectMany(tensor => Enumerable.Range(tensor.Start, tensor.Length)).ToArray();
        NamedArray Of(NamedArray array) =>
            new(
                array.Name,
                array.Rows,
                columns.Length,
                [
                    .. Enumerable
                        .Range(0, array.Rows)
                        .SelectMany(row => columns.Select(column => array.Values[row * array.Columns + column])),
                ]
            );
        return trace with { Theta = Of(trace.Theta), Gradients = Of(trace.Gradients) };
    }

    private static string Words(List<Group> groups) =>
        groups.Count == 1
            ? Words(groups[0].Rule)
            : string.Join(
                "; ",
                groups.Select(group =>
                    $"{Words(group.Rule)} for {string.Join(", ", group.Tensors.Select(tensor => tensor.Name))}"
                )
            );

    private static string Words(IdentifiedRule rule) =>
        $"{rule.Words} with {string.Join(", ", rule.Parameters.Select(fitted => fitted.Words))}";
}
