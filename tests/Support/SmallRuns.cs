using Compare.Problems;
using Compare.Reference.Optimizers;

namespace Compare.Tests.Support;

/// <summary>Training runs small enough for thousands of updates a second.</summary>
public static class SmallRuns
{
    /// <summary>A classifier of six inputs, which has tensors of different sizes.</summary>
    public static TrainingProblem Classifier(Optimizer rule, int updates, Precision precision = Precision.Float64) =>
        Run(new ClassifierSpec([6, 5, 4, 3]), rule, updates, precision);

    /// <summary>An autoencoder of eight inputs and three hidden units.</summary>
    public static TrainingProblem Autoencoder(
        Optimizer rule,
        int updates,
        string activation = "tanh",
        Precision precision = Precision.Float64
    ) => Run(new AutoencoderSpec(activation, 8, 3), rule, updates, precision);

    /// <summary>The homework's rule of a name in the form in which torch.optim evaluates it.</summary>
    public static Optimizer Rule(string name, double stepSize = 1e-2) =>
        OptimizerTable.Named(name) switch
        {
            Adam adam => adam with { LearningRate = stepSize, Form = AdamForm.ScaledRoot },
            var rule => rule with { LearningRate = stepSize },
        };

    /// <summary>A run of any model that takes images of few pixels.</summary>
    public static TrainingProblem Run(
        ModelSpec model,
        Optimizer rule,
        int updates,
        Precision precision = Precision.Float64,
        int seed = 3
    )
    {
        const int images = 40,
            batch = 5;
        var random = new Random(seed);
        double Draw() =>
            precision == Precision.Float32 ? (float)(random.NextDouble() - 0.5) : random.NextDouble() - 0.5;
        var x = Enumerable.Range(0, images * model.Inputs).Select(_ => Draw()).ToArray();
        int[] labels = model.NeedsLabels ? [.. Enumerable.Range(0, images).Select(_ => random.Next(3))] : [];
        var batches = Enumerable
            .Range(0, updates)
            .Select(_ => Enumerable.Range(0, batch).Select(_ => random.Next(images)).ToArray())
            .ToList();
        return new TrainingProblem(
            model,
            precision,
            [
                .. model.Parameters.Select(shape => new NamedArray(
                    shape.Name,
                    shape.Rows,
                    shape.Columns,
                    [.. Enumerable.Range(0, shape.Length).Select(_ => Draw())]
                )),
            ],
            new TrainingSet(model.Inputs, x, labels, batches),
            rule
        );
    }
}
