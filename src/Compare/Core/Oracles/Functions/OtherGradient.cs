namespace Compare.Oracles.Functions;

/// <summary>A gradient from elsewhere that takes part in the check, such as autograd's.</summary>
/// <param name="Name">Who computes it, for example <c>TorchSharp's autograd</c>.</param>
/// <param name="Gradient">From the arguments, one array each, to the gradient, one array per argument of the same length.</param>
public sealed record OtherGradient(string Name, Func<double[][], double[][]> Gradient);
