namespace Compare.Torch.Models;

/// <summary>Loss and gradients as autograd computed them.</summary>
/// <param name="Loss">Eq. (1) of the homework: half the squared error of an image, averaged over the batch.</param>
/// <param name="DW1">Gradient by W1, shape (k x d).</param>
/// <param name="DW2">Gradient by W2, shape (d x k).</param>
public sealed record TorchGradient(double Loss, double[] DW1, double[] DW2);
