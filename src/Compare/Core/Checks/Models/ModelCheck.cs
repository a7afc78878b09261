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

    /// <summary>Times an estimate must be exceeded to decide.</summary>
    private const double Clear = 10;

    private const int Disturbances = 4;

    private const int Repetitions = 3;

    /// <summary>A relative difference that is no rounding.</summary>
    private const double Plain = 1e-4;

    private readonly IModelParty _a;
    private readonly IModelParty _b;
    private readonly int _batches;
    private readonly int _updates;
    private readonly Optimizer? _rule;
    private readonly IReadOnlyList<NpyArray> _parameters;
    private readonly IReadOnlyList<double[]> _buffers;
    private readonly ParameterMapping _mapping;
    private readonly UpdateSample _ofA;
    private readonly UpdateSample _ofB;
    private readonly HeldTensor _outputs = new("outputs and loss of A and B", "outputs");
    private readonly Dictionary<string, HeldTensor> _gradients = [];
    private readonly HeldTensor _remembered = new("what A and B remember of the pass (buffers)", "buffers");
    private long _switched;

    private ModelCheck(IModelParty a, IModelParty b, int batches, int updates, Optimizer? rule)
    {
        (_a, _b, _batches, _updates, _rule) = (a, b, batches, updates, rule);
        _parameters = a.CopyParameters();
        _buffers = [.. a.CopyBuffers().Select(buffer => buffer.Values)];
        _mapping = ParameterMapping.Of(_parameters, b.CopyParameters());
        _ofA = new UpdateSample(_parameters, _mapping.IsMapped, updates);
        _ofB = new UpdateSample(_parameters, _mapping.IsMapped, updates);
    }

    private Precision Format => _parameters[0].Precision ?? Precision.Float32;

    /// <summary>Checks.</summary>
    /// <param name="a">The model.</param>
    /// <param name="b">Its twin; its weights are overwritten.</param>
    /// <param name="batches">How many batches there are; they are gone through in turn.</param>
    /// <param name="updates">How many updates are made.</param>
    /// <param name="rule">The update rule of both; null for one that is to be found.</param>
    /// <returns>The findings; after a departure those of what came before it.</returns>
    public static CheckResult Run(IModelParty a, IModelParty b, int batches, int updates, Optimizer? rule)
    {
        var check = new ModelCheck(a, b, batches, updates, rule);
        var findings = check.Findings();
        findings[0] = findings[0].Noting(check._mapping.Words).Noting(check.Unmapped());
        return new CheckResult($"{b.Name} against {a.Name}", findings);
    }

    private List<Finding> Findings()
    {
        if (Misshapen() is { } misshapen)
            return [misshapen];
        if (Random() is { } obstacle)
            return [obstacle];
        var start = Values(_a.CopyParameters());
        var own = _mapping.ToB(start, Values(_b.CopyParameters()));
        _ofA.AddParameters(start);
        _ofB.AddParameters(_mapping.ToA(own)!);
        for (var t = 0; t < _updates; t++)
        {
            var weights = Values(_a.CopyParameters());
            var before = Values(_a.CopyBuffers());
            ModelComparison comparison;
            ModelPass a;
            try
            {
                (comparison, a) = Pass(t, weights, own, before);
            }
            catch (TwinException exception)
            {
                return [Thrown(exception.InnerException!, t + 1), .. t > 0 ? Held(t) : []];
            }
            if (Departure(comparison, weights, before, a, t) is { } departure)
                return [departure.Noting(Before(t)), .. t > 0 ? Held(t) : []];
            Keep(comparison, t + 1);
            var gradients = a.Gradients.Select(gradient => gradient?.Values).ToList();
            _ofA.AddGradients(gradients);
            _a.Update(gradients);
            _ofA.AddParameters(Values(_a.CopyParameters()));
            if (!_b.HasUpdate)
                continue;
            _b.LoadParameters(own);
            _b.Update(_mapping.GradientsToB(gradients));
            own = Values(_b.CopyParameters());
            _ofB.AddGradients(gradients);
            _ofB.AddParameters(_mapping.ToA(own)!);
        }
        List<Finding> findings = [.. Held(_updates), .. Updates()];
        if (_b.HasUpdate && findings.TrueForAll(finding => finding.Status != Status.Disagrees))
            findings.Add(new FreeModelRun(_a, _b, _mapping, _batches, _updates).Find(_parameters, _buffers));
        return findings;
    }

    private (ModelComparison Comparison, ModelPass A) Pass(
        int t,
        double[][] weights,
        double[][] own,
        double[][] before
    )
    {
        _b.LoadParameters(_mapping.ToB(weights, own));
        if (_b.CopyBuffers().Count == before.Length)
            _b.LoadBuffers(before);
        var a = _a.Evaluate(t % _batches, t + 1);
        try
        {
            return (ModelComparison.Of(_parameters, _mapping, a, _b.Evaluate(t % _batches, t + 1)), a);
        }
        catch (Exception exception) when (exception is not (ArgumentException or OutOfMemoryException))
        {
            throw new TwinException(exception);
        }
    }

    private Finding Thrown(Exception exception, long update) =>
        new FindingHead(FindingKey.Of(Name).With(KeyPart.Topic, "first departure"), $"a pass of {_b.Name}").Disagrees(
            new Cause(
                "exception",
                FormattableString.Invariant(
                    $"{_b.Name} threw {exception.GetType().Name} at update {update}: {exception.Message.Split('\n')[0].TrimEnd()}"
                )
            )
        );

    private sealed class TwinException(Exception inner) : Exception(inner.Message, inner);

    /// <summary>The first departure of an update; null for none that is clear.</summary>
    private Finding? Departure(ModelComparison comparison, double[][] weights, double[][] before, ModelPass a, int t)
    {
        if (comparison.All.Any(place => place.Decides && !(place.Ratio <= 1)))
        {
            if (Unrepeatable(weights, before, a, t) is { } unrepeatable)
                return unrepeatable;
            comparison.Widen(_parameters, a, Disturbed(weights, before, t));
        }
        bool IsClear(ModelPlace place) => place.Decides && !(place.Ratio <= Clear);
        var decisive =
            comparison.Forward.FirstOrDefault(IsClear)
            ?? (comparison.HasSwitch ? null : comparison.Backward.FirstOrDefault(IsClear))
            ?? comparison.Buffers.FirstOrDefault(IsClear);
        return decisive is null
            ? null
            : ModelDeparture.Of(_a, _b, comparison, decisive, t + 1, Given(weights, a));
    }

    private List<ModelPass> Disturbed(double[][] weights, double[][] before, int t)
    {
        var random = new RandomSource(1);
        return
        [
            .. Enumerable
                .Range(0, Disturbances)
                .Select(_ => Again(weights, before, t, x => Disturbing(x, random, Format))),
        ];
    }

    /// <summary>The module's pass once more, from other weights; its own are put back.</summary>
    private ModelPass Again(double[][] weights, double[][] before, int t, Func<double, double> moved)
    {
        var after = Values(_a.CopyBuffers());
        _a.LoadParameters([.. weights.Select(values => Array.ConvertAll(values, x => moved(x)))]);
        _a.LoadBuffers(before);
        var pass = _a.Evaluate(t % _batches, t + 1);
        _a.LoadParameters(weights);
        _a.LoadBuffers(after);
        return pass;
    }

    /// <summary>What the module gives otherwise each time that it is called: nothing can be held against that.</summary>
    private Finding? Unrepeatable(double[][] weights, double[][] before, ModelPass a, int t)
    {
        for (var i = 0; i < Repetitions; i++)
            if (Differing(a, Again(weights, before, t, x => x)) is { } differing)
                return Obstacle(
                    $"{differing} of {_a.Name} is another each time that it is computed from the same weights, batch and seed: it changes by being called, draws from elsewhere, or libtorch computes it from memory that nobody has written"
                );
        return null;
    }

    private Finding Obstacle(string reason) =>
        new FindingHead(
            FindingKey.Of(Name).With(KeyPart.Topic, "randomness"),
            $"whether {_a.Name} gives the same numbers again"
        ).Complete(Status.Undecided, cause: Cause.Reason(reason));

    /// <summary>A number with its last bit changed.</summary>
    internal static double Disturbing(double x, RandomSource random, Precision format) =>
        (format == Precision.Float32, random.NextBool()) switch
        {
            (true, true) => MathF.BitIncrement((float)x),
            (true, false) => MathF.BitDecrement((float)x),
            (false, true) => Math.BitIncrement(x),
            _ => Math.BitDecrement(x),
        };

    /// <summary>What both are given at an update.</summary>
    private UpdateScene Given(double[][] weights, ModelPass a)
    {
        SceneTensor Same(RecordedKind kind, NpyArray array) =>
            new(new RunTensor(kind, array.Name), IsSame: true, double.Epsilon, new Lazy<(NpyArray, NpyArray)>((array, array)));
        (RunTensor, Lazy<NpyArray>) Alone(NpyArray array) =>
            (new RunTensor(RecordedKind.Parameter, array.Name), new Lazy<NpyArray>(array));
        return new UpdateScene(
            [
                .. a.Input is { } input ? [Same(RecordedKind.Input, input)] : Array.Empty<SceneTensor>(),
                .. _parameters
                    .Select((parameter, p) => (parameter, p))
                    .Where(pair => _mapping.IsMapped(pair.p))
                    .Select(pair => Same(RecordedKind.Parameter, pair.parameter with { Values = weights[pair.p] })),
            ],
            [.. _mapping.OnlyA.Select(Alone)],
            [.. _mapping.OnlyB.Select(Alone)]
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
                FindingKey.Of(Name).With(KeyPart.Topic, "gradients"),
                "gradients of A and B"
            ).Complete(
                Status.Undecided,
                cause: Cause.Reason(switched ?? "no parameter that both have has a gradient")
            );
        if (_a.CopyBuffers().Count > 0)
            yield return _remembered.Complete(updates);
    }

    private static string? Before(int updates) =>
        updates == 0
            ? null
            : FormattableString.Invariant($"the {(updates == 1 ? "update" : $"{updates} updates")} before it are the same");

    private IEnumerable<Finding> Updates()
    {
        var a = _ofA.Trace(Format);
        var rule = _rule;
        if (rule is null)
        {
            rule = RuleSearch.Identify(a, threads: Environment.ProcessorCount)?.Rule;
            if (rule is null)
            {
                yield return Head("A", _a.Name)
                    .Complete(Status.Undecided, cause: Cause.Reason("no known rule makes these updates; name it with `rule`"));
                yield break;
            }
        }
        yield return RuleCheck.Of(rule, Head("A", $"{_a.Name}, {rule.Words}"), a, "A", _ofA.PlaceOf);
        if (_b.HasUpdate)
            yield return RuleCheck.Of(
                rule,
                Head("B", $"{_b.Name}, {rule.Words}, from the gradients of A"),
                _ofB.Trace(Format),
                "B",
                _ofB.PlaceOf
            );
    }

    private static FindingHead Head(string party, string words) =>
        new(
            FindingKey.Of(Name).With(KeyPart.Topic, "updates").With(KeyPart.Party, party),
            $"updates of {words}"
        );

    private Finding? Misshapen()
    {
        foreach (var parameter in _mapping.OnlyA)
            if (_mapping.OnlyB.FirstOrDefault(other => other.Name == parameter.Name) is { } namesake)
                return new FindingHead(FindingKey.Of(Name).With(KeyPart.Topic, "weights"), "weights of A and B").Disagrees(
                    Cause.Shape(
                        $"{parameter.Name} is {parameter.ShapeWords} in {_a.Name} and {namesake.ShapeWords} in {_b.Name}"
                    )
                );
        return null;
    }

    private string? Unmapped()
    {
        List<string> words =
        [
            .. _mapping.OnlyA.Select(array => $"{array.Name} of {_a.Name} has no counterpart"),
            .. _mapping.OnlyB.Select(array => $"{array.Name} of {_b.Name} has no counterpart"),
        ];
        return words.Count == 0 ? null : string.Join("; ", words);
    }

    /// <summary>What stands in the way where the module draws random numbers.</summary>
    private Finding? Random()
    {
        ModelPass With(long seed)
        {
            _a.LoadBuffers(_buffers);
            return _a.Evaluate(0, seed);
        }
        var (first, again, other) = (With(1), With(1), With(2));
        _a.LoadBuffers(_buffers);
        if (Differing(first, again) is { } uncontrolled)
            return Obstacle(
                $"{uncontrolled} of {_a.Name} is another each time that it is computed from the same weights, batch and seed: it changes by being called, or draws from elsewhere; compare without it"
            );
        return Differing(first, other) is { } random && !_b.SharesRandomness
            ? Obstacle(
                $"{random} draws random numbers, which {_b.Name} cannot know: compare in evaluation mode, or with a probability of 0"
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
                return $"the gradient by {a.Name}";
        return null;
    }

    private static bool AreApart(NpyArray a, NpyArray b) =>
        Runs.TensorDifference.Of(a, b, isTransposed: false) is { Relative: > Plain } or { IsMisshapen: true };

    private static double[][] Values(IReadOnlyList<NpyArray> arrays) => [.. arrays.Select(array => array.Values)];
}
