using System.Globalization;
using Compare.Problems;
using Compare.Problems.Data;
using Compare.Problems.Parties;
using Compare.Reference.Activations;
using Compare.Reference.Optimizers;
using Compare.Results;

namespace Compare.Checks;

/// <summary>A short training run on both sides, to look at: loss curves, originals and reconstructions. It judges nothing.</summary>
/// <param name="First">The from-scratch side.</param>
/// <param name="Second">The side to show beside it.</param>
/// <param name="Images">Training images.</param>
/// <param name="Seed">Decides weights and order.</param>
internal sealed record TrainingPreview(IEpochSide First, IEpochSide Second, ImageSet Images, ulong Seed)
{
    private static readonly Activation Function = Activation.Linear(1);
    private const int Hidden = 25;
    private const int Batch = 100;
    private const int Updates = 600;
    private const double StepSize = 0.005;
    private const int Shown = 10;

    /// <summary>Trains on both sides in float32.</summary>
    /// <param name="progress">Told the parts done, their number, and the part about to run.</param>
    /// <param name="cancellation">Ends the run between the sides.</param>
    /// <returns>Figures; none if cancelled.</returns>
    public IReadOnlyList<Figure> Run(Action<int, int, string> progress, CancellationToken cancellation)
    {
        var batch = Math.Min(Batch, Images.Count);
        var model = new AutoencoderSpec(Function, Images.Rows * Images.Columns, Hidden);
        var shown = ImageProblems.Of(model, Images, Precision.Float32, Math.Min(Shown, Images.Count), Seed);
        var set = ImageProblems.Training(model, Images, Precision.Float32, batch, Updates, Seed + 2);
        var images = new Batch(set.X.Length / set.Inputs, set.X, set.Labels);
        int[] order = [.. set.Batches.SelectMany(rows => rows)];
        var losses = new List<double[]>();
        var reconstructions = new List<double[]>();
        foreach (var side in new[] { First, Second })
        {
            if (cancellation.IsCancellationRequested)
                return [];
            progress(losses.Count, 2, $"short training, {side.Name}");
            var rule = Sgd.Homework with { LearningRate = StepSize };
            using var training = side.StartEpochs(model, Precision.Float32, shown.Parameters, rule, images, batch);
            losses.Add(training.Train(order, batch));
            using var trained = side.Start(model, Precision.Float32, training.CopyParameters(), rule);
            reconstructions.Add(trained.Outputs(shown.Batch));
        }
        var updates = Enumerable.Range(1, Updates).Select(i => (double)i).ToList();
        var settings = string.Create(
            CultureInfo.InvariantCulture,
            $"{Function}, k = {Hidden}, {Updates} updates of plain SGD with step size {StepSize} on batches of {batch}, float32"
        );
        return
        [
            new LineFigure(
                "figure/training/loss",
                "A short training: loss",
                $"Loss of each batch, Eq. (1), on both sides ({settings}).",
                [new LineSeries(First.Name, updates, losses[0]), new LineSeries(Second.Name, updates, losses[1])],
                "update",
                "loss, squared pixel units",
                LogarithmicY: false
            ),
            new ImageGridFigure(
                "figure/training/reconstructions",
                "A short training: originals and reconstructions",
                $"Images of the training set and what each side makes of them afterwards ({settings}).",
                Images.Rows,
                Images.Columns,
                [
                    new ImageRow("original", Pictures.OfCentred(shown.Batch.X, model.Inputs)),
                    new ImageRow(First.Name, Pictures.OfCentred(reconstructions[0], model.Inputs)),
                    new ImageRow(Second.Name, Pictures.OfCentred(reconstructions[1], model.Inputs)),
                ]
            ),
        ];
    }
}
