using Compare.Problems.Data;
using Compare.Reference.Activations;
using Compare.Reference.Losses;
using Compare.Results;

namespace Compare.Problems;

/// <summary>
/// Which network a problem is about, as a value without any numbers in it: inputs, layers, loss, target, initialisation. Everything
/// that computes asks for these and not for which model it is; a model is a name for some of them.
/// </summary>
public abstract record ModelSpec
{
    /// <summary>The kind, for example <c>autoencoder</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>Kind and sizes as a part of an id, for example <c>autoencoder/relu/25</c>.</summary>
    public string Id => string.Join('/', KeyParts.Select(part => part.Value));

    /// <summary>Kind and sizes as parts of a finding's key.</summary>
    public abstract IReadOnlyList<(KeyPart Part, string Value)> KeyParts { get; }

    /// <summary>Kind and sizes in words, for example <c>autoencoder, relu, k = 25</c>.</summary>
    public abstract string Words { get; }

    /// <summary>d, the pixels of an image.</summary>
    public abstract int Inputs { get; }

    /// <summary>The layers, at least one.</summary>
    public abstract IReadOnlyList<LayerSpec> Layers { get; }

    /// <summary>The loss.</summary>
    public abstract LossFunction Loss { get; }

    /// <summary>What the outputs are compared with.</summary>
    public abstract Target Target { get; }

    /// <summary>How bytes become the pixels of this model.</summary>
    public abstract PixelScaling Scaling { get; }

    /// <summary>How parameters are drawn before training.</summary>
    public abstract Initialisation Initialisation { get; }

    /// <summary>The same network with another activation after its hidden layers.</summary>
    /// <param name="activation">The activation.</param>
    /// <returns>The network.</returns>
    public abstract ModelSpec With(Activation activation);

    /// <summary>Whether the loss depends on labels.</summary>
    public bool NeedsLabels => Target == Target.Labels;

    /// <summary>Numbers that the network gives for an image.</summary>
    public int Outputs => Layers[^1].Units;

    /// <summary>Whether the last layer has an activation.</summary>
    public bool ActivatesOutputs => !Layers[^1].Activation.Equals(Activation.None);

    /// <summary>The activations of the layers that have one, each once, in the order of the layers.</summary>
    public IReadOnlyList<Activation> Activations =>
        [
            .. Layers
                .Where((layer, l) => l < Layers.Count - 1 || ActivatesOutputs)
                .Select(layer => layer.Activation)
                .Distinct(),
        ];

    /// <summary>Their names, for example <c>relu</c>.</summary>
    public string ActivationWords => string.Join(" and ", Activations.Select(activation => activation.Name));

    /// <summary>
    /// Whether it is of the form of derivation.md, section A: two layers without biases, nothing after the second, the squared error
    /// against the inputs.
    /// </summary>
    public bool HasFormOfSectionA =>
        Layers is [{ HasBias: false }, { HasBias: false }]
        && !ActivatesOutputs
        && Target == Target.Inputs
        && !Loss.TakesClasses;

    /// <summary>The parameters in the order in which every side keeps them: W1, b1, W2 and so on.</summary>
    public IReadOnlyList<ParameterShape> Parameters =>
        [.. Layers.SelectMany((layer, l) => ParametersOf(layer, l + 1, l == 0 ? Inputs : Layers[l - 1].Units))];

    private static IEnumerable<ParameterShape> ParametersOf(LayerSpec layer, int number, int inputs)
    {
        yield return new(FormattableString.Invariant($"W{number}"), layer.Units, inputs, number, IsBias: false);
        if (layer.HasBias)
            yield return new(FormattableString.Invariant($"b{number}"), 1, layer.Units, number, IsBias: true);
    }
}
