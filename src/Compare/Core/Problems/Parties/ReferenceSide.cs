using System.Numerics;
using Compare.Reference.Activations;
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
    /// <summary>What the checks take for relu'(0): libtorch's choice, so that the two sides compute the same function.</summary>
    public const double ReluDerivativeAtZero = 0;

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
        ImageArrays images,
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
            IRootFunctions<T> =>
        Model<T>(model, parameters) switch
        {
            Autoencoder<T> autoencoder => Reference.Training.Trainer.Create(autoencoder, rule, batch, threads),
            Classifier<T> classifier => Reference.Training.Trainer.Create(classifier, rule, batch, threads),
            _ => throw new NotSupportedException($"The from-scratch side does not train a {model.Kind} at full speed."),
        };

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
            IRootFunctions<T> => new(Model<T>(model, parameters), rule);

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
    internal IModel<T> Model<T>(ModelSpec model, IReadOnlyList<NamedArray> parameters)
        where T : unmanaged, INumber<T>, IExponentialFunctions<T>, ILogarithmicFunctions<T>, IHyperbolicFunctions<T>
    {
        var matrices = parameters.Select(p => Matrix<T>.From(p.Values, p.Rows, p.Columns)).ToArray();
        var activation = Activation.Named(model.Activation, ReluDerivativeAtZero);
        return model switch
        {
            AutoencoderSpec => new Autoencoder<T>(activation, matrices[0], matrices[1], threads),
            ClassifierSpec => new Classifier<T>(
                activation,
                [.. matrices.Chunk(2).Select(pair => new Layer<T>(pair[0], pair[1]))],
                threads
            ),
            _ => throw new NotSupportedException($"The from-scratch side has no {model.Kind}."),
        };
    }

    /// <inheritdoc/>
    public ILeastSquares StartLeastSquares(Matrix<double> s, Matrix<double> w1, Matrix<double> w2, bool isNegative) =>
        new ReferenceLeastSquares(
            new LinearAutoencoder<double>(s, w1.Copy(), w2.Copy(), isNegative) { Threads = threads }
        );
}
