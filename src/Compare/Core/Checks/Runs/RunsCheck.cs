using Compare.Faults.Runs;
using Compare.Problems.Recorded;
using Compare.Problems.Recorded.Runs;
using Compare.Results;

namespace Compare.Checks.Runs;

/// <summary>Holds two recorded runs against each other: the first tensor of the first update at which they part, and why.</summary>
/// <remarks>
/// What the updates do is decided by replaying them within derived bounds. Forward and backward passes are unknown functions here, so
/// what rounding can do to them is estimated: 4 u sqrt(N) of the largest element, N the longest sum that the shapes allow, and 4 u of
/// the largest element of all tensors of the kind, for what cancels. An estimate decides where it is exceeded ten times.
/// </remarks>
internal sealed class RunsCheck
{
    /// <summary>The name of the check in findings.</summary>
    public const string Name = "runs";

    /// <summary>Times an estimate must be exceeded to decide.</summary>
    private const double Clear = 10;

    /// <summary>How many times further a difference may grow in one update and still be growing.</summary>
    private const double Burst = 1000;

    private readonly RunReading _reading;
    private readonly RunRules _rules;
    private readonly List<RunPlace> _places = [];

    private RunsCheck(RunReading reading, RunRules rules) => (_reading, _rules) = (reading, rules);

    /// <summary>Compares.</summary>
    /// <param name="a">The first run.</param>
    /// <param name="b">The second run.</param>
    /// <param name="mapping">What the caller says of names.</param>
    /// <param name="threads">Greatest number of threads.</param>
    /// <param name="progress">Told how many updates of how many were read; null for nobody.</param>
    /// <returns>The findings, the first departure first, with their figures.</returns>
    /// <exception cref="TraceFormatException">A file is malformed, or the runs have nothing in common.</exception>
    public static Survey Run(
        RecordedRun a,
        RecordedRun b,
        RunMapping mapping,
        int threads,
        Action<int, int>? progress = null
    )
    {
        var reading = RunReading.Of(a, b, mapping, progress);
        var check = new RunsCheck(reading, RunRules.Of(reading, threads));
        check.Order();
        return new Survey(
            [
                check.FirstDeparture(),
                .. check._rules.Findings,
                .. new PairingFinding(reading, check._rules.AreReplayed).Find(),
            ],
            RunFigures.Of(reading, check._places)
        );
    }

    /// <summary>All differences in the order of dependence.</summary>
    private void Order()
    {
        for (var t = 0; t < _reading.Updates.Count; t++)
        {
            var here = _reading
                .Pairs.Select((pair, i) => (pair, i, Difference: _reading.At(t, pair)))
                .Where(entry => entry.Difference is not null)
                .OrderBy(entry => RankOf(entry.pair.A.Kind))
                .ThenBy(entry => entry.i)
                .ToList();
            // What cancels is of the size of its like; two slots of an optimizer are not alike.
            var scales = here.GroupBy(entry => (entry.pair.A.Kind, entry.pair.A.Slot))
                .ToDictionary(group => group.Key, group => group.Max(entry => entry.Difference!.Scale));
            foreach (var (pair, _, difference) in here)
            {
                var kind = pair.A.Kind;
                var isAfter =
                    kind == RecordedKind.After || (kind == RecordedKind.Parameter && (_rules.AreAfter || t > 0));
                _places.Add(
                    new RunPlace(
                        t,
                        // What stands before an update was made by the one before it.
                        kind == RecordedKind.Parameter
                        && !_rules.AreAfter
                        && t > 0
                            ? _reading.Updates[t - 1]
                            : _reading.Updates[t],
                        pair,
                        difference!,
                        Allowed(difference!, kind, t, scales[(kind, pair.A.Slot)]),
                        isAfter
                    )
                );
            }
        }
    }

    private int RankOf(RecordedKind kind) =>
        kind == RecordedKind.Parameter
            ? _rules.AreAfter
                ? (int)RecordedKind.After
                : -1
            : (int)kind;

    /// <summary>What is given may differ by its own rounding, what is computed by that of its sums.</summary>
    private double Allowed(TensorDifference difference, RecordedKind kind, int t, double scale)
    {
        return IsGiven(kind, t) ? difference.Roundoff * difference.Scale : difference.Rounding(_reading.Reach, scale);
    }

    private bool IsGiven(RecordedKind kind, int index) =>
        kind is RecordedKind.Setting or RecordedKind.Input or RecordedKind.Mask
        || (index == 0 && kind == RecordedKind.Parameter && !_rules.AreAfter);

    private Finding FirstDeparture()
    {
        var head = new FindingHead(
            FindingKey.Of(Name).With(KeyPart.Topic, "first departure"),
            FormattableString.Invariant(
                $"first departure of B from A in {_reading.Updates.Count} updates, {_reading.Pairs.Count} tensors"
            )
        )
        {
            Basis = Basis.Estimated,
        };
        if (_places.TrueForAll(place => place.Difference.IsEqual))
            return head.Complete(Status.Agrees, error: 0);
        var first = _places.FindIndex(place => !place.Difference.IsEqual);
        var at = _places.FindIndex(place => !(place.Ratio <= 1));
        var beyond = at < 0 ? null : _places[at];
        var equal = $"{EqualUntil(first)}{Formats()}";
        if (_rules.Partings is [var parting, ..] && (beyond is null || IsBefore(parting, beyond)))
            return Parted(head, parting).Noting(equal);
        if (beyond is null)
        {
            var worst = _places.MaxBy(place => place.Ratio)!;
            return Complete(head, Status.Rounding, worst, null)
                .Noting($"{equal}; from there on all differences are of rounding's size");
        }
        var finding = Beyond(head, at);
        return (finding.Status == Status.Disagrees ? finding : Later(head) ?? finding).Noting(equal);
    }

    /// <summary>A change that is proved after differences have grown: rounding that is amplified before it does not hide it.</summary>
    private Finding? Later(FindingHead head)
    {
        var given = _places.Find(place => IsGiven(place.Pair.A.Kind, place.Index) && !(place.Ratio <= 1));
        if (_rules.Partings is [var parting, ..] && (given is null || IsBefore(parting, given)))
            return Parted(head, parting).Noting("differences were there before it, as rounding makes them");
        return given is null
            ? null
            : Complete(head, Status.Disagrees, given, Given(TensorOf(given)))
                .Noting("differences were there before it, as rounding makes them");
    }

    /// <summary>How long nothing differs, in words.</summary>
    private string EqualUntil(int first) =>
        first == 0
            ? $"they differ from the first tensor on, {Where(_places[0])}"
            : $"equal to the bit up to {Where(_places[first - 1])}; the first difference is in {Where(_places[first])}, {Numbers.Text(_places[first].Difference.Relative)} of its largest element";

    /// <summary>Which formats the two have where they differ, in words.</summary>
    private string Formats()
    {
        var place = _places.Find(place =>
            place.Difference is { RoundoffOfA: > 0, RoundoffOfB: > 0 } difference
            && difference.RoundoffOfA != difference.RoundoffOfB
        );
        return place is null
            ? ""
            : $"; {place.Words} has numbers of {Digits(place.Difference.RoundoffOfA)} in A and of {Digits(place.Difference.RoundoffOfB)} in B, and the coarser rounding is allowed for";
    }

    private static string Digits(double roundoff) => FormattableString.Invariant($"{-Math.Log2(roundoff):0} bits");

    private static string Where(RunPlace place) => FormattableString.Invariant($"update {place.Update}, {place.Words}");

    /// <summary>Whether the updates part before, or with, a difference that was seen.</summary>
    private static bool IsBefore(RunParting parting, RunPlace beyond) =>
        parting.Update < beyond.Update
        || (parting.Update == beyond.Update && (beyond.IsAfter || beyond.Pair.A.Kind == RecordedKind.State));

    private Finding Parted(FindingHead head, RunParting parting)
    {
        var cause = _rules.Findings[^1].Cause!;
        var place = _places.Find(place => place.Update == parting.Update && place.IsAfter && !place.Difference.IsEqual);
        var finding = place is null
            ? head.Complete(
                Status.Disagrees,
                location: new Location { Update = parting.Update, Tensor = parting.Tensor },
                cause: cause
            )
            : Complete(
                head,
                Status.Disagrees,
                _places.Where(other => other.Index == place.Index && other.IsAfter).MaxBy(other => other.Ratio)!,
                cause
            );
        return finding with { Basis = Basis.Derived };
    }

    private Finding Beyond(FindingHead head, int at)
    {
        var place = _places[at];
        var before = _places.Take(at).ToList();
        var isFresh = before.TrueForAll(other => other.Difference.IsEqual);
        var worst = before
            .Where(other => other.Index >= place.Index - 1)
            .Select(other => other.Ratio)
            .DefaultIfEmpty(0)
            .Max();
        // Differences that were there before may have grown to this one; a pattern in them would be an accident.
        var isClear = place.Ratio > Clear && (isFresh || place.Index == 0 || place.Ratio > Burst * worst);
        var scene = SceneOf(place.Index);
        var tensor = scene.Tensors.First(tensor => tensor.Tensor == place.Pair.A);
        var cause = InitialValues(place) ?? Given(tensor) ?? (isClear ? Pattern(scene, tensor) : null);
        if (cause is not null)
            return Complete(head, Status.Disagrees, place, cause);
        var part = place.Pair.A.Kind switch
        {
            RecordedKind.Activation or RecordedKind.Loss => "forward pass",
            RecordedKind.Gradient => "backward pass",
            _ => "update",
        };
        if (!isFresh && place.Index > 0)
            return Grown(head, place, worst, part);
        return isClear && place.Ratio > Clear * worst
            ? Complete(head, Status.Disagrees, place, Cause.Hint(Words(part, isFresh)))
            : Complete(
                head,
                Status.Undecided,
                place,
                Cause.Reason(
                    $"the difference is {Numbers.Text(place.Ratio)} times what rounding is estimated to do, which an estimate does not decide; the same run in float64 would"
                )
            );
    }

    private string Words(string part, bool isFresh)
    {
        var sameness = isFresh ? "the same to the bit" : "the same to rounding";
        bool Has(RecordedKind kind) => _reading.Pairs.Any(pair => pair.A.Kind == kind);
        return Has(RecordedKind.Input)
            ? $"the {part} computes something else here: what is recorded before it is {sameness}"
            : $"the {part} computes something else here, or is given another batch: {(Has(RecordedKind.Parameter) ? $"the parameters are {sameness}, and inputs were not recorded" : "neither inputs nor parameters were recorded")}";
    }

    private static Cause? Given(SceneTensor tensor)
    {
        var (a, b) = tensor.Arrays.Value;
        return new NumberPatterns(tensor.Tensor, a, b, tensor.Allowed).Given();
    }

    private static Cause? Pattern(UpdateScene scene, SceneTensor tensor)
    {
        var (a, b) = tensor.Arrays.Value;
        return new ForwardPatterns(scene).Find(tensor)
            ?? new NumberPatterns(tensor.Tensor, a, b, tensor.Allowed).Find()
            ?? new LossPatterns(scene).Find(tensor);
    }

    /// <summary>Differences were there before and have become larger.</summary>
    private Finding Grown(FindingHead head, RunPlace place, double worst, string part)
    {
        // A difference far below what rounding does says nothing of its growth.
        worst = Math.Max(worst, 1e-3);
        if (place.Ratio > Burst * worst)
            return Complete(
                head,
                Status.Undecided,
                place,
                Cause.Reason(
                    $"the difference is {Numbers.Text(place.Ratio / worst)} times as large as any just before it: a change in the {part}, or a unit that switches in one run alone; the arrays between the last equal one and this one would decide it"
                )
            );
        var growth = RunGrowth.Of(_reading, _places);
        if (!_rules.AreReplayed)
            return Complete(
                head,
                Status.Undecided,
                place,
                Cause.Reason(
                    $"differences begin at rounding and grow ({growth.Words}), as rounding does; but the updates could not be replayed, so a small change of the update rule would look the same"
                )
            );
        return Complete(head, Status.Chaos, place, null).Noting($"rounding, amplified: {growth.Words}");
    }

    private Cause? InitialValues(RunPlace place)
    {
        if (place.Index > 0 || place.Pair.A.Kind != RecordedKind.Parameter || _rules.AreAfter)
            return null;
        var all = _places.Where(other => other.Index == 0 && other.Pair.A.Kind == RecordedKind.Parameter).ToList();
        var wrong = all.Where(other => !(other.Ratio <= 1)).Select(other => other.Pair.A.Name).ToList();
        return new Cause(
            "another-initialisation",
            wrong.Count == all.Count
                ? "all parameters begin with other values"
                : $"{string.Join(", ", wrong)} {(wrong.Count == 1 ? "begins" : "begin")} with other values in B; the other parameters are the same",
            Remedy: "copy the weights of one run into the other before the first update"
        );
    }

    /// <summary>All that was recorded of an update.</summary>
    private UpdateScene SceneOf(int index)
    {
        var update = _reading.Updates[index];
        Lazy<NpyArray> Of(RecordedRun run, RunTensor tensor) =>
            new(() =>
            {
                using var opened = run.OpenUpdate(update);
                return opened.Read(tensor);
            });
        return new UpdateScene(
            [.. _places.Where(place => place.Index == index).Select(TensorOf)],
            [.. _reading.OnlyA.Select(tensor => (tensor, Of(_reading.A, tensor)))],
            [.. _reading.OnlyB.Select(tensor => (tensor, Of(_reading.B, tensor)))]
        );
    }

    private SceneTensor TensorOf(RunPlace place) =>
        new(
            place.Pair.A,
            place.Ratio <= 1,
            Math.Max(place.Allowed, double.Epsilon),
            new(() => _reading.ReadAgain(place.Index, place.Pair))
        );

    private static Finding Complete(FindingHead head, Status status, RunPlace place, Cause? cause)
    {
        var difference = place.Difference;
        return head.Complete(
            status,
            difference.Largest,
            place.Allowed,
            difference.PlaceAt(place.Update, place.Words),
            cause
        );
    }
}
