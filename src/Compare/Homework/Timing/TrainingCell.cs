using Compare.Problems;
using Compare.Problems.Data;
using Compare.Reference.Optimizers;

namespace Compare.Homework.Timing;

/// <summary>A training step to time: a model, a rule and a batch.</summary>
/// <param name="Problem">Model, initial parameters and batch.</param>
/// <param name="Rule">The update rule.</param>
internal sealed record TrainingCell(Problem Problem, Optimizer Rule)
{
    private static readonly int[] HiddenSizes = [25, 50, 100];

    /// <summary>Model and rule in words; the rule is sgd unless it is said.</summary>
    public string Name =>
        Rule is Sgd && Problem.Model is AutoencoderSpec ? Problem.Model.Words : $"{Problem.Model.Words}, {Rule.Name}";

    /// <summary>The same as a part of an id.</summary>
    public string Id => FormattableString.Invariant($"{Problem.Model.Id}/{Rule.Name}/{Problem.Batch.Count}");

    /// <summary>Floating-point operations of the products of a step: forward, by the weights, and back to all layers but the first.</summary>
    public double Operations
    {
        get
        {
            var weights = Problem.Parameters.Where(p => p.Rows > 1).Select(p => (double)p.Rows * p.Columns).ToList();
            return 2.0 * Problem.Batch.Count * (3 * weights.Sum() - weights[0]);
        }
    }

    /// <summary>The 20 cells of the homework: 15 autoencoders of Table 1 with SGD, 5 rules of Table 2 on the classifier.</summary>
    /// <param name="images">Where the batches come from.</param>
    /// <param name="batch">B.</param>
    /// <param name="seed">Decides batches and parameters.</param>
    public static IReadOnlyList<TrainingCell> Homework(ImageSet images, int batch, ulong seed)
    {
        var pixels = images.Rows * images.Columns;
        TrainingCell Cell(ModelSpec model, Optimizer rule) =>
            new(ImageProblems.Of(model, images, Precision.Float32, Math.Min(batch, images.Count), seed), rule);
        var autoencoders =
            from activation in Reference.Activations.Activation.Names
            from hidden in HiddenSizes
            select Cell(new AutoencoderSpec(activation, pixels, hidden), Sgd.Homework with { LearningRate = 0.005 });
        var classifiers =
            from rule in OptimizerTable.Table2
            select Cell(
                new ClassifierSpec([pixels, 256, 256, 10]),
                OptimizerTable.Named(rule) with
                {
                    LearningRate = 1e-3,
                }
            );
        return [.. autoencoders, .. classifiers];
    }
}
