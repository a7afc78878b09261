namespace Compare.Sides;

/// <summary>What a training run left behind.</summary>
/// <param name="Losses">The loss of each update's batch, before the update.</param>
/// <param name="W1">Final encoder, shape (k x d).</param>
/// <param name="W2">Final decoder, shape (d x k).</param>
/// <param name="Reconstructions">The problem's batch reconstructed with the final weights, shape (B x d).</param>
public sealed record TrainingTrace(double[] Losses, double[] W1, double[] W2, double[] Reconstructions);
