using System.Numerics;
using Compare.Reference.Losses;
using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Products;

namespace Compare.Reference.Models;

/// <summary>
/// Any chain of fully connected layers, each with an activation and with or without biases, and a loss after the last; gradients
/// derived by hand. The homework's autoencoder and classifier are two of them.
/// </summary>
/// <typeparam name="T">The number type, as for <see cref="Autoencoder{T}"/>.</typeparam>
/// <remarks>Letters and equations are those of derivation.md, section C.</remarks>
public sealed class Network<T> : IModel<T>
    where T : unmanaged, INumber<T>, IExponentialFunctions<T>, ILogarithmicFunctions<T>, IHyperbolicFunctions<T>
{
    /// <summary>Makes a network over the given parameters, which it keeps and does not copy.</summary>
    /// <param name="layers">At least one; W_l of shape (n_l x n_(l-1)), b_l of shape (1 x n_l) or null.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="target">What the outputs are compared with.</param>
    /// <param name="threads">Greatest number of threads, at least 1. The results do not depend on it.</param>
    /// <exception cref="ArgumentException">There is no layer, the shapes do not fit, or the loss cannot take the target.</exception>
    public Network(IReadOnlyList<Layer<T>> layers, LossFunction loss, Target target, int threads = 1)
    {
        if (layers.Count == 0)
            throw new ArgumentException("A network needs at least one layer.", nameof(layers));
        for (var l = 0; l < layers.Count; l++)
        {
            var (w, b, _) = layers[l];
            if (b is not null && (b.Rows != 1 || b.Columns != w.Rows))
                throw new ArgumentException(
                    $"Layer {l + 1} has {w.Rows} outputs, but its biases are {b.Rows} x {b.Columns}.",
                    nameof(layers)
                );
            if (w.Rows < 1 || w.Columns < 1)
                throw new ArgumentException(
                    $"W{l + 1} is {w.Rows} x {w.Columns}; both must be at least 1.",
                    nameof(layers)
                );
            if (l > 0 && w.Columns != layers[l - 1].W.Rows)
                throw new ArgumentException(
                    $"Layer {l + 1} takes {w.Columns} inputs, but layer {l} has {layers[l - 1].W.Rows} outputs.",
                    nameof(layers)
                );
        }
        if (target == Target.Inputs && loss.TakesClasses)
            throw new ArgumentException($"The loss {loss.Name} compares with labels, not with inputs.", nameof(target));
        if (target == Target.Inputs && layers[0].W.Columns != layers[^1].W.Rows)
            throw new ArgumentException(
                $"The outputs are compared with the inputs, but there are {layers[0].W.Columns} inputs and {layers[^1].W.Rows} outputs.",
                nameof(layers)
            );
        (Layers, Loss, Target, Threads) = (layers, loss, target, threads);
    }

    /// <summary>The layers with their parameters.</summary>
    public IReadOnlyList<Layer<T>> Layers { get; }

    /// <summary>The loss.</summary>
    public LossFunction Loss { get; }

    /// <summary>What the outputs are compared with.</summary>
    public Target Target { get; }

    /// <summary>Greatest number of threads.</summary>
    public int Threads { get; }

    /// <summary>W1, b1, W2, b2 and so on, without the biases that are not there.</summary>
    public IReadOnlyList<Parameter<T>> Parameters => [.. Layers.SelectMany((layer, l) => ParametersOf(layer, l + 1))];

    /// <inheritdoc/>
    public Matrix<T> Outputs(Matrix<T> x) => Forward(x)[^1].H;

    /// <inheritdoc/>
    LossForward<T> IModel<T>.Loss(Matrix<T> x, ReadOnlySpan<int> labels)
    {
        var passes = Forward(x);
        return new LossForward<T>(
            Loss.Value(passes[^1].H, Targets(x, labels), labels),
            [.. passes.Select(pass => pass.A)]
        );
    }

    /// <summary>Evaluates the loss and its gradients.</summary>
    /// <param name="x">X, one image a row, shape (B x n_0), B at least 1.</param>
    /// <param name="labels">The right class of each image, shape (B); empty where the outputs are compared with the inputs.</param>
    /// <returns>Loss and gradients, newly allocated.</returns>
    /// <exception cref="ArgumentException">X does not fit the first layer, or the labels do not fit X or the outputs.</exception>
    /// <remarks>NaN and infinities propagate as in T's own arithmetic.</remarks>
    public LossGradient<T> LossGradient(Matrix<T> x, ReadOnlySpan<int> labels)
    {
        var passes = Forward(x);
        var (loss, dH) = Loss.Differentiate(passes[^1].H, Targets(x, labels), labels); // B x n_n (A.6), (C.7)
        var gradients = new List<Matrix<T>>();
        var ones = new Matrix<T>(1, x.Rows);
        ones.Elements.Fill(T.One);
        for (var l = Layers.Count - 1; l >= 0; l--)
        {
            var dA = dH; // B x n_l
            if (!IsOutputItself(l))
                Layers[l].Activation.Backpropagate<T>(passes[l].A.Elements, passes[l].H.Elements, dA.Elements); // (A.9)
            if (Layers[l].B is not null)
                gradients.Insert(0, MatrixProduct.Of(ones, Transpose.No, dA, Transpose.No, Threads)); // 1 x n_l (C.9)
            var h = l == 0 ? x : passes[l - 1].H;
            gradients.Insert(0, MatrixProduct.Of(dA, Transpose.Yes, h, Transpose.No, Threads)); // n_l x n_(l-1) (C.8)
            if (l > 0)
                dH = MatrixProduct.Of(dA, Transpose.No, Layers[l].W, Transpose.No, Threads); // B x n_(l-1) (C.10)
        }
        return new LossGradient<T>(new LossForward<T>(loss, [.. passes.Select(pass => pass.A)]), gradients);
    }

    /// <summary>Copies the network with its parameters.</summary>
    /// <returns>A network that computes the same.</returns>
    internal Network<T> Copy() =>
        new([.. Layers.Select(layer => layer with { W = layer.W.Copy(), B = layer.B?.Copy() })], Loss, Target, Threads);

    private static IEnumerable<Parameter<T>> ParametersOf(Layer<T> layer, int number)
    {
        yield return new Parameter<T>(FormattableString.Invariant($"W{number}"), layer.W);
        if (layer.B is not null)
            yield return new Parameter<T>(FormattableString.Invariant($"b{number}"), layer.B);
    }

    /// <summary>Whether a layer is the last and has no activation.</summary>
    private bool IsOutputItself(int l) => l == Layers.Count - 1 && Layers[l].Activation.Slope == 1;

    /// <summary>For each layer A_l and H_l, shape (B x n_l); one matrix for a last layer without activation.</summary>
    private List<(Matrix<T> A, Matrix<T> H)> Forward(Matrix<T> x)
    {
        if (x.Rows < 1 || x.Columns != Layers[0].W.Columns)
            throw new ArgumentException(
                $"X is {x.Rows} x {x.Columns}; it needs at least 1 row and {Layers[0].W.Columns} columns.",
                nameof(x)
            );
        var passes = new List<(Matrix<T> A, Matrix<T> H)>();
        var h = x;
        for (var l = 0; l < Layers.Count; l++)
        {
            var (w, b, activation) = Layers[l];
            var a = new Matrix<T>(h.Rows, w.Rows);
            if (b is not null)
                for (var i = 0; i < a.Rows; i++)
                    b.Elements.CopyTo(a.Row(i));
            MatrixProduct.Multiply(h, Transpose.No, w, Transpose.Yes, a, accumulate: b is not null, Threads); // (C.1)
            h = a;
            if (!IsOutputItself(l))
            {
                h = new Matrix<T>(a.Rows, a.Columns);
                activation.Apply<T>(a.Elements, h.Elements); // (C.2)
            }
            passes.Add((a, h));
        }
        return passes;
    }

    private Matrix<T> Targets(Matrix<T> x, ReadOnlySpan<int> labels)
    {
        if (Target == Target.Inputs)
            return labels.Length == 0
                ? x
                : throw new ArgumentException(
                    "A network that reconstructs its inputs takes no labels.",
                    nameof(labels)
                );
        SoftmaxCrossEntropy.CheckLabels(x.Rows, Layers[^1].W.Rows, labels);
        if (Loss.TakesClasses)
            return new Matrix<T>(0, 0);
        var targets = new Matrix<T>(x.Rows, Layers[^1].W.Rows);
        for (var i = 0; i < x.Rows; i++)
            targets[i, labels[i]] = T.One; // (C.11)
        return targets;
    }
}
