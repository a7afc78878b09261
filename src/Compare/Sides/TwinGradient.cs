namespace Compare.Sides;

/// <summary>Somebody's own implementation of a module's loss and gradient, on plain arrays.</summary>
/// <param name="parameters">One array for each parameter of the module, in its order, the last index running fastest.</param>
/// <param name="input">The input of the batch, the last index running fastest.</param>
/// <param name="target">The target of the batch.</param>
/// <returns>The loss and the gradient.</returns>
public delegate TwinPass TwinGradient(double[][] parameters, double[] input, double[] target);

/// <summary>Somebody's own update of parameters on plain arrays; what it remembers is its own.</summary>
/// <param name="parameters">One array for each parameter of the module; changed in place.</param>
/// <param name="gradients">The gradient by each.</param>
/// <param name="update">The number of the update, 1 for the first; a training begins anew with it.</param>
public delegate void TwinUpdate(double[][] parameters, double[][] gradients, int update);
