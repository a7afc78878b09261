using Compare.Problems.Parties;
using Compare.Problems.Recorded;
using Compare.Problems.Recorded.Runs;

namespace Compare.Checks.Models;

/// <summary>One pass of two models with the same weights: all tensors of both, in the order in which a pass makes them.</summary>
/// <remarks>
/// What rounding may do is estimated: 4 u sqrt(N) of the largest element, N the longest sum that shapes allow, and 4 u of the largest
/// element of all tensors of the kind, for what cancels; and, where that is exceeded, 16 times what a disturbance of the weights in their
/// last bit does.
/// </remarks>
internal sealed class ModelComparison
{
    private const double Safety = 16;

    private ModelComparison(
        IReadOnlyList<ModelPlace> forward,
        IReadOnlyList<ModelPlace> backward,
        IReadOnlyList<ModelPlace> buffers
    )
    {
        (Forward, Backward, Buffers) = (forward, backward, buffers);
        var reach = All.Max(place => place.Difference.Reach);
        foreach (var kind in All.GroupBy(place => place.Tensor.Kind))
        {
            var scale = kind.Max(place => place.Difference.Scale);
            foreach (var place in kind)
                place.Allowed = place.Difference.Rounding(reach, scale);
        }
    }

    /// <summary>What the layers gave, in the order of the calls, and the loss.</summary>
    public IReadOnlyList<ModelPlace> Forward { get; }

    /// <summary>Gradients, from the last layer to the first.</summary>
    public IReadOnlyList<ModelPlace> Backward { get; }

    /// <summary>What is remembered, such as running means.</summary>
    public IReadOnlyList<ModelPlace> Buffers { get; }

    /// <summary>All of them.</summary>
    public IEnumerable<ModelPlace> All => Forward.Concat(Backward).Concat(Buffers);

    /// <summary>Whether a unit switches in one of the two alone: an element is zero, or has another sign, in one of them.</summary>
    public bool HasSwitch =>
        Forward.Any(place =>
            place.Tensor.Kind == RecordedKind.Activation
            && place.Ratio <= 1
            && place.A.Values.Zip(place.B.Values).Any(pair => SideOf(pair.First) != SideOf(pair.Second))
        );

    /// <summary>The layer of what it is given, and of what it gives.</summary>
    private static string LayerOf(string name) =>
        name.EndsWith(".input", StringComparison.Ordinal) ? name[..^".input".Length] : name;

    private static int SideOf(double x) =>
        x > 0 ? 1
        : x < 0 ? -1
        : 0;

    /// <summary>Pairs what two passes gave.</summary>
    /// <param name="parameters">The module's parameters.</param>
    /// <param name="mapping">Which of the twin's belong to them.</param>
    /// <param name="a">The module's pass.</param>
    /// <param name="b">The twin's pass.</param>
    /// <returns>The tensors of both.</returns>
    public static ModelComparison Of(
        IReadOnlyList<NpyArray> parameters,
        ParameterMapping mapping,
        ModelPass a,
        ModelPass b
    )
    {
        var counterparts = LayerPairing.Of(a.Layers, b.Layers);
        List<ModelPlace> forward = [],
            backward = [];
        for (var i = 0; i < a.Layers.Count; i++)
            if (counterparts[i] is { } other)
                forward.Add(
                    new ModelPlace(
                        new RunTensor(RecordedKind.Activation, a.Layers[i].Output.Name),
                        a.Layers[i].Output,
                        other.Output,
                        a.Layers[i].IsResult,
                        LayerOf(a.Layers[i].Output.Name)
                    )
                );
        forward.Add(new ModelPlace(new RunTensor(RecordedKind.Loss, "loss"), a.Loss, b.Loss, Decides: true, null));
        var gradients = mapping.ToA([.. b.Gradients.Select(gradient => gradient?.Values)]);
        var open = Enumerable.Range(0, parameters.Count).Where(mapping.IsMapped).ToList();
        void Add(int p, string? layer)
        {
            open.Remove(p);
            var shape = parameters[p];
            if ((a.Gradients[p]?.Values, gradients[p]) is (null, null))
                return;
            backward.Add(
                new ModelPlace(
                    new RunTensor(RecordedKind.Gradient, shape.Name),
                    a.Gradients[p] ?? shape with { Values = new double[shape.Values.Length] },
                    shape with
                    {
                        Type = b.Loss.Type,
                        Values = gradients[p] ?? new double[shape.Values.Length],
                    },
                    Decides: true,
                    layer
                )
            );
        }
        for (var i = a.Layers.Count - 1; i >= 0; i--)
        {
            var name = a.Layers[i].Output.Name;
            if (counterparts[i]?.Gradient is { } ofB && a.Layers[i].Gradient is { } ofA)
                backward.Add(
                    new ModelPlace(
                        new RunTensor(
                            RecordedKind.Gradient,
                            a.Layers[i].IsResult ? "the module's output" : $"the output of {name}"
                        ),
                        ofA,
                        ofB,
                        Decides: false,
                        name
                    )
                );
            foreach (var p in open.ToList())
                if (parameters[p].Name.StartsWith($"{name}.", StringComparison.Ordinal))
                    Add(p, name);
        }
        foreach (var p in open.AsEnumerable().Reverse().ToList())
            Add(p, layer: null);
        return new ModelComparison(
            forward,
            backward,
            [
                .. a.Buffers.Join(
                    b.Buffers,
                    ofA => ofA.Name,
                    ofB => ofB.Name,
                    (ofA, ofB) =>
                        new ModelPlace(
                            new RunTensor(RecordedKind.State, ofA.Name),
                            ofA,
                            ofB,
                            Decides: true,
                            ofA.Name[..Math.Max(0, ofA.Name.LastIndexOf('.'))]
                        )
                ),
            ]
        );
    }

    /// <summary>Allows for what disturbances of the weights in their last bit do.</summary>
    /// <param name="parameters">The module's parameters.</param>
    /// <param name="a">The module's pass.</param>
    /// <param name="disturbed">Passes of the module with disturbed weights.</param>
    public void Widen(IReadOnlyList<NpyArray> parameters, ModelPass a, IReadOnlyList<ModelPass> disturbed)
    {
        var same = ParameterMapping.Of(parameters, parameters);
        foreach (var pass in disturbed)
        {
            var scatter = Of(parameters, same, a, pass)
                .All.ToDictionary(place => place.Tensor, place => place.Difference.Largest);
            foreach (var place in All)
                if (scatter.TryGetValue(place.Tensor, out var largest))
                    place.Allowed = Math.Max(place.Allowed, Safety * largest);
        }
    }
}
