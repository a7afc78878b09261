namespace Compare.Checks.Pca;

/// <summary>A linear autoencoder as somebody has it: x is reconstructed as W2 s(W1 x + b1) + b2, s(a) = a or -a.</summary>
/// <remarks>
/// Where biases are given, the model can shift, and its optimum is PCA of the data less their mean. With weight decay it minimises
/// |x - reconstruction|^2 / 2, averaged over the rows, plus EncoderDecay |W1|^2 / 2 + DecoderDecay |W2|^2 / 2, as
/// <c>weight_decay</c> of torch.optim adds it to the gradient; its optimum is shrunken PCA (derivation.md, P.16).
/// </remarks>
/// <param name="W1">Encoder, shape (k x d), row after row.</param>
/// <param name="W2">Decoder, shape (d x k), row after row.</param>
public sealed record PcaModel(double[] W1, double[] W2)
{
    /// <summary>b1, shape (k); null for none.</summary>
    public double[]? EncoderBias { get; init; }

    /// <summary>b2, shape (d); null for none.</summary>
    public double[]? DecoderBias { get; init; }

    /// <summary>What is subtracted from each row before it goes in and is compared, shape (d); null for nothing.</summary>
    public double[]? Mean { get; init; }

    /// <summary>By what each row is divided after that, shape (d); null for nothing.</summary>
    public double[]? Scale { get; init; }

    /// <summary>Weight decay of W1; 0 for none.</summary>
    public double EncoderDecay { get; init; }

    /// <summary>Weight decay of W2; 0 for none.</summary>
    public double DecoderDecay { get; init; }

    /// <summary>Whether the activation is s(a) = -a rather than s(a) = a.</summary>
    public bool IsNegative { get; init; }

    /// <summary>Whether it can shift what it gives.</summary>
    internal bool HasBias => EncoderBias is not null || DecoderBias is not null;

    /// <summary>A model whose decoder is the transposed encoder.</summary>
    /// <param name="w">W, the encoder, shape (k x d), row after row.</param>
    /// <param name="inputs">d.</param>
    /// <param name="decay">Weight decay of W, which is decayed once.</param>
    /// <returns>The model: W1 = W and W2 = W', each with half of the decay, which is the same.</returns>
    /// <exception cref="ArgumentException">The weights are no rows of d.</exception>
    public static PcaModel Tied(double[] w, int inputs, double decay = 0)
    {
        ArgumentNullException.ThrowIfNull(w);
        if (inputs < 1 || w.Length % inputs != 0)
            throw new ArgumentException(
                FormattableString.Invariant($"{w.Length} weights are no rows of {inputs}."),
                nameof(w)
            );
        var hidden = w.Length / inputs;
        var transposed = new double[w.Length];
        for (var j = 0; j < hidden; j++)
        for (var i = 0; i < inputs; i++)
            transposed[i * hidden + j] = w[j * inputs + i];
        return new PcaModel(w, transposed) { EncoderDecay = decay / 2, DecoderDecay = decay / 2 };
    }
}
