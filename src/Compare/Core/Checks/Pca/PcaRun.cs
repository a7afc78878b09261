using Compare.Problems;
using Compare.Problems.Parties;
using Compare.Reference.Numerics;
using Compare.Reference.Optimizers;

namespace Compare.Checks.Pca;

/// <summary>One autoencoder trained on one side by gradient descent and, where its code is linear, to the end.</summary>
internal sealed record PcaRun
{
    private const int SweepsBetweenLooks = 20;
    private const int MostSweeps = 20_000;

    /// <summary>Finer than this an angle is not wanted.</summary>
    private const double FineEnough = 1e-10;

    /// <summary>The model.</summary>
    public required AutoencoderSpec Model { get; init; }

    /// <summary>The side's name.</summary>
    public required string Side { get; init; }

    /// <summary>The exact optimum.</summary>
    public required Optimum Optimum { get; init; }

    /// <summary>Mean loss over all images where gradient descent stopped, as the side computes it.</summary>
    public required double Loss { get; init; }

    /// <summary>Before the first epoch and after each; empty for a code that is not linear.</summary>
    public required IReadOnlyList<Position> Epochs { get; init; }

    /// <summary>Where gradient descent stopped.</summary>
    public required Matrix<double> TrainedW1 { get; init; }

    /// <inheritdoc cref="TrainedW1"/>
    public required Matrix<double> TrainedW2 { get; init; }

    /// <summary>Sweeps of least squares and the sine of the largest angle after them; empty for a code that is not linear.</summary>
    public IReadOnlyList<(int Sweeps, double Sine)> Approach { get; init; } = [];

    /// <summary>The weights at the end; null for a code that is not linear.</summary>
    public (Matrix<double> W1, Matrix<double> W2)? End { get; init; }

    /// <summary>Whether the code is linear, so that PCA is the optimum.</summary>
    public bool IsLinear => Model.Function.Slope is 1 or -1;

    /// <summary>Whether s(a) = -a.</summary>
    public bool IsNegative => Model.Function.Slope == -1;

    /// <summary>Trains and finishes.</summary>
    /// <param name="model">The model.</param>
    /// <param name="side">The side.</param>
    /// <param name="optimum">The exact optimum.</param>
    /// <param name="training">Images and batches; whole epochs.</param>
    /// <param name="epochs">Number of epochs.</param>
    /// <param name="stepSize">Of plain SGD.</param>
    /// <param name="parameters">Initial weights.</param>
    /// <param name="threads">Greatest number of threads.</param>
    /// <param name="cancellation">Ends after an epoch, or before the finish has come to its end.</param>
    public static PcaRun Of(
        AutoencoderSpec model,
        IPcaSide side,
        Optimum optimum,
        (Batch Images, IReadOnlyList<int[]> Batches) training,
        int epochs,
        double stepSize,
        IReadOnlyList<NamedArray> parameters,
        int threads,
        CancellationToken cancellation
    )
    {
        var batch = training.Batches[0].Length;
        var isNegative = model.Function.Slope == -1;
        var isLinear = model.Function.Slope is 1 or -1;
        using var run = side.StartEpochs(
            model,
            Precision.Float64,
            parameters,
            Sgd.Homework with
            {
                LearningRate = stepSize,
            },
            training.Images,
            batch
        );
        var positions = new List<Position>();
        void Look()
        {
            var (w1, w2) = Weights(run.CopyParameters());
            if (isLinear)
                positions.Add(Position.Of(optimum, w1, w2, isNegative, threads));
        }
        Look();
        var perEpoch = training.Batches.Count / epochs;
        for (var epoch = 0; epoch < epochs && !cancellation.IsCancellationRequested; epoch++)
        {
            run.Train([.. training.Batches.Skip(epoch * perEpoch).Take(perEpoch).SelectMany(rows => rows)], batch);
            Look();
        }
        var (trainedW1, trainedW2) = Weights(run.CopyParameters());
        var trained = new PcaRun
        {
            Model = model,
            Side = side.Name,
            Optimum = optimum,
            Loss = run.Evaluate(training.Images).Loss,
            Epochs = positions,
            TrainedW1 = trainedW1,
            TrainedW2 = trainedW2,
        };
        return isLinear ? trained.Finish(side, threads, cancellation) : trained;
    }

    private PcaRun Finish(IPcaSide side, int threads, CancellationToken cancellation)
    {
        var s = Optimum.Spectrum.Rounded;
        using var finish = side.StartLeastSquares(s, TrainedW1, TrainedW2, IsNegative);
        var u = Matrix<double>.From(Optimum.U.ToDoubles(), Optimum.U.Rows, Optimum.U.Columns);
        var approach = new List<(int Sweeps, double Sine)>();
        for (var sweeps = 0; ; sweeps += SweepsBetweenLooks)
        {
            var sine = Math.Sqrt(Subspace.SquaredSines(Subspace.Basis(finish.Copy().W2, threads), u, threads)[0]);
            // Rounding stops the approach somewhere: then it no longer gets nearer.
            var stands = approach.Count > 0 && sine >= approach[^1].Sine && sine < 1e-6;
            approach.Add((sweeps, sine));
            if (sine < FineEnough || stands || sweeps >= MostSweeps || cancellation.IsCancellationRequested)
                break;
            for (var sweep = 0; sweep < SweepsBetweenLooks; sweep++)
                finish.Sweep();
        }
        finish.SolveEncoder();
        return this with { Approach = approach, End = finish.Copy() };
    }

    private static (Matrix<double> W1, Matrix<double> W2) Weights(IReadOnlyList<NamedArray> parameters) =>
        (
            Matrix<double>.From(parameters[0].Values, parameters[0].Rows, parameters[0].Columns),
            Matrix<double>.From(parameters[1].Values, parameters[1].Rows, parameters[1].Columns)
        );
}
