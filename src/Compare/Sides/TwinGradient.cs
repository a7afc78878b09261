namespace Compare.Sides;

/// <summary>Somebody's own implementation of a module's loss and gradient, on plain arrays.</summary>
/// <param name="parameters">One array for each parameter of the module, in its order, the last index running fastest.</param>
/// <param name="input">The input of the batch, the last index running fastest.</param>
/// <param name="target">The target of the batch.</param>
/// <returns>The loss and the gradient.</returns>
public delegate TwinPass TwinGradient(double[][] parameters, double[] input, double[] target);
