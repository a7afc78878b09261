namespace Compare.Sides;

/// <summary>One of the parties to a comparison: an implementation of the models that computes from plain arrays.</summary>
public interface ISide
{
    /// <summary>The name used in reports, for example <c>TorchSharp</c>.</summary>
    string Name { get; }

    /// <summary>Computes the loss and its gradients.</summary>
    /// <param name="problem">What to compute, and in which precision.</param>
    /// <returns>Loss and gradients dW1 and dW2.</returns>
    GradientTrace Gradient(AutoencoderProblem problem);

    /// <summary>Trains by plain SGD from the problem's weights.</summary>
    /// <param name="problem">The model, its initial weights, and the batch to reconstruct at the end.</param>
    /// <param name="plan">The updates.</param>
    /// <returns>Losses, final weights and reconstructions.</returns>
    TrainingTrace Train(AutoencoderProblem problem, TrainingPlan plan);
}
