using System.Numerics;
using Compare.Reference.Numerics;

namespace Compare.Reference.Losses;

/// <summary>A loss chosen at run time: what the outputs of a network are worth, and its gradient by them, derived by hand.</summary>
/// <remarks>A loss is one file and one row of the table here. B images a batch, n outputs.</remarks>
public abstract class LossFunction
{
    private static readonly LossFunction[] Table = [new SquaredError(), new CrossEntropy()];

    private protected LossFunction(string name, bool takesClasses) => (Name, TakesClasses) = (name, takesClasses);

    /// <summary>The names that <see cref="Named"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Table.Select(loss => loss.Name)];

    /// <summary>Half the squared error, mean over the batch: (A.5).</summary>
    public static LossFunction SquaredError => Table[0];

    /// <summary>Softmax followed by the negative log likelihood of the label, mean over the batch: (C.6).</summary>
    public static LossFunction CrossEntropy => Table[1];

    /// <summary>Its name, for example <c>squared-error</c>.</summary>
    public string Name { get; }

    /// <summary>Whether it compares outputs with the number of a class; otherwise with as many numbers.</summary>
    public bool TakesClasses { get; }

    /// <summary>Finds a loss by name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <returns>The loss.</returns>
    /// <exception cref="ArgumentException">There is no such loss.</exception>
    public static LossFunction Named(string name) =>
        Array.Find(Table, loss => loss.Name == name)
        ?? throw new ArgumentException($"Unknown loss '{name}'; known are {string.Join(", ", Names)}.", nameof(name));

    /// <summary>The loss of a batch.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="outputs">Shape (B x n).</param>
    /// <param name="targets">What the outputs should be, shape (B x n); not read by a loss that takes classes.</param>
    /// <param name="labels">The right class of each image, shape (B); not read by a loss that takes none.</param>
    /// <returns>The mean over the batch.</returns>
    /// <exception cref="ArgumentException">Targets or labels do not fit the outputs.</exception>
    public abstract T Value<T>(Matrix<T> outputs, Matrix<T> targets, ReadOnlySpan<int> labels)
        where T : unmanaged, INumber<T>, IExponentialFunctions<T>, ILogarithmicFunctions<T>;

    /// <summary>The loss of a batch and its gradient by the outputs.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="outputs">Shape (B x n).</param>
    /// <param name="targets">What the outputs should be, shape (B x n); not read by a loss that takes classes.</param>
    /// <param name="labels">The right class of each image, shape (B); not read by a loss that takes none.</param>
    /// <returns>The mean over the batch, and its gradient, shape (B x n), newly allocated.</returns>
    /// <exception cref="ArgumentException">Targets or labels do not fit the outputs.</exception>
    public abstract (T Loss, Matrix<T> Gradient) Differentiate<T>(
        Matrix<T> outputs,
        Matrix<T> targets,
        ReadOnlySpan<int> labels
    )
        where T : unmanaged, INumber<T>, IExponentialFunctions<T>, ILogarithmicFunctions<T>;

    /// <summary>The same image by image, for training at full speed.</summary>
    internal abstract OutputLoss<T> ByImage<T>()
        where T : unmanaged, INumber<T>, IExponentialFunctions<T>, ILogarithmicFunctions<T>;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
