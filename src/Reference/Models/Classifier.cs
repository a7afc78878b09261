using System.Numerics;
using Compare.Reference.Activations;
using Compare.Reference.Losses;
using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Products;

namespace Compare.Reference.Models;

/// <summary>
/// The homework's classifier, and any other chain of fully connected layers with biases: an activation after every layer but the
/// last, softmax cross-entropy after that, gradients derived by hand.
/// </summary>
/// <typeparam name="T">The number type, as for <see cref="Autoencoder{T}"/>.</typeparam>
/// <remarks>Letters and equations are those of derivation.md, section C.</remarks>
public sealed class Classifier<T> : IModel<T>
    where T : unmanaged, INumber<T>, IExponentialFunctions<T>, ILogarithmicFunctions<T>, IHyperbolicFunctions<T>
{
    /// <summary>Makes a model over the given parameters, which it keeps and does not copy.</summary>
    /// <param name="activation">s, after every layer but the last; relu in the homework.</param>
    /// <param name="layers">At least one; W_l of shape (n_l x n_(l-1)), b_l of shape (1 x n_l).</param>
    /// <param name="threads">Greatest number of threads, at least 1. The results do not depend on it.</param>
    /// <exception cref="ArgumentException">There is no layer, or the shapes do not fit.</exception>
    public Classifier(Activation activation, IReadOnlyList<Layer<T>> layers, int threads = 1)
    {
        if (layers.Count == 0)
            throw new ArgumentException("A classifier needs at least one layer.", nameof(layers));
        for (var l = 0; l < layers.Count; l++)
        {
            var (w, b) = layers[l];
            if (b.Rows != 1 || b.Columns != w.Rows)
                throw new ArgumentException(
                    $"Layer {l + 1} has {w.Rows} outputs, but its biases are {b.Rows} x {b.Columns}.",
                    nameof(layers)
                );
            if (l > 0 && w.Columns != layers[l - 1].W.Rows)
                throw new ArgumentException(
                    $"Layer {l + 1} takes {w.Columns} inputs, but layer {l} has {layers[l - 1].W.Rows} outputs.",
                    nameof(layers)
                );
        }
        Activation = activation;
        Layers = layers;
        Threads = threads;
    }

    /// <summary>s.</summary>
    public Activation Activation { get; }

    /// <summary>The parameters.</summary>
    public IReadOnlyList<Layer<T>> Layers { get; }

    /// <summary>Greatest number of threads.</summary>
    public int Threads { get; }

    /// <summary>W1, b1, W2, b2 and so on.</summary>
    public IReadOnlyList<Parameter<T>> Parameters =>
        [
            .. Layers.SelectMany(
                (layer, l) =>
                    new Parameter<T>[]
                    {
                        new(FormattableString.Invariant($"W{l + 1}"), layer.W),
                        new(FormattableString.Invariant($"b{l + 1}"), layer.B),
                    }
            ),
        ];

    /// <summary>Evaluates the logits.</summary>
    /// <param name="x">X, one image a row, shape (B x n_0), B at least 1.</param>
    /// <returns>The last A, shape (B x classes).</returns>
    /// <exception cref="ArgumentException">X does not fit the first layer.</exception>
    public Matrix<T> Logits(Matrix<T> x) => Forward(x).Last().A;

    /// <summary>Evaluates the loss and its gradients.</summary>
    /// <param name="x">X, one image a row, shape (B x n_0), B at least 1.</param>
    /// <param name="labels">The right class of each image, shape (B).</param>
    /// <returns>Loss and gradients, newly allocated.</returns>
    /// <exception cref="ArgumentException">X does not fit the first layer, or the labels do not fit X or the classes.</exception>
    /// <remarks>NaN and infinities propagate as in T's own arithmetic.</remarks>
    public ClassifierGradient<T> Gradient(Matrix<T> x, ReadOnlySpan<int> labels)
    {
        var passes = Forward(x);
        var logProbabilities = LogProbabilities(passes[^1].A);
        var loss = SoftmaxCrossEntropy.Loss(logProbabilities, labels);

        var gradients = new Layer<T>[Layers.Count];
        var ones = new Matrix<T>(1, x.Rows);
        ones.Elements.Fill(T.One);
        var dA = SoftmaxCrossEntropy.Gradient(logProbabilities, labels); // B x n_l
        for (var l = Layers.Count - 1; l >= 0; l--)
        {
            var dW = Product(dA, Transpose.Yes, passes[l].H, Transpose.No); // n_l x n_(l-1) (C.8)
            var dB = Product(ones, Transpose.No, dA, Transpose.No); // 1 x n_l (C.9)
            gradients[l] = new Layer<T>(dW, dB);
            if (l == 0)
                break;
            dA = Product(dA, Transpose.No, Layers[l].W, Transpose.No); // B x n_(l-1), by H (C.10)
            Activation.Backpropagate<T>(passes[l - 1].A.Elements, passes[l].H.Elements, dA.Elements); // by A
        }
        return new ClassifierGradient<T>(
            loss,
            logProbabilities,
            [.. passes.SkipLast(1).Select(pass => pass.A)],
            gradients
        );
    }

    /// <inheritdoc/>
    LossForward<T> IModel<T>.Loss(Matrix<T> x, ReadOnlySpan<int> labels)
    {
        var passes = Forward(x);
        return new LossForward<T>(
            SoftmaxCrossEntropy.Loss(LogProbabilities(passes[^1].A), labels),
            [.. passes.SkipLast(1).Select(pass => pass.A)]
        );
    }

    /// <inheritdoc/>
    LossGradient<T> IModel<T>.LossGradient(Matrix<T> x, ReadOnlySpan<int> labels)
    {
        var gradient = Gradient(x, labels);
        return new LossGradient<T>(
            new LossForward<T>(gradient.Loss, gradient.PreActivations),
            [.. gradient.Layers.SelectMany(layer => new[] { layer.W, layer.B })]
        );
    }

    /// <inheritdoc/>
    Matrix<T> IModel<T>.Outputs(Matrix<T> x) => Logits(x);

    /// <summary>For each layer its input H_(l-1), shape (B x n_(l-1)), and A_l, shape (B x n_l).</summary>
    private List<(Matrix<T> H, Matrix<T> A)> Forward(Matrix<T> x)
    {
        if (x.Rows < 1 || x.Columns != Layers[0].W.Columns)
            throw new ArgumentException(
                $"X is {x.Rows} x {x.Columns}; it needs at least 1 row and {Layers[0].W.Columns} columns.",
                nameof(x)
            );
        var passes = new List<(Matrix<T> H, Matrix<T> A)>();
        var h = x;
        foreach (var (w, b) in Layers)
        {
            if (passes.Count > 0)
            {
                var before = passes[^1].A;
                h = new Matrix<T>(before.Rows, before.Columns);
                Activation.Apply<T>(before.Elements, h.Elements); // (C.2)
            }
            var a = new Matrix<T>(h.Rows, w.Rows);
            for (var i = 0; i < a.Rows; i++)
                b.Elements.CopyTo(a.Row(i));
            MatrixProduct.Multiply(h, Transpose.No, w, Transpose.Yes, a, accumulate: true, Threads); // (C.1)
            passes.Add((h, a));
        }
        return passes;
    }

    private static Matrix<T> LogProbabilities(Matrix<T> logits)
    {
        var logProbabilities = new Matrix<T>(logits.Rows, logits.Columns);
        for (var i = 0; i < logits.Rows; i++)
            SoftmaxCrossEntropy.LogSoftmax<T>(logits.Row(i), logProbabilities.Row(i));
        return logProbabilities;
    }

    private Matrix<T> Product(Matrix<T> a, Transpose transposeA, Matrix<T> b, Transpose transposeB)
    {
        var c = new Matrix<T>(
            transposeA == Transpose.No ? a.Rows : a.Columns,
            transposeB == Transpose.No ? b.Columns : b.Rows
        );
        MatrixProduct.Multiply(a, transposeA, b, transposeB, c, threads: Threads);
        return c;
    }
}
