using System.Numerics;
using Compare.Reference.Activations;
using Compare.Reference.Models;
using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Products;
using Compare.Reference.Optimizers;

namespace Compare.Reference.Training;

/// <summary>Begins training runs.</summary>
public static class Trainer
{
    /// <summary>Begins a run in the fastest form that the processor and the number type allow.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="model">The model; its parameters are copied and stay as they are.</param>
    /// <param name="rule">The update rule.</param>
    /// <param name="batch">Most images in a batch, at least 1.</param>
    /// <param name="threads">Greatest number of threads, at least 1. The results do not depend on it.</param>
    /// <returns>The run.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The batch or the number of threads is less than 1.</exception>
    public static ITrainer<T> Create<T>(Autoencoder<T> model, Optimizer rule, int batch, int threads = 1)
        where T : unmanaged,
            INumber<T>,
            IRootFunctions<T>,
            IExponentialFunctions<T>,
            ILogarithmicFunctions<T>,
            IHyperbolicFunctions<T> =>
        Create(
            () => new Autoencoder<T>(model.Activation, model.W1.Copy(), model.W2.Copy(), threads),
            model.Activation,
            [(model.W1, null), (model.W2, null)],
            new SquaredErrorOutput<T>(),
            rule,
            batch,
            threads
        );

    /// <inheritdoc cref="Create{T}(Autoencoder{T}, Optimizer, int, int)"/>
    public static ITrainer<T> Create<T>(Classifier<T> model, Optimizer rule, int batch, int threads = 1)
        where T : unmanaged,
            INumber<T>,
            IRootFunctions<T>,
            IExponentialFunctions<T>,
            ILogarithmicFunctions<T>,
            IHyperbolicFunctions<T> =>
        Create(
            () =>
                new Classifier<T>(
                    model.Activation,
                    [.. model.Layers.Select(layer => new Layer<T>(layer.W.Copy(), layer.B.Copy()))],
                    threads
                ),
            model.Activation,
            [.. model.Layers.Select(layer => (layer.W, (Matrix<T>?)layer.B))],
            new CrossEntropyOutput<T>(),
            rule,
            batch,
            threads
        );

    private static ITrainer<T> Create<T>(
        Func<IModel<T>> copy,
        Activation activation,
        IReadOnlyList<(Matrix<T> W, Matrix<T>? B)> layers,
        OutputLoss<T> output,
        Optimizer rule,
        int batch,
        int threads
    )
        where T : unmanaged,
            INumber<T>,
            IRootFunctions<T>,
            IExponentialFunctions<T>,
            ILogarithmicFunctions<T>,
            IHyperbolicFunctions<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        return BlockedProduct.IsSupported && Registers.Hold<T>()
            ? new PackedTrainer<T>(activation, layers, output, rule, batch, threads, BlockedProduct.WidestRegister)
            : new TextbookTrainer<T>(copy(), rule);
    }
}
