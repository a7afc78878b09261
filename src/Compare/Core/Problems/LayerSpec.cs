using Compare.Reference.Activations;

namespace Compare.Problems;

/// <summary>A fully connected layer of a model, without any numbers in it.</summary>
/// <param name="Units">Number of its outputs, at least 1.</param>
/// <param name="Activation">What is applied to its outputs; <see cref="Reference.Activations.Activation.None"/> for nothing.</param>
/// <param name="HasBias">Whether it has biases.</param>
public sealed record LayerSpec(int Units, Activation Activation, bool HasBias);
