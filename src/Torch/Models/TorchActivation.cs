using TorchSharp;

namespace Compare.Torch.Models;

/// <summary>The activation functions of the homework as libtorch computes them.</summary>
internal static class TorchActivation
{
    // Lambdas, because making the table must not initialise TorchSharp.
    private static readonly (string Name, Func<torch.Tensor, torch.Tensor> Function)[] Table =
    [
        ("relu", a => torch.nn.functional.relu(a)),
        ("sigmoid", a => torch.sigmoid(a)),
        ("tanh", a => torch.tanh(a)),
        ("identity", a => a),
        ("negative", a => torch.neg(a)),
    ];

    /// <summary>The names that <see cref="Named"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Table.Select(row => row.Name)];

    /// <summary>Finds an activation by name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <returns>z = s(a), element by element.</returns>
    /// <exception cref="ArgumentException">There is no such activation.</exception>
    public static Func<torch.Tensor, torch.Tensor> Named(string name)
    {
        foreach (var row in Table)
            if (row.Name == name)
                return row.Function;
        throw new ArgumentException(
            $"Unknown activation '{name}'; known are {string.Join(", ", Names)}.",
            nameof(name)
        );
    }
}
