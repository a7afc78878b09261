using System.Numerics;
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
    /// <param name="network">The network; its parameters are copied and stay as they are.</param>
    /// <param name="rule">The update rule.</param>
    /// <param name="batch">Most images in a batch, at least 1.</param>
    /// <param name="threads">Greatest number of threads, at least 1. The results do not depend on it.</param>
    /// <returns>The run.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The batch or the number of threads is less than 1.</exception>
    public static ITrainer<T> Create<T>(Network<T> network, Optimizer rule, int batch, int threads = 1)
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
            ? new PackedTrainer<T>(network, rule, batch, threads, BlockedProduct.WidestRegister)
            : new TextbookTrainer<T>(network.Copy(), rule);
    }
}
