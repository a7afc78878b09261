namespace Compare.Torch.Models;

/// <summary>Name and shape of a parameter of a model.</summary>
/// <param name="Name">For example <c>W1</c>.</param>
/// <param name="Rows">Number of rows; 1 for biases.</param>
/// <param name="Columns">Number of columns.</param>
public sealed record TorchParameter(string Name, int Rows, int Columns);
