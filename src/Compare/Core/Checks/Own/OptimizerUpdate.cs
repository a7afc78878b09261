namespace Compare.Checks.Own;

/// <summary>One update of somebody's optimizer of several tensors; what it remembers between updates is its own.</summary>
/// <param name="parameters">One array for each tensor; to be changed in place.</param>
/// <param name="gradients">The gradient of the loss by each.</param>
/// <param name="update">The number of the update, 1 for the first; a training begins anew with it.</param>
public delegate void OptimizerUpdate(double[][] parameters, double[][] gradients, int update);
