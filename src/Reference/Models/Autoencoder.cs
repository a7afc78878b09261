using System.Numerics;
using Compare.Reference.Activations;
using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Bounds;
using Compare.Reference.Numerics.Products;

namespace Compare.Reference.Models;

/// <summary>
/// The homework's autoencoder, one hidden layer without bias: y = W2 s(W1 x), with the mean squared error of Eq. (1) and its
/// gradients derived by hand.
/// </summary>
/// <typeparam name="T">
/// The number type: float or double for training, <see cref="DoubleDouble"/> as the judge, <see cref="Bounded{TFormat}"/> for the
/// tolerance.
/// </typeparam>
/// <remarks>Letters and equations are those of derivation.md, section A: B images a batch, d pixels, k hidden units.</remarks>
public sealed class Autoencoder<T> : IModel<T>
    where T : unmanaged, INumber<T>, IExponentialFunctions<T>, ILogarithmicFunctions<T>, IHyperbolicFunctions<T>
{
    /// <summary>Makes a model over the given weights, which it keeps and does not copy.</summary>
    /// <param name="activation">s, applied to the hidden layer.</param>
    /// <param name="w1">W1, shape (k x d).</param>
    /// <param name="w2">W2, shape (d x k).</param>
    /// <param name="threads">Greatest number of threads, at least 1. The results do not depend on it.</param>
    /// <exception cref="ArgumentException">The shapes do not fit or a dimension is zero.</exception>
    public Autoencoder(Activation activation, Matrix<T> w1, Matrix<T> w2, int threads = 1)
    {
        if (w1.Rows < 1 || w1.Columns < 1)
            throw new ArgumentException($"W1 is {w1.Rows} x {w1.Columns}; both must be at least 1.", nameof(w1));
        if (w2.Rows != w1.Columns || w2.Columns != w1.Rows)
            throw new ArgumentException(
                $"W1 is {w1.Rows} x {w1.Columns}, so W2 must be {w1.Columns} x {w1.Rows}, but is {w2.Rows} x {w2.Columns}.",
                nameof(w2)
            );
        Activation = activation;
        W1 = w1;
        W2 = w2;
        Threads = threads;
    }

    /// <summary>s.</summary>
    public Activation Activation { get; }

    /// <summary>W1, the encoder, shape (k x d).</summary>
    public Matrix<T> W1 { get; }

    /// <summary>W2, the decoder, shape (d x k).</summary>
    public Matrix<T> W2 { get; }

    /// <summary>Greatest number of threads.</summary>
    public int Threads { get; }

    /// <summary>W1, then W2.</summary>
    public IReadOnlyList<Parameter<T>> Parameters => [new("W1", W1), new("W2", W2)];

    /// <summary>Evaluates the model and the loss.</summary>
    /// <param name="x">X, one image a row, shape (B x d), B at least 1.</param>
    /// <returns>Every intermediate matrix, newly allocated.</returns>
    /// <exception cref="ArgumentException">X has no row, or its number of columns is not d.</exception>
    /// <remarks>NaN and infinities propagate as in T's own arithmetic.</remarks>
    public AutoencoderForward<T> Forward(Matrix<T> x)
    {
        if (x.Rows < 1 || x.Columns != W1.Columns)
            throw new ArgumentException(
                $"X is {x.Rows} x {x.Columns}; it needs at least 1 row and {W1.Columns} columns.",
                nameof(x)
            );
        var a = MatrixProduct.Of(x, Transpose.No, W1, Transpose.Yes, Threads); // B x k (A.1)
        var z = new Matrix<T>(a.Rows, a.Columns);
        Activation.Apply<T>(a.Elements, z.Elements); // B x k (A.2)
        var y = MatrixProduct.Of(z, Transpose.No, W2, Transpose.Yes, Threads); // B x d (A.3)
        var r = new Matrix<T>(y.Rows, y.Columns);
        for (var i = 0; i < r.Elements.Length; i++)
            r.Elements[i] = y.Elements[i] - x.Elements[i]; // B x d (A.4)
        var loss = InnerProduct.Of<T>(r.Elements, r.Elements) / T.CreateChecked(2 * x.Rows); // (A.5)
        return new AutoencoderForward<T>(a, z, y, r, loss);
    }

    /// <summary>Evaluates the loss and its gradients.</summary>
    /// <param name="x">X, one image a row, shape (B x d), B at least 1.</param>
    /// <returns>Loss, gradients, and the forward pass they came from, newly allocated.</returns>
    /// <exception cref="ArgumentException">X has no row, or its number of columns is not d.</exception>
    /// <remarks>NaN and infinities propagate as in T's own arithmetic.</remarks>
    public AutoencoderGradient<T> Gradient(Matrix<T> x)
    {
        var forward = Forward(x);
        var dY = new Matrix<T>(x.Rows, x.Columns);
        var batch = T.CreateChecked(x.Rows);
        for (var i = 0; i < dY.Elements.Length; i++)
            dY.Elements[i] = forward.R.Elements[i] / batch; // B x d (A.6)
        var dW2 = MatrixProduct.Of(dY, Transpose.Yes, forward.Z, Transpose.No, Threads); // d x k (A.7)
        var dA = MatrixProduct.Of(dY, Transpose.No, W2, Transpose.No, Threads); // B x k, by z (A.8)
        Activation.Backpropagate<T>(forward.A.Elements, forward.Z.Elements, dA.Elements); // B x k, by a (A.9)
        var dW1 = MatrixProduct.Of(dA, Transpose.Yes, x, Transpose.No, Threads); // k x d (A.10)
        return new AutoencoderGradient<T>(forward, dW1, dW2);
    }

    /// <inheritdoc/>
    LossForward<T> IModel<T>.Loss(Matrix<T> x, ReadOnlySpan<int> labels) => Loss(Forward(x), labels);

    /// <inheritdoc/>
    LossGradient<T> IModel<T>.LossGradient(Matrix<T> x, ReadOnlySpan<int> labels)
    {
        var gradient = Gradient(x);
        return new LossGradient<T>(Loss(gradient.Forward, labels), [gradient.DW1, gradient.DW2]);
    }

    /// <inheritdoc/>
    Matrix<T> IModel<T>.Outputs(Matrix<T> x) => Forward(x).Y;

    private static LossForward<T> Loss(AutoencoderForward<T> forward, ReadOnlySpan<int> labels) =>
        labels.Length == 0
            ? new LossForward<T>(forward.Loss, [forward.A, forward.Y])
            : throw new ArgumentException("An autoencoder takes no labels.", nameof(labels));
}
