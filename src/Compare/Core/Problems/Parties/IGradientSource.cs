namespace Compare.Problems.Parties;

/// <summary>Whoever computes a model's loss and gradients from plain arrays: a side, somebody's function, or a recording.</summary>
public interface IGradientSource
{
    /// <summary>The name used in reports, for example <c>TorchSharp</c>.</summary>
    string Name { get; }

    /// <summary>Whether it cannot compute a model.</summary>
    /// <param name="model">The model.</param>
    /// <returns>What it lacks, in words; null for a model that it computes.</returns>
    string? Refuses(ModelSpec model) => null;

    /// <summary>Computes the loss and its gradients.</summary>
    /// <param name="problem">What to compute, and in which precision.</param>
    /// <returns>The loss where it is known, and one gradient per parameter.</returns>
    GradientTrace Gradient(Problem problem);
}
