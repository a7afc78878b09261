using TorchSharp;

namespace Compare.Torch.Models;

/// <summary>Activation functions by name as libtorch computes them: an immutable list, to which anybody can add.</summary>
public sealed class TorchActivations
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

    private readonly (string Name, Func<torch.Tensor, torch.Tensor> Function)[] _rows;

    private TorchActivations((string Name, Func<torch.Tensor, torch.Tensor> Function)[] rows) => _rows = rows;

    /// <summary>The activations of the homework.</summary>
    public static TorchActivations Homework { get; } = new([.. Table.Select(row => (row.Name, row.Function))]);

    /// <summary>The names that <see cref="Named"/> knows.</summary>
    public IReadOnlyList<string> Names => [.. _rows.Select(row => row.Name)];

    /// <summary>The same list with one more function.</summary>
    /// <param name="name">Its name; one that is there already is replaced.</param>
    /// <param name="function">z = s(a), element by element, of operations that autograd can differentiate.</param>
    /// <returns>The list; this one stays as it is.</returns>
    public TorchActivations With(string name, Func<torch.Tensor, torch.Tensor> function) =>
        new([.. _rows.Where(row => row.Name != name), (name, function)]);

    /// <summary>Finds an activation by name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <returns>z = s(a), element by element.</returns>
    /// <exception cref="ArgumentException">There is no such activation.</exception>
    public Func<torch.Tensor, torch.Tensor> Named(string name)
    {
        foreach (var (known, function) in _rows)
            if (known == name)
                return function;
        throw Unknown(name, Names);
    }

    /// <summary>Finds the derivative of an activation of the homework by name.</summary>
    /// <param name="name">A name of <see cref="Homework"/>.</param>
    /// <returns>From the gradient by z, which it may overwrite, and z itself to the gradient by a.</returns>
    /// <exception cref="ArgumentException">There is no such activation.</exception>
    internal static Func<torch.Tensor, torch.Tensor, torch.Tensor> BackpropagationOf(string name)
    {
        foreach (var (known, _, backpropagate) in Table)
            if (known == name)
                return backpropagate;
        throw Unknown(name, Homework.Names);
    }

    private static ArgumentException Unknown(string name, IReadOnlyList<string> names) =>
        new($"Unknown activation '{name}'; known are {string.Join(", ", names)}.", nameof(name));
}
