using Compare.Problems.Data;
using Compare.Results;

namespace Compare.Problems;

/// <summary>Which model a problem is about: its kind and its sizes, without any numbers in it.</summary>
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

    /// <summary>Name of the activation after the hidden layers.</summary>
    public abstract string Activation { get; }

    /// <summary>What is true of that activation.</summary>
    internal Reference.Activations.Activation Nonlinearity => Reference.Activations.Activation.Named(Activation);

    /// <summary>d, the pixels of an image.</summary>
    public abstract int Inputs { get; }

    /// <summary>How the homework turns bytes into the pixels of this model.</summary>
    public abstract PixelScaling Scaling { get; }

    /// <summary>Whether the loss depends on labels.</summary>
    public abstract bool NeedsLabels { get; }

    /// <summary>The parameters in the order in which every side keeps them.</summary>
    public abstract IReadOnlyList<ParameterShape> Parameters { get; }

    /// <summary>Draws the initial value of a parameter as the homework does.</summary>
    /// <param name="parameter">One of <see cref="Parameters"/>.</param>
    /// <param name="random">Where the numbers come from.</param>
    /// <returns>One element.</returns>
    internal abstract double Draw(ParameterShape parameter, RandomSource random);
}
