namespace Compare.Sides;

/// <summary>A training run to carry out from a problem's weights: which images in which order, and how far to step.</summary>
/// <param name="Images">Training images, shape (N x d).</param>
/// <param name="Batches">For each update the rows of <paramref name="Images"/> that form its batch.</param>
/// <param name="StepSize">The constant step size of plain SGD; dimensionless, positive.</param>
public sealed record TrainingPlan(double[] Images, IReadOnlyList<int[]> Batches, double StepSize);
