using Compare.Problems.Parties;
using Compare.Reference.Numerics;
using Compare.Reference.Training;

namespace Compare.Homework.Timing;

/// <summary>The from-scratch side at full speed.</summary>
/// <param name="cell">The step.</param>
/// <param name="threads">Greatest number of threads.</param>
internal sealed class ReferenceContender(TrainingCell cell, int threads) : Contender
{
    private readonly ITrainer<float> _trainer = new ReferenceSide(threads).Trainer<float>(
        cell.Problem.Model,
        cell.Problem.Parameters,
        cell.Rule,
        cell.Problem.Batch.Count
    );

    private readonly Matrix<float> _x = Matrix<float>.From(
        cell.Problem.Batch.X,
        cell.Problem.Batch.Count,
        cell.Problem.Model.Inputs
    );

    /// <inheritdoc/>
    public override string Name => "from scratch";

    /// <inheritdoc/>
    public override void Step() => _trainer.Step(_x, cell.Problem.Batch.Labels, []);

    /// <inheritdoc/>
    public override IReadOnlyList<double[]> CopyParameters() =>
        [.. _trainer.CopyParameters().Select(p => p.Values.ToDoubles())];

    /// <inheritdoc/>
    public override void Dispose() { }
}
