using Compare.Oracles.Updates;
using Compare.Problems;
using Compare.Problems.Data;
using Compare.Problems.Parties;
using Compare.Reference.Numerics;

namespace Compare.Checks.Trajectories;

/// <summary>Trains both sides from the same numbers without ever putting one in the other's place, and measures how they part.</summary>
/// <param name="First">The from-scratch side, or whatever the shadows are to be runs of.</param>
/// <param name="Second">The side to compare with.</param>
/// <param name="Shadows">Number of runs of the first side that differ in the last bits, at least 1.</param>
/// <param name="Judged">Whether the judge runs along; in double-double, about a hundred times the cost of a side.</param>
/// <param name="Seed">Seed of the shadows' disturbances.</param>
/// <param name="Threads">Greatest number of threads of bound and judge.</param>
internal sealed record FreeRun(ISide First, ISide Second, int Shadows, bool Judged, ulong Seed, int Threads)
{
    /// <summary>Runs until the last batch, or until both sides have left the range of the format.</summary>
    /// <param name="run">The training run.</param>
    /// <param name="cancellation">Ends the run early.</param>
    /// <returns>One point per update; none if cancelled at once.</returns>
    public Trajectory Measure(TrainingProblem run, CancellationToken cancellation) =>
        run.Precision == Precision.Float32
            ? Measure<Binary32>(run, cancellation)
            : Measure<Binary64>(run, cancellation);

    private Trajectory Measure<TFormat>(TrainingProblem run, CancellationToken cancellation)
        where TFormat : IFloatFormat
    {
        using var a = Start(First, run.Parameters);
        using var b = Start(Second, run.Parameters);
        using var judge = Judged ? new ReferenceSide().Start<DoubleDouble>(run.Model, run.Parameters, run.Rule) : null;
        var shadows = Enumerable
            .Range(0, Shadows)
            .Select(i => new Shadow(First, run, RandomSource.SeedOf(Seed, (ulong)i)))
            .ToList();
        var start = Distances([run.Parameters, .. shadows.Select(shadow => shadow.Parameters)]).Max();
        var bounds = new RunningBound<TFormat>(run, threads: 1);
        var points = new List<TrajectoryPoint>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Threads };
        try
        {
            for (var update = 0; update < run.Set.Batches.Count && !cancellation.IsCancellationRequested; update++)
            {
                var batch = run.Set.Batch(update);
                // libtorch alone: while it computes, no other thread may collect what TorchSharp forgets to keep alive.
                var secondLoss = b.Step(batch);
                var before = a.Save();
                UpdateBounds bound = null!;
                var (firstLoss, judgeLoss) = (double.NaN, double.NaN);
                Parallel.Invoke(
                    parallel,
                    () => bound = bounds.Update(before, batch),
                    () => firstLoss = a.Step(batch),
                    () => judgeLoss = judge?.Step(batch) ?? double.NaN
                );
                var shadowLosses = new double[shadows.Count];
                Parallel.For(0, shadows.Count, parallel, i => shadowLosses[i] = shadows[i].Step(batch, bound));
                var own = a.CopyParameters();
                var other = b.CopyParameters();
                var exact = judge?.CopyParameters();
                points.Add(
                    new TrajectoryPoint
                    {
                        Update = update + 1,
                        FirstLoss = firstLoss,
                        SecondLoss = secondLoss,
                        JudgeLoss = judgeLoss,
                        ShadowLosses = shadowLosses,
                        LossBound = 2 * bound.Loss,
                        Distance = ParameterSpace.Distance(own, other),
                        FirstError = exact is null ? double.NaN : ParameterSpace.Distance(own, exact),
                        SecondError = exact is null ? double.NaN : ParameterSpace.Distance(other, exact),
                        Bound = 2 * bound.Parameters,
                        ShadowDistances = Distances([own, .. shadows.Select(shadow => shadow.Parameters)]),
                        Norm = ParameterSpace.Norm([.. own.Select(tensor => tensor.Values)]),
                        Travelled = ParameterSpace.Distance(own, run.Parameters),
                        FirstIsFinite = double.IsFinite(firstLoss) && own.All(tensor => tensor.IsFinite),
                        SecondIsFinite = double.IsFinite(secondLoss) && other.All(tensor => tensor.IsFinite),
                    }
                );
                if (points[^1] is { FirstIsFinite: false, SecondIsFinite: false })
                    break;
            }
        }
        finally
        {
            foreach (var shadow in shadows)
                shadow.Dispose();
        }
        return new Trajectory(points, start);

        static double[] Distances(List<IReadOnlyList<NamedArray>> runs) =>
            [
                .. from i in Enumerable.Range(0, runs.Count)
                from j in Enumerable.Range(0, i)
                select ParameterSpace.Distance(runs[i], runs[j]),
            ];

        ITraining Start(ISide side, IReadOnlyList<NamedArray> parameters) =>
            side.Start(run.Model, run.Precision, parameters, run.Rule);
    }
}
