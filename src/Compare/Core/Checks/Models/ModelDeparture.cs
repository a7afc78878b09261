using Compare.Faults.Runs;
using Compare.Problems.Parties;
using Compare.Problems.Recorded;
using Compare.Problems.Recorded.Runs;
using Compare.Results;

namespace Compare.Checks.Models;

/// <summary>The first tensor at which a twin leaves its module, and why.</summary>
internal sealed class ModelDeparture
{
    private readonly IModelParty _a;
    private readonly IModelParty _b;
    private readonly ModelComparison _comparison;
    private readonly ModelPlace _at;

    private ModelDeparture(IModelParty a, IModelParty b, ModelComparison comparison, ModelPlace at) =>
        (_a, _b, _comparison, _at) = (a, b, comparison, at);

    /// <summary>Completes the finding.</summary>
    /// <param name="a">The module.</param>
    /// <param name="b">Its twin.</param>
    /// <param name="comparison">The pass in which they part.</param>
    /// <param name="decisive">What proves it.</param>
    /// <param name="update">The number of the update.</param>
    /// <param name="scene">The given arrays, and the parameters that one of the two has alone.</param>
    /// <returns>The finding.</returns>
    public static Finding Of(
        IModelParty a,
        IModelParty b,
        ModelComparison comparison,
        ModelPlace decisive,
        long update,
        UpdateScene scene
    )
    {
        // Where it begins: the first that is beyond rounding, in the same direction of the pass.
        var direction =
            comparison.Forward.Contains(decisive) ? comparison.Forward
            : comparison.Backward.Contains(decisive) ? comparison.Backward
            : comparison.Buffers;
        var at = direction.First(place => !(place.Ratio <= 1));
        var departure = new ModelDeparture(a, b, comparison, at);
        var head = new FindingHead(
            FindingKey.Of(ModelCheck.Name).With(KeyPart.Topic, "first departure"),
            $"first departure of {b.Name} (B) from {a.Name} (A), in the order of the pass"
        )
        {
            Basis = Basis.Estimated,
        };
        return head.Complete(
                Status.Disagrees,
                at.Difference.Largest,
                at.Allowed,
                at.Difference.PlaceAt(update, at.Tensor.Words),
                departure.Cause(scene)
            )
            .Noting(
                at == decisive
                    ? null
                    : $"proved by {decisive.Tensor.Words}, which differs {Numbers.Text(decisive.Ratio)} times as much as rounding may"
            );
    }

    private Cause Cause(UpdateScene given)
    {
        var scene = given with { Tensors = [.. given.Tensors, .. _comparison.All.Select(SceneOf)] };
        var tensor = scene.Tensors.First(tensor => tensor.Tensor == _at.Tensor);
        var patterns = new NumberPatterns(_at.Tensor, _at.A, _at.B, tensor.Allowed);
        return patterns.Given()
            ?? Settings()
            ?? new ForwardPatterns(scene).Find(tensor)
            ?? patterns.Find()
            ?? new LossPatterns(scene).Find(tensor)
            ?? Types()
            ?? Results.Cause.Hint(Words());
    }

    private static SceneTensor SceneOf(ModelPlace place) =>
        new(
            place.Tensor,
            place.Ratio <= 1,
            Math.Max(place.Allowed, double.Epsilon),
            new Lazy<(NpyArray, NpyArray)>((place.A, place.B))
        );

    /// <summary>What the two say otherwise of the layer at which they part.</summary>
    private Cause? Settings()
    {
        if (_at.Layer is not { } layer || _at.Tensor.Name.EndsWith(".input", StringComparison.Ordinal))
            return null;
        var (ofA, ofB) = (_a.SettingsOf(layer), _b.SettingsOf(layer));
        // Layers of two types have no settings in common.
        if (ofA.GetValueOrDefault("type") != ofB.GetValueOrDefault("type"))
            return null;
        List<string> others =
        [
            .. ofA.Where(setting =>
                    setting.Key is not ("type" or "inplace")
                    && ofB.TryGetValue(setting.Key, out var other)
                    && other != setting.Value
                )
                .Select(setting => $"{setting.Key} is {setting.Value} in A and {ofB[setting.Key]} in B"),
        ];
        return others.Count == 0
            ? null
            : new Cause(
                "another-setting",
                $"{layer} is set otherwise: {string.Join("; ", others)}",
                Remedy: "set it alike in both"
            );
    }

    private Cause? Types()
    {
        if (
            _at.Layer is not { } layer
            || _at.Tensor.Kind != RecordedKind.Activation
            || _at.Tensor.Name.EndsWith(".input", StringComparison.Ordinal)
        )
            return null;
        var (ofA, ofB) = (
            _a.SettingsOf(layer).GetValueOrDefault("type"),
            _b.SettingsOf(layer).GetValueOrDefault("type")
        );
        return ofA is null || ofB is null || ofA == ofB
            ? null
            : new Cause(
                "another-layer",
                $"{layer} is {ofA} in A and {ofB} in B, and the two give other numbers for the same input",
                Remedy: "take one of the two in both"
            );
    }

    private string Words()
    {
        switch (_at.Tensor.Kind)
        {
            case RecordedKind.Loss:
                return "all layers give the same, and the loss is another function of what they give";
            case RecordedKind.State:
                return "the pass is the same, and what is remembered of it is not";
            case RecordedKind.Gradient:
                var right = _comparison
                    .Backward.TakeWhile(place => place != _at)
                    .LastOrDefault(place => place.Layer is not null && place.Layer != _at.Layer);
                var behind = right is null
                    ? "nothing behind it was compared"
                    : $"the last gradient before it that is right is {right.Tensor.Words.Replace("gradient of ", "that of ", StringComparison.Ordinal)}";
                return _at.Decides
                    ? $"the forward pass is the same, and the backward pass of {_at.Layer ?? _at.Tensor.Name} is not; {behind}"
                    : $"the forward pass is the same, and the backward pass of what comes after {_at.Layer} is not; {behind}";
            default:
                if (_at.Tensor.Name.EndsWith(".input", StringComparison.Ordinal))
                    return $"{_at.Layer} is given something else: all that was called before it gives the same, so what is done between the layers is otherwise";
                var isBlock = _comparison.Forward.Any(place =>
                    place.Layer?.StartsWith($"{_at.Layer}.", StringComparison.Ordinal) == true
                );
                return isBlock
                        ? $"the layers in {_at.Layer} give the same, and {_at.Layer} itself does something else with it"
                    : _at.Decides
                        ? "all layers before it give the same, and the module does something else with what they give"
                    : $"{_at.Layer} gives something else, and all that was called before it gives the same";
        }
    }
}
