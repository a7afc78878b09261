using Compare.Checks.Updates;
using Compare.Faults.Runs;
using Compare.Faults.Updates;
using Compare.Problems;
using Compare.Problems.Data;
using Compare.Problems.Parties;
using Compare.Problems.Recorded;
using Compare.Problems.Recorded.Runs;
using Compare.Reference.Optimizers;
using Compare.Results;

namespace Compare.Checks.Models;

/// <summary>Holds a model's twin against it: passes from the same weights, updates from the same gradients, and free training.</summary>
/// <remarks>
/// At every update the twin computes from the module's weights, and both optimizers are given the module's gradient, so each update is
/// decided by itself. The check stops at the first departure. What differs by less than ten times the estimate of rounding is undecided.
/// </remarks>
internal sealed class ModelCheck
{
    /// <summary>The name of the check in findings.</summary>
    public const string Name = "own model";

    private const string GradientBy = "the gradient by ";
    private const string GradientsTopic = "gradients";

    /// <summary>Times an estimate must be exceeded to decide.</summary>
    private const double Clear = 10;

    private const int Disturbances = 4;

    private const int Repetitions = 8;

    /// <summary>A relative difference that is no rounding.</summary>
    private const double Plain = 1e-4;

    private readonly ModelPair _pair;
    private readonly int _updates;
    private readonly Optimizer? _rule;
    private readonly UpdateSample _ofA;
    private readonly UpdateSample _ofB;
    private readonly HeldTensor _outputs = new("outputs and loss of A and B", "outputs");
    private readonly Dictionary<string, HeldTensor> _gradients = [];
    private readonly HeldTensor _remembered = new("what A and B remember of the pass (buffers)", "buffers");
    private long _switched;

    private ModelCheck(ModelPair pair, int updates, Optimizer? rule)
    {
        (_pair, _updates, _rule) = (pair, updates, rule);
        _ofA = new UpdateSample(pair.Parameters, pair.Mapping.IsMapped, updates);
        _ofB = new UpdateSample(pair.Parameters, pair.Mapping.IsMapped, updates);
    }

    private IModelParty A => _pair.A;

    private IModelParty B => _pair.B;

    /// <summary>Checks.</summary>
    /// <param name="a">The model.</param>
    /// <param name="b">Its twin; its weights are overwritten.</param>
    /// <param name="batches">How many batches there are; they are gone through in turn.</param>
    /// <param name="updates">How many updates are made.</param>
    /// <param name="rule">The update rule of both; null for one that is to be found.</param>
    /// <returns>The findings; after a departure those of what came before it.</returns>
    public static CheckResult Run(IModelParty a, IModelParty b, int batches, int updates, Optimizer? rule)
    {
        var pair = new ModelPair(a, b, batches);
        var check = new ModelCheck(pair, updates, rule);
        var findings = check.Findings();
        findings[0] = findings[0].Noting(pair.Mapping.Words).Noting(check.Unmapped());
        return new CheckResult($"{b.Name} against {a.Name}", findings)
        {
            // Passes that are not decided are not made up for by updates that are.
            IsIncomplete = findings.Exists(finding =>
                finding.Status == Status.Undecided && finding.Key[KeyPart.Topic] is null or GradientsTopic
            ),
        };
    }

    private List<Finding> Findings()
    {
        if (Misshapen() is { } misshapen)
            return [misshapen];
        if (Random() is { } obstacle)
            return [obstacle];
        var mapping = _pair.Mapping;
        var own = mapping.ToB(ModelPair.Values(_pair.Parameters), ModelPair.Values(B.CopyParameters()));
        _ofA.AddParameters(ModelPair.Values(_pair.Parameters));
        _ofB.AddParameters(mapping.ToA(own)!);
        for (var t = 0; t < _updates; t++)
        {
            ModelStep step;
            try
            {
                step = _pair.Step(t, own);
            }
            catch (TwinException exception)
            {
                return [Thrown(exception.InnerException!, t + 1), .. t > 0 ? Held(t) : []];
            }
            if (Departure(step) is { } departure)
                return [departure.Noting(Before(t)), .. t > 0 ? Held(t) : []];
            Keep(step.Comparison, t + 1);
            var gradients = step.A.Gradients.Select(gradient => gradient?.Values).ToList();
            _ofA.AddGradients(gradients);
            A.Update(gradients);
            _ofA.AddParameters(ModelPair.Values(A.CopyParameters()));
            if (!B.HasUpdate)
                continue;
            B.LoadParameters(own);
            B.Update(mapping.GradientsToB(gradients));
            own = ModelPair.Values(B.CopyParameters());
            _ofB.AddGradients(gradients);
            _ofB.AddParameters(mapping.ToA(own)!);
        }
        List<Finding> findings = [.. Held(_updates), .. Updates()];
        if (B.HasUpdate && findings.TrueForAll(finding => finding.Status != Status.Disagrees))
            findings.Add(new FreeModelRun(_pair, _updates).Find());
        return findings;
    }

    private Finding Thrown(Exception exception, long update) =>
        new FindingHead(FindingKey.Of(Name).With(KeyPart.Topic, "first departure"), $"a pass of {B.Name}").Disagrees(
            new Cause(
                "exception",
                FormattableString.Invariant(
                    $"{B.Name} threw {exception.GetType().Name} at update {update}: {exception.Message.Split('\n')[0].TrimEnd()}"
                )
            )
        );

    /// <summary>The first departure of an update; null for none that is clear.</summary>
    private Finding? Departure(ModelStep step)
    {
        var comparison = step.Comparison;
        if (comparison.All.Any(place => place.Decides && !(place.Ratio <= 1)))
        {
            if (Unrepeatable(step) is { } unrepeatable)
                return unrepeatable;
            var random = new RandomSource(1);
            comparison.Widen(
                _pair.Parameters,
                step.A,
                [
                    .. Enumerable
                        .Range(0, Disturbances)
                        .Select(_ =>
                            _pair.AgainA(
                                step.At,
                                [
                                    .. step.At.Weights.Select(values =>
                                        Array.ConvertAll(values, x => Disturbing(x, random, _pair.Format))
                                    ),
                                ]
                            )
                        ),
                ]
            );
        }
        bool IsClear(ModelPlace place) => place.Decides && !(place.Ratio <= Clear);
        var decisive =
            comparison.Forward.FirstOrDefault(IsClear)
            ?? (comparison.HasSwitch ? null : comparison.Backward.FirstOrDefault(IsClear))
            ?? comparison.Buffers.FirstOrDefault(IsClear);
        if (decisive is null)
            return null;
        var finding = ModelDeparture.Of(A, B, comparison, decisive, step.At.Index + 1, Given(step));
        var trials = new ModelTrials(_pair, step);
        if (comparison.Backward.Contains(decisive))
            return finding.Noting(trials.Sides(decisive.Tensor.Name));
        return
            comparison.Forward.Contains(decisive) && finding.Cause is { IsNamed: false } && trials.Find() is { } cause
            ? finding with
            {
                Cause = cause,
            }
            : finding;
    }

    /// <summary>What one of the two gives otherwise each time that it is called: nothing can be held against that.</summary>
    private Finding? Unrepeatable(ModelStep step)
    {
        // What is random in a forward pass is another at once; memory that nobody has written may be the same a few times.
        var isForward = step.Comparison.Forward.Any(place => place.Decides && !(place.Ratio <= 1));
        for (var i = 0; i < (isForward ? 1 : Repetitions); i++)
        {
            if (Differing(step.A, _pair.AgainA(step.At, step.At.Weights)) is { } inA)
                return Obstacle(Unsteady(inA, A));
            if (Differing(step.B, _pair.AgainB(step.At, step.At.WeightsOfB)) is { } inB)
                return Obstacle(Unsteady(inB, B));
        }
        return null;
    }

    /// <summary>A number with its last bit changed.</summary>
    internal static double Disturbing(double x, RandomSource random, Precision format) =>
        (format == Precision.Float32, random.NextBool()) switch
        {
            (true, true) => MathF.BitIncrement((float)x),
            (true, false) => MathF.BitDecrement((float)x),
            (false, true) => Math.BitIncrement(x),
            _ => Math.BitDecrement(x),
        };

    private static string Unsteady(string differing, IModelParty party) =>
        $"{differing} of {party.Name} is another each time that it is computed from the same weights, batch and seed: "
        + (
            differing.StartsWith(GradientBy, StringComparison.Ordinal)
                ? "libtorch takes it from memory that nobody has written, as some versions do in float32 for a convolution whose channels are no multiple of 16, or a backward pass draws random numbers; in float64 it may hold still"
                : "it changes by being called, or draws from elsewhere than libtorch's generator; compare without that"
        );

    private static Finding Obstacle(string reason) =>
        new FindingHead(
            FindingKey.Of(Name).With(KeyPart.Topic, "randomness"),
            "whether A and B give the same numbers again"
        ).Complete(Status.Undecided, cause: Cause.Reason(reason));

    /// <summary>What both are given at an update.</summary>
    private UpdateScene Given(ModelStep step)
    {
        SceneTensor Same(RecordedKind kind, NpyArray array) =>
            new(
                new RunTensor(kind, array.Name),
                IsSame: true,
                double.Epsilon,
                new Lazy<(NpyArray, NpyArray)>((array, array))
            );
        (RunTensor, Lazy<NpyArray>) Alone(NpyArray array) =>
            (new RunTensor(RecordedKind.Parameter, array.Name), new Lazy<NpyArray>(array));
        return new UpdateScene(
            [
                .. step.A.Input is { } input ? [Same(RecordedKind.Input, input)] : Array.Empty<SceneTensor>(),
                .. _pair
                    .Parameters.Select((parameter, p) => (parameter, p))
                    .Where(pair => _pair.Mapping.IsMapped(pair.p))
                    .Select(pair =>
                        Same(RecordedKind.Parameter, pair.parameter with { Values = step.At.Weights[pair.p] })
                    ),
            ],
            [.. _pair.Mapping.OnlyA.Select(Alone)],
            [.. _pair.Mapping.OnlyB.Select(Alone)]
        );
    }

    private void Keep(ModelComparison comparison, long update)
    {
        foreach (var place in comparison.Forward.Where(place => place.Decides))
            _outputs.Add(place, update);
        if (comparison.HasSwitch && comparison.Backward.Any(place => place.Decides && !(place.Ratio <= 1)))
            _switched++;
        else
            foreach (var place in comparison.Backward.Where(place => place.Decides))
            {
                if (!_gradients.TryGetValue(place.Tensor.Name, out var held))
                    _gradients[place.Tensor.Name] = held = new HeldTensor(
                        $"gradient by {place.Tensor.Name} of A and B",
                        place.Tensor.Name
                    );
                held.Add(place, update);
            }
        foreach (var place in comparison.Buffers)
            _remembered.Add(place, update);
    }

    private IEnumerable<Finding> Held(int updates)
    {
        yield return _outputs.Complete(updates);
        var switched =
            _switched == 0
                ? null
                : FormattableString.Invariant(
                    $"{_switched} of {updates} updates are left out: a unit switches in A or B alone there, by rounding, and moves the gradient by a step"
                );
        foreach (var held in _gradients.Values)
            yield return held.Complete(updates - _switched).Noting(switched);
        if (_gradients.Count == 0)
            yield return new FindingHead(
                FindingKey.Of(Name).With(KeyPart.Topic, GradientsTopic),
                "gradients of A and B"
            ).Complete(Status.Undecided, cause: Cause.Reason(switched ?? "no parameter that both have has a gradient"));
        if (A.CopyBuffers().Count > 0)
            yield return _remembered.Complete(updates);
    }

    private static string? Before(int updates) =>
        updates == 0
            ? null
            : FormattableString.Invariant(
                $"the {(updates == 1 ? "update" : $"{updates} updates")} before it are the same"
            );

    private IEnumerable<Finding> Updates()
    {
        if (_ofA.IsEmpty)
            yield break;
        var a = _ofA.Trace(_pair.Format);
        var rule = _rule;
        if (rule is null)
        {
            rule = RuleSearch.Identify(a, threads: Environment.ProcessorCount)?.Rule;
            if (rule is null)
            {
                yield return Head("A", A.Name)
                    .Complete(
                        Status.Undecided,
                        cause: Cause.Reason("no known rule makes these updates; name it with `rule`")
                    );
                yield break;
            }
        }
        yield return RuleCheck.Of(rule, Head("A", $"{A.Name}, {rule.Words}"), a, "A", _ofA.PlaceOf);
        if (B.HasUpdate)
            yield return RuleCheck.Of(
                rule,
                Head("B", $"{B.Name}, {rule.Words}, from the gradients of A"),
                _ofB.Trace(_pair.Format),
                "B",
                _ofB.PlaceOf
            );
    }

    private static FindingHead Head(string party, string words) =>
        new(FindingKey.Of(Name).With(KeyPart.Topic, "updates").With(KeyPart.Party, party), $"updates of {words}");

    private Finding? Misshapen()
    {
        foreach (var parameter in _pair.Mapping.OnlyA)
            if (_pair.Mapping.OnlyB.FirstOrDefault(other => other.Name == parameter.Name) is { } namesake)
                return new FindingHead(
                    FindingKey.Of(Name).With(KeyPart.Topic, "weights"),
                    "weights of A and B"
                ).Disagrees(
                    Cause.Shape(
                        $"{parameter.Name} is {parameter.ShapeWords} in {A.Name} and {namesake.ShapeWords} in {B.Name}"
                    )
                );
        return null;
    }

    private string? Unmapped()
    {
        List<string> words =
        [
            .. _pair.Mapping.OnlyA.Select(array => $"{array.Name} of {A.Name} has no counterpart"),
            .. _pair.Mapping.OnlyB.Select(array => $"{array.Name} of {B.Name} has no counterpart"),
        ];
        return words.Count == 0 ? null : string.Join("; ", words);
    }

    /// <summary>What stands in the way where the module draws random numbers.</summary>
    private Finding? Random()
    {
        ModelPass With(long seed)
        {
            A.LoadBuffers(_pair.Buffers);
            return A.Evaluate(0, seed);
        }
        var (first, again, other) = (With(1), With(1), With(2));
        A.LoadBuffers(_pair.Buffers);
        if (Differing(first, again) is { } uncontrolled)
            return Obstacle(Unsteady(uncontrolled, A));
        return Differing(first, other) is { } random && !B.SharesRandomness
            ? Obstacle(
                $"{random} draws random numbers, which {B.Name} cannot know: compare in evaluation mode, or with a probability of 0"
            )
            : null;
    }

    /// <summary>The first layer, the loss or the gradient in which two passes of the module differ.</summary>
    private static string? Differing(ModelPass one, ModelPass other)
    {
        foreach (var (a, b) in one.Layers.Zip(other.Layers))
            if (AreApart(a.Output, b.Output))
                return a.Output.Name;
        if (AreApart(one.Loss, other.Loss))
            return "the loss";
        // A gradient that is zero but for rounding is another each time.
        var scale = one.Gradients.Max(gradient => gradient?.Values.Select(Math.Abs).DefaultIfEmpty(0).Max() ?? 0);
        foreach (var (a, b) in one.Gradients.Zip(other.Gradients))
            if (
                a is not null
                && b is not null
                && Runs.TensorDifference.Of(a, b, isTransposed: false) is { } difference
                && !(difference.Largest <= Plain * scale)
            )
                return $"{GradientBy}{a.Name}";
        return null;
    }

    private static bool AreApart(NpyArray a, NpyArray b) =>
        Runs.TensorDifference.Of(a, b, isTransposed: false) is { Relative: > Plain } or { IsMisshapen: true };
}
