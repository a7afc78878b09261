namespace Compare.Problems.Parties;

/// <summary>A training run in progress on one side, which can be stepped, read and overwritten.</summary>
public interface ITraining : IDisposable
{
    /// <summary>Loss and gradients at the present parameters.</summary>
    /// <param name="batch">The images.</param>
    /// <returns>The loss, and one gradient per parameter.</returns>
    GradientTrace Gradient(Batch batch);

    /// <summary>Makes one update from given gradients.</summary>
    /// <param name="gradients">One per parameter, in the model's order and shapes.</param>
    void Update(IReadOnlyList<NamedArray> gradients);

    /// <summary>Makes one update from a batch, without leaving the side's own arithmetic in between.</summary>
    /// <param name="batch">The images.</param>
    /// <returns>The loss before the update.</returns>
    double Step(Batch batch);

    /// <summary>Copies the present parameters.</summary>
    /// <returns>In the model's order and shapes.</returns>
    IReadOnlyList<NamedArray> CopyParameters();

    /// <summary>Copies what the run carries on.</summary>
    /// <returns>Parameters and the optimizer's state.</returns>
    TrainingState Save();

    /// <summary>Goes on from somewhere else.</summary>
    /// <param name="state">What <see cref="Save"/> of a run of the same model and rule gave, on whichever side.</param>
    void Load(TrainingState state);

    /// <summary>What the model makes of images at the present parameters.</summary>
    /// <param name="batch">The images.</param>
    /// <returns>Reconstructions or logits, one row per image.</returns>
    double[] Outputs(Batch batch);
}
