using System.Numerics;
using Compare.Reference.Activations;
using Compare.Reference.Models;
using Compare.Reference.Numerics;

namespace Compare.Sides;

/// <summary>The from-scratch side: hand-derived gradients in C#.</summary>
/// <param name="threads">Greatest number of threads, at least 1. The results do not depend on it.</param>
public sealed class ReferenceSide(int threads = 1) : ISide
{
    /// <summary>What the checks take for relu'(0): libtorch's choice, so that the two sides compute the same function.</summary>
    public const double ReluDerivativeAtZero = 0;

    /// <inheritdoc/>
    public string Name => "from scratch";

    /// <inheritdoc/>
    public GradientTrace Gradient(AutoencoderProblem problem) =>
        problem.Precision == Precision.Float32 ? Trace(Evaluate<float>(problem)) : Trace(Evaluate<double>(problem));

    /// <inheritdoc/>
    public TrainingTrace Train(AutoencoderProblem problem, TrainingPlan plan) =>
        problem.Precision == Precision.Float32 ? Train<float>(problem, plan) : Train<double>(problem, plan);

    /// <summary>Evaluates the hand-derived gradient in any arithmetic.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="problem">What to compute.</param>
    /// <returns>Gradient and forward pass.</returns>
    internal AutoencoderGradient<T> Evaluate<T>(AutoencoderProblem problem)
        where T : unmanaged, INumber<T>, IExponentialFunctions<T>, IHyperbolicFunctions<T> =>
        Model<T>(problem).Gradient(Matrix<T>.From(problem.X, problem.Batch, problem.Inputs));

    /// <summary>Makes the model of a problem in any arithmetic.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="problem">Weights and activation.</param>
    /// <returns>A model with weights of its own.</returns>
    internal Autoencoder<T> Model<T>(AutoencoderProblem problem)
        where T : unmanaged, INumber<T>, IExponentialFunctions<T>, IHyperbolicFunctions<T> =>
        new(
            Activation.Named(problem.Activation, ReluDerivativeAtZero),
            Matrix<T>.From(problem.W1, problem.Hidden, problem.Inputs),
            Matrix<T>.From(problem.W2, problem.Inputs, problem.Hidden),
            threads
        );

    private static GradientTrace Trace<T>(AutoencoderGradient<T> gradient)
        where T : unmanaged, INumber<T> =>
        new(
            double.CreateChecked(gradient.Forward.Loss),
            [
                new Tensor("dW1", gradient.DW1.Rows, gradient.DW1.Columns, gradient.DW1.ToDoubles()),
                new Tensor("dW2", gradient.DW2.Rows, gradient.DW2.Columns, gradient.DW2.ToDoubles()),
            ]
        );

    private TrainingTrace Train<T>(AutoencoderProblem problem, TrainingPlan plan)
        where T : unmanaged, INumber<T>, IExponentialFunctions<T>, IHyperbolicFunctions<T>
    {
        var model = Model<T>(problem);
        var images = Matrix<T>.From(plan.Images, plan.Images.Length / problem.Inputs, problem.Inputs);
        var stepSize = T.CreateChecked(plan.StepSize);
        var losses = new double[plan.Batches.Count];
        for (var update = 0; update < losses.Length; update++)
        {
            var rows = plan.Batches[update];
            var x = new Matrix<T>(rows.Length, problem.Inputs);
            for (var i = 0; i < rows.Length; i++)
                images.Row(rows[i]).CopyTo(x.Row(i));
            var gradient = model.Gradient(x);
            losses[update] = double.CreateChecked(gradient.Forward.Loss);
            Step(model.W1, gradient.DW1, stepSize);
            Step(model.W2, gradient.DW2, stepSize);
        }
        var batch = Matrix<T>.From(problem.X, problem.Batch, problem.Inputs);
        return new TrainingTrace(
            losses,
            model.W1.ToDoubles(),
            model.W2.ToDoubles(),
            model.Forward(batch).Y.ToDoubles()
        );
    }

    private static void Step<T>(Matrix<T> weights, Matrix<T> gradient, T stepSize)
        where T : unmanaged, INumber<T>
    {
        for (var i = 0; i < weights.Elements.Length; i++)
            weights.Elements[i] -= stepSize * gradient.Elements[i];
    }
}
