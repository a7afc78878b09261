namespace Compare.Torch.Models;

/// <summary>A fully connected layer on libtorch, without any numbers in it.</summary>
/// <param name="Units">Number of its outputs, at least 1.</param>
/// <param name="Activation">Name of what is applied to its outputs, element by element; null for nothing.</param>
/// <param name="HasBias">Whether it has biases.</param>
public sealed record TorchLayer(int Units, string? Activation, bool HasBias);
