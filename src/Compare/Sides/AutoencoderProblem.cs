namespace Compare.Sides;

/// <summary>One gradient to compute: an autoencoder, its weights and a batch, as plain arrays that no side changes.</summary>
/// <param name="Activation">Name of the activation function.</param>
/// <param name="Precision">The format in which the sides compute. All numbers here are representable in it.</param>
/// <param name="Inputs">d, the pixels of an image.</param>
/// <param name="Hidden">k, the hidden units.</param>
/// <param name="Batch">B, the number of images.</param>
/// <param name="X">Images, shape (B x d).</param>
/// <param name="W1">Encoder, shape (k x d).</param>
/// <param name="W2">Decoder, shape (d x k).</param>
public sealed record AutoencoderProblem(
    string Activation,
    Precision Precision,
    int Inputs,
    int Hidden,
    int Batch,
    double[] X,
    double[] W1,
    double[] W2
);
