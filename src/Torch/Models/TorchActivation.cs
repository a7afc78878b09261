using TorchSharp;

namespace Compare.Torch.Models;

/// <summary>The activation functions of the homework as libtorch computes them.</summary>
internal static class TorchActivation
{
    // Lambdas, because making the table must not initialise TorchSharp. The third column is the step of hand-written tensor code.
    private static readonly (
        string Name,
        Func<torch.Tensor, torch.Tensor> Function,
        Func<torch.Tensor, torch.Tensor, torch.Tensor> Backpropagate
    )[] Table =
    [
        ("relu", a => torch.nn.functional.relu(a), (dZ, z) => dZ.mul_(z > 0)),
        ("sigmoid", a => torch.sigmoid(a), (dZ, z) => dZ.mul_(z).mul_(1 - z)),
        ("tanh", a => torch.tanh(a), (dZ, z) => dZ.addcmul_(dZ * z, z, -1)),
        ("identity", a => a, (dZ, _) => dZ),
        ("negative", a => torch.neg(a), (dZ, _) => dZ.neg_()),
    ];

    /// <summary>The names that <see cref="Named"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Table.Select(row => row.Name)];

    /// <summary>Finds an activation by name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <returns>z = s(a), element by element.</returns>
    /// <exception cref="ArgumentException">There is no such activation.</exception>
    public static Func<torch.Tensor, torch.Tensor> Named(string name) => Table[IndexOf(name)].Function;

    /// <summary>Finds the derivative of an activation by name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <returns>From the gradient by z, which it may overwrite, and z itself to the gradient by a.</returns>
    /// <exception cref="ArgumentException">There is no such activation.</exception>
    public static Func<torch.Tensor, torch.Tensor, torch.Tensor> BackpropagationOf(string name) =>
        Table[IndexOf(name)].Backpropagate;

    private static int IndexOf(string name)
    {
        var index = Array.FindIndex(Table, row => row.Name == name);
        return index >= 0
            ? index
            : throw new ArgumentException(
                $"Unknown activation '{name}'; known are {string.Join(", ", Names)}.",
                nameof(name)
            );
    }
}
