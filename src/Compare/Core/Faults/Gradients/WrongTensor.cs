using Compare.Problems;

namespace Compare.Faults.Gradients;

/// <summary>A gradient that is wrong, beside the right one.</summary>
/// <param name="Name">Its name, for example <c>dW1</c>.</param>
/// <param name="Found">The numbers in question, shape (n).</param>
/// <param name="Right">The right ones, shape (n).</param>
/// <param name="Allowed">How far two right programs may be apart, shape (n); infinite where nothing is known.</param>
/// <param name="Argument">What it is the gradient by, of the same shape; null for a loss.</param>
internal sealed record WrongTensor(string Name, double[] Found, double[] Right, double[] Allowed, NamedArray? Argument);
