using System.Globalization;
using Compare.Data;
using Compare.Reports;
using Compare.Sides;

namespace Compare.Checks;

/// <summary>A short training run on both sides, to look at: loss curves, originals and reconstructions. It judges nothing.</summary>
/// <param name="First">The from-scratch side.</param>
/// <param name="Second">The side to show beside it.</param>
/// <param name="Images">Training images.</param>
/// <param name="Seed">Decides weights and order.</param>
public sealed record TrainingPreview(ISide First, ISide Second, ImageSet Images, ulong Seed)
{
    private const string Activation = "identity";
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
        var problem = Problems.Autoencoder(
            Images,
            Activation,
            Hidden,
            Precision.Float32,
            Math.Min(Shown, Images.Count),
            Seed
        );
        var plan = Problems.Training(Images, Precision.Float32, batch, Updates, StepSize, Seed + 2);
        var traces = new List<TrainingTrace>();
        foreach (var side in new[] { First, Second })
        {
            if (cancellation.IsCancellationRequested)
                return [];
            progress(traces.Count, 2, $"short training, {side.Name}");
            traces.Add(side.Train(problem, plan));
        }
        var updates = Enumerable.Range(1, Updates).Select(i => (double)i).ToList();
        var settings = string.Create(
            CultureInfo.InvariantCulture,
            $"{Activation}, k = {Hidden}, {Updates} updates of plain SGD with step size {StepSize} on batches of {batch}, float32"
        );
        return
        [
            new LineFigure(
                "figure/training/loss",
                "A short training: loss",
                $"Loss of each batch, Eq. (1), on both sides ({settings}).",
                [
                    new LineSeries(First.Name, updates, traces[0].Losses),
                    new LineSeries(Second.Name, updates, traces[1].Losses),
                ],
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
                    new ImageRow("original", Pictures(problem.X, problem.Inputs)),
                    new ImageRow(First.Name, Pictures(traces[0].Reconstructions, problem.Inputs)),
                    new ImageRow(Second.Name, Pictures(traces[1].Reconstructions, problem.Inputs)),
                ]
            ),
        ];
    }

    private static List<byte[]> Pictures(double[] pixels, int size) =>
        [.. pixels.Chunk(size).Select(image => image.Select(Grey).ToArray())];

    private static byte Grey(double pixel) =>
        double.IsNaN(pixel) ? (byte)0 : (byte)Math.Clamp(Math.Round((pixel + 0.5) * 255), 0, 255);
}
