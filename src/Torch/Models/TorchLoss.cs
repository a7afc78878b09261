using TorchSharp;

namespace Compare.Torch.Models;

/// <summary>The losses as libtorch computes them, mean over the batch.</summary>
internal static class TorchLoss
{
    // Lambdas, because making the table must not initialise TorchSharp.
    private static readonly (
        string Name,
        bool TakesClasses,
        Func<torch.Tensor, torch.Tensor, torch.Tensor> Function
    )[] Table =
    [
        // Eq. (1) of the homework: 1/(2B) times the sum of (Y - X)^2.
        (
            "squared-error",
            false,
            (y, x) => torch.nn.functional.mse_loss(y, x, torch.nn.Reduction.Sum) / (2.0 * x.shape[0])
        ),
        ("cross-entropy", true, (logits, labels) => torch.nn.functional.cross_entropy(logits, labels)),
    ];

    /// <summary>The names that <see cref="Named"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Table.Select(row => row.Name)];

    /// <summary>Finds a loss by name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <returns>
    /// From outputs, shape (B x n), and what they should be to the loss; whether that is the number of a class, shape (B), or as many
    /// numbers, shape (B x n).
    /// </returns>
    /// <exception cref="ArgumentException">There is no such loss.</exception>
    public static (bool TakesClasses, Func<torch.Tensor, torch.Tensor, torch.Tensor> Function) Named(string name)
    {
        foreach (var (known, takesClasses, function) in Table)
            if (known == name)
                return (takesClasses, function);
        throw new ArgumentException($"Unknown loss '{name}'; known are {string.Join(", ", Names)}.", nameof(name));
    }
}
