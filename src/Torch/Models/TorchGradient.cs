namespace Compare.Torch.Models;

/// <summary>Loss and gradients as autograd computed them.</summary>
/// <param name="Loss">The loss, mean over the batch.</param>
/// <param name="Gradients">One array per parameter, in the order of the parameters and row after row.</param>
public sealed record TorchGradient(double Loss, IReadOnlyList<double[]> Gradients);
