using System.Numerics;
using Compare.Reference.LinearAlgebra;
using Compare.Reference.Models;
using Compare.Reference.Numerics;
using Compare.Reference.Optimizers;
using Compare.Reference.Training;

namespace Compare.Problems.Parties;

/// <summary>The from-scratch side: hand-derived gradients in C#.</summary>
/// <param name="threads">Greatest number of threads, at least 1. The results do not depend on it.</param>
public sealed class ReferenceSide(int threads = 1) : IPcaSide
{
    /// <inheritdoc/>
    public string Name => "from scratch";

    /// <inheritdoc/>
    public GradientTrace Gradient(Problem problem)
    {
        using var training = Start(problem.Model, problem.Precision, problem.Parameters, Sgd.Homework);
        return training.Gradient(problem.Batch);
    }

    /// <inheritdoc/>
    public ITraining Start(
        ModelSpec model,
        Precision precision,
        IReadOnlyList<NamedArray> parameters,
        Optimizer rule
    ) =>
        precision == Precision.Float32 ? Start<float>(model, parameters, rule) : Start<double>(model, parameters, rule);

    /// <inheritdoc/>
    public IEpochTraining StartEpochs(
        ModelSpec model,
        Precision precision,
        IReadOnlyList<NamedArray> parameters,
        Optimizer rule,
        Batch images,
        int batch
    ) =>
        precision == Precision.Float32
            ? new ReferenceEpochs<float>(Trainer<float>(model, parameters, rule, batch), images)
            : new ReferenceEpochs<double>(Trainer<double>(model, parameters, rule, batch), images);

    /// <summary>Begins a training run at full speed.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="parameters">Initial parameters.</param>
    /// <param name="rule">The update rule.</param>
    /// <param name="batch">Most images in a batch.</param>
    /// <returns>The run.</returns>
    internal ITrainer<T> Trainer<T>(ModelSpec model, IReadOnlyList<NamedArray> parameters, Optimizer rule, int batch)
        where T : unmanaged,
            INumber<T>,
            IExponentialFunctions<T>,
            ILogarithmicFunctions<T>,
            IHyperbolicFunctions<T>,
            IRootFunctions<T> => Reference.Training.Trainer.Create(Model<T>(model, parameters), rule, batch, threads);

    /// <summary>Begins a training run in any arithmetic.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="parameters">Initial parameters.</param>
    /// <param name="rule">The update rule.</param>
    /// <returns>The run.</returns>
    internal ReferenceTraining<T> Start<T>(ModelSpec model, IReadOnlyList<NamedArray> parameters, Optimizer rule)
        where T : unmanaged,
            INumber<T>,
            IExponentialFunctions<T>,
            ILogarithmicFunctions<T>,
            IHyperbolicFunctions<T>,
            IRootFunctions<T> => new(new TextbookTrainer<T>(Model<T>(model, parameters), rule));

    /// <summary>Evaluates the hand-derived gradient in any arithmetic.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="problem">What to compute.</param>
    /// <returns>Loss, gradients and pre-activations.</returns>
    internal LossGradient<T> Evaluate<T>(Problem problem)
        where T : unmanaged, INumber<T>, IExponentialFunctions<T>, ILogarithmicFunctions<T>, IHyperbolicFunctions<T> =>
        Model<T>(problem.Model, problem.Parameters)
            .LossGradient(
                Matrix<T>.From(problem.Batch.X, problem.Batch.Count, problem.Model.Inputs),
                problem.Batch.Labels
            );

    /// <summary>Makes a model in any arithmetic.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="model">Which one.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <returns>A model with parameters of its own.</returns>
    internal Network<T> Model<T>(ModelSpec model, IReadOnlyList<NamedArray> parameters)
        where T : unmanaged, INumber<T>, IExponentialFunctions<T>, ILogarithmicFunctions<T>, IHyperbolicFunctions<T>
    {
        var matrices = new Queue<Matrix<T>>(parameters.Select(p => Matrix<T>.From(p.Values, p.Rows, p.Columns)));
        return new Network<T>(
            [
                .. model.Layers.Select(layer => new Layer<T>(
                    matrices.Dequeue(),
                    layer.HasBias ? matrices.Dequeue() : null,
                    layer.Activation
                )),
            ],
            model.Loss,
            model.Target,
            threads
        );
    }

    /// <inheritdoc/>
    public ILeastSquares StartLeastSquares(Matrix<double> s, Matrix<double> w1, Matrix<double> w2, bool isNegative) =>
        new ReferenceLeastSquares(
            new LinearAutoencoder<double>(s, w1.Copy(), w2.Copy(), isNegative) { Threads = threads }
        );
}
