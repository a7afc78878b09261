using System.Numerics;
using Compare.Problems;
using Compare.Reference.Activations;
using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Bounds;
using Compare.Reference.Numerics.Products;

namespace Compare.Faults.Gradients;

/// <summary>Evaluates loss and gradients of a model as a program with mistakes would, in any arithmetic.</summary>
/// <typeparam name="T">double for a first look, <see cref="Bounded{TFormat}"/> for a tolerance that belongs to the mistaken formula.</typeparam>
/// <remarks>What variants have in common is computed once.</remarks>
/// <param name="problem">The model, its parameters and the batch.</param>
/// <param name="threads">Greatest number of threads.</param>
internal sealed class ChainGradient<T>(Problem problem, int threads)
    where T : unmanaged, INumber<T>, IExponentialFunctions<T>, ILogarithmicFunctions<T>, IHyperbolicFunctions<T>
{
    private readonly Matrix<T> _x = Matrix<T>.From(problem.Batch.X, problem.Batch.Count, problem.Model.Inputs);
    private readonly ModelSpec _model = problem.Model;
    private readonly Matrix<T>[] _weights = [.. Read(problem, biases: false).OfType<Matrix<T>>()];
    private readonly Matrix<T>?[] _biases = [.. Read(problem, biases: true)];
    private readonly Dictionary<(string?, int), (Matrix<T>[] A, Matrix<T>[] H)> _passes = [];
    private readonly Dictionary<(Variant, int), Matrix<T>> _errors = [];
    private (Variant Variant, GradientTarget Target, Matrix<T> Result)? _last;

    private int Layers => _weights.Length;

    /// <summary>Evaluates one tensor.</summary>
    /// <param name="variant">What the program does otherwise than the derivation.</param>
    /// <param name="target">The tensor.</param>
    /// <returns>The tensor in the target's shape, newly allocated.</returns>
    public Matrix<T> Evaluate(Variant variant, GradientTarget target)
    {
        var common = variant.For(target, _model) with { Factor = Fraction.One, Transposed = false };
        // Factors and transposition are tried one after the other on the same numbers.
        if (_last is not { } last || last.Variant != common || last.Target != target)
            _last = last = (common, target, Unscaled(common, target));
        var result = last.Result;
        var scaled = variant.Transposed && target.Layer > 0 && !target.IsBias ? Transposed(result) : result.Copy();
        var (numerator, denominator) = (
            T.CreateChecked(variant.Factor.Numerator),
            T.CreateChecked(variant.Factor.Denominator)
        );
        if (variant.Factor != Fraction.One)
            foreach (ref var element in scaled.Elements)
                element = element * numerator / denominator;
        return scaled;
    }

    private Matrix<T> Unscaled(Variant variant, GradientTarget target) =>
        target.Layer == 0 ? Loss(variant)
        : target.IsBias ? MatrixProduct.Of(Ones(), Transpose.No, Error(variant, target.Layer), Transpose.No, threads)
        : MatrixProduct.Of(
            Error(variant, target.Layer),
            Transpose.Yes,
            Input(variant, target.Layer),
            Transpose.No,
            threads
        );

    /// <summary>The loss over the images that count, divided by the number of all.</summary>
    private Matrix<T> Loss(Variant variant)
    {
        int[] counted = [.. Enumerable.Range(0, _x.Rows).Where(image => IsCounted(image, _x.Rows, variant.Images))];
        var loss = new Matrix<T>(1, 1);
        if (counted.Length == 0)
            return loss;
        loss[0, 0] = _model.Loss.Value(
            Taken(Forward(variant).H[^1], counted),
            Taken(Targets(variant), counted),
            _model.NeedsLabels ? [.. counted.Select(image => problem.Batch.Labels[image])] : []
        );
        if (counted.Length < _x.Rows)
            loss[0, 0] = loss[0, 0] * T.CreateChecked(counted.Length) / T.CreateChecked(_x.Rows);
        return loss;
    }

    /// <summary>What the outputs are compared with, or what the program takes for it; empty for a loss that takes classes.</summary>
    private Matrix<T> Targets(Variant variant)
    {
        if (_model.Loss.TakesClasses)
            return new Matrix<T>(_x.Rows, 0);
        if (variant.OutputForError)
            return new Matrix<T>(_x.Rows, _model.Outputs);
        if (!_model.NeedsLabels)
            return _x;
        var targets = new Matrix<T>(_x.Rows, _model.Outputs);
        for (var i = 0; i < _x.Rows; i++)
            targets[i, problem.Batch.Labels[i]] = T.One;
        return targets;
    }

    /// <summary>The gradient by a layer's pre-activations, shape (B x units).</summary>
    private Matrix<T> Error(Variant variant, int layer)
    {
        // What plays no part in this layer's error is left out of the key.
        var key = variant.For(new GradientTarget("", layer, true, 0, 0), _model);
        if (_errors.TryGetValue((key, layer), out var error))
            return error;
        return _errors[(key, layer)] = layer == Layers ? OutputError(key) : Backward(key, layer);
    }

    private Matrix<T> OutputError(Variant variant)
    {
        var (a, h) = Forward(variant);
        var (_, error) = _model.Loss.Differentiate(h[^1], Targets(variant), problem.Batch.Labels);
        if (_model.Loss.TakesClasses && variant.OutputForError)
            for (var i = 0; i < error.Rows; i++)
                error[i, problem.Batch.Labels[i]] += T.One / T.CreateChecked(_x.Rows);
        if (_model.ActivatesOutputs)
            Descend(variant, Layers, a[^1].Elements, h[^1].Elements, error.Elements);
        return Masked(error, variant.Images);
    }

    /// <summary>One layer back: through the weights of the layer above and through the activation.</summary>
    private Matrix<T> Backward(Variant variant, int layer)
    {
        var above = Error(variant, layer + 1);
        if (layer + 1 == Layers)
            above = Masked(above, variant.Outputs);
        var weights = _weights[layer];
        if (variant.Updated == layer + 1)
            weights = Updated(variant, weights);
        if ((variant.TurnedBackward & 1 << (layer + 1)) != 0)
            weights = Turn(weights);
        var error = MatrixProduct.Of(above, Transpose.No, weights, Transpose.No, threads);
        var (a, h) = Forward(variant);
        Descend(variant, layer, a[layer - 1].Elements, h[layer].Elements, error.Elements);
        return error;
    }

    private Matrix<T> Updated(Variant variant, Matrix<T> weights)
    {
        var layer = variant.Updated;
        var gradient = Evaluate(
            variant with
            {
                Updated = 0,
                Step = 0,
            },
            new GradientTarget("", layer, false, weights.Rows, weights.Columns)
        );
        var step = T.CreateChecked(variant.Step);
        var updated = weights.Copy();
        for (var i = 0; i < updated.Elements.Length; i++)
            updated.Elements[i] -= step * gradient.Elements[i];
        return updated;
    }

    /// <summary>Multiplies by what the program takes for the derivative.</summary>
    private void Descend(Variant variant, int layer, ReadOnlySpan<T> a, ReadOnlySpan<T> z, Span<T> gradient)
    {
        var own = ActivationOf(variant, layer);
        var other = variant.SlopeOf is { } name ? Activation.Named(name) : own;
        Span<T> another = new T[a.Length];
        switch (variant.Slope)
        {
            case SlopeChoice.Missing:
                break;
            case SlopeChoice.AtCode:
                own.Apply(z, another);
                own.Backpropagate(z, another, gradient);
                break;
            case SlopeChoice.FormulaAtPreActivation:
                own.Backpropagate(a, a, gradient);
                break;
            case SlopeChoice.Twice:
                own.Backpropagate(a, z, gradient);
                own.Backpropagate(a, z, gradient);
                break;
            case SlopeChoice.OneLessCode:
                for (var i = 0; i < gradient.Length; i++)
                    gradient[i] *= T.One - z[i];
                break;
            case SlopeChoice.OfAnother:
                other.Apply(a, another);
                other.Backpropagate(a, another, gradient);
                break;
            case SlopeChoice.FormulaOfAnother:
                other.Backpropagate(a, z, gradient);
                break;
            default:
                own.Backpropagate(a, z, gradient);
                break;
        }
    }

    /// <summary>Pre-activations of each layer, and the inputs of each layer followed by the outputs of the last.</summary>
    private (Matrix<T>[] A, Matrix<T>[] H) Forward(Variant variant)
    {
        if (_passes.TryGetValue((variant.Activation, variant.TurnedForward), out var pass))
            return pass;
        var a = new Matrix<T>[Layers];
        var h = new Matrix<T>[Layers + 1];
        h[0] = _x;
        for (var l = 0; l < Layers; l++)
        {
            var weights = (variant.TurnedForward & 2 << l) != 0 ? Turn(_weights[l]) : _weights[l];
            a[l] = new Matrix<T>(_x.Rows, weights.Rows);
            if (_biases[l] is { } biases)
                for (var i = 0; i < _x.Rows; i++)
                    biases.Elements.CopyTo(a[l].Row(i));
            MatrixProduct.Multiply(h[l], Transpose.No, weights, Transpose.Yes, a[l], _biases[l] is not null, threads);
            h[l + 1] = a[l];
            if (l == Layers - 1 && !_model.ActivatesOutputs)
                break;
            h[l + 1] = new Matrix<T>(_x.Rows, weights.Rows);
            ActivationOf(variant, l + 1).Apply<T>(a[l].Elements, h[l + 1].Elements);
        }
        return _passes[(variant.Activation, variant.TurnedForward)] = (a, h);
    }

    private Matrix<T> Input(Variant variant, int layer)
    {
        var (a, h) = Forward(variant);
        return variant.PreActivationForCode && layer > 1 ? a[layer - 2] : h[layer - 1];
    }

    /// <summary>What a program applies after a layer, 1 for the first; a wrong activation stands after every hidden layer.</summary>
    private Activation ActivationOf(Variant variant, int layer) =>
        variant.Activation is { } name && layer < Layers ? Activation.Named(name) : _model.Layers[layer - 1].Activation;

    /// <summary>Zeros for the images that do not count.</summary>
    private static Matrix<T> Masked(Matrix<T> errors, ImageChoice images)
    {
        for (var i = 0; i < errors.Rows; i++)
            if (!IsCounted(i, errors.Rows, images))
                errors.Row(i).Clear();
        return errors;
    }

    private static bool IsCounted(int image, int batch, ImageChoice images) =>
        images switch
        {
            ImageChoice.First => image == 0,
            ImageChoice.Last => image == batch - 1,
            ImageChoice.AllButFirst => image > 0,
            ImageChoice.AllButLast => image < batch - 1,
            _ => true,
        };

    /// <summary>Some rows of a matrix.</summary>
    private static Matrix<T> Taken(Matrix<T> matrix, int[] rows)
    {
        if (rows.Length == matrix.Rows)
            return matrix;
        var taken = new Matrix<T>(rows.Length, matrix.Columns);
        for (var i = 0; i < rows.Length; i++)
            matrix.Row(rows[i]).CopyTo(taken.Row(i));
        return taken;
    }

    /// <summary>A copy with zeros for the outputs that do not count, or with each image's sum for every output.</summary>
    private static Matrix<T> Masked(Matrix<T> errors, OutputChoice outputs)
    {
        var masked = errors.Copy();
        var last = errors.Columns - 1;
        for (var i = 0; i < errors.Rows; i++)
            switch (outputs)
            {
                case OutputChoice.First:
                    masked.Row(i)[1..].Clear();
                    break;
                case OutputChoice.Last:
                    masked.Row(i)[..last].Clear();
                    break;
                case OutputChoice.AllButLast:
                    masked.Row(i)[last..].Clear();
                    break;
                case OutputChoice.SummedBeforeProduct:
                    var sum = T.Zero;
                    foreach (var error in masked.Row(i))
                        sum += error;
                    masked.Row(i).Fill(sum);
                    break;
            }
        return masked;
    }

    /// <summary>The same memory read as a matrix of the other shape, and that transposed: again a matrix of this shape.</summary>
    private static Matrix<T> Turn(Matrix<T> matrix)
    {
        var turned = new Matrix<T>(matrix.Rows, matrix.Columns);
        for (var i = 0; i < matrix.Rows; i++)
        for (var j = 0; j < matrix.Columns; j++)
            turned[i, j] = matrix.Elements[j * matrix.Rows + i];
        return turned;
    }

    /// <summary>The memory of the transpose, under the shape of the matrix.</summary>
    private static Matrix<T> Transposed(Matrix<T> matrix)
    {
        var transposed = new Matrix<T>(matrix.Rows, matrix.Columns);
        for (var i = 0; i < matrix.Rows; i++)
        for (var j = 0; j < matrix.Columns; j++)
            transposed.Elements[j * matrix.Rows + i] = matrix[i, j];
        return transposed;
    }

    private Matrix<T> Ones()
    {
        var ones = new Matrix<T>(1, _x.Rows);
        ones.Elements.Fill(T.One);
        return ones;
    }

    /// <summary>For each layer its weights, or its biases where it has any.</summary>
    private static IEnumerable<Matrix<T>?> Read(Problem problem, bool biases) =>
        problem.Model.Layers.Select(
            (_, l) =>
                problem
                    .Model.Parameters.Zip(problem.Parameters)
                    .Where(pair => pair.First.Layer == l + 1 && pair.First.IsBias == biases)
                    .Select(pair => Matrix<T>.From(pair.Second.Values, pair.Second.Rows, pair.Second.Columns))
                    .SingleOrDefault()
        );
}
