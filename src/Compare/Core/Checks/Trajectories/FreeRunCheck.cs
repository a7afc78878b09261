using System.Globalization;
using Compare.Problems;
using Compare.Problems.Parties;
using Compare.Results;

namespace Compare.Checks.Trajectories;

/// <summary>
/// The free-running check: both sides train on their own from the same numbers. As long as they are within the bound of runs whose
/// updates amplify nothing, the difference is rounding; beyond it, and no farther apart than runs of one program that differ in the
/// last bits, it is chaos, if the step-locked check is clean; anything else is a disagreement. Once those runs have no digit in common,
/// nothing can be asked of the distance any more.
/// </summary>
/// <remarks>
/// A right program is like one more run that differs in the last bits. In chaos how far two such runs are apart is a matter of luck: that
/// one is more than twice as far as any of k others happens with a probability of about 2^-k. So a few perturbed runs decide what is far
/// outside, and where it is close the runs are made again with <see cref="ManyShadows"/>, which leaves less than 1 in 4,000.
/// </remarks>
/// <param name="first">The from-scratch side.</param>
/// <param name="second">The side to compare with.</param>
/// <param name="judged">Whether the judge runs along.</param>
/// <param name="seed">Seed of the shadows.</param>
/// <param name="threads">Greatest number of threads of bound and judge.</param>
public sealed class FreeRunCheck(ISide first, ISide second, bool judged, ulong seed, int threads = 1)
{
    /// <summary>The name of the check in findings.</summary>
    public const string Name = "free-running";

    private const int FewShadows = 3;
    private const int ManyShadows = 12;

    /// <summary>Farther out than this many times the reach of the perturbed runs no luck leads.</summary>
    private const double Far = 100;

    /// <summary>Runs both sides.</summary>
    /// <param name="run">The training run.</param>
    /// <param name="clean">Whether the step-locked check found nothing wrong; without that nothing is called chaos.</param>
    /// <param name="cancellation">Ends the run early; what was compared up to then counts.</param>
    /// <returns>One finding on the parameters and one on the loss, and the data of the figure; nothing if cancelled at once.</returns>
    public Survey Run(TrainingProblem run, bool clean, CancellationToken cancellation)
    {
        if (
            Refusal.Of(new FindingHead(FindingKey.Of(Name).With(run.KeyParts), run.Words), run, first, second) is
            { } skipped
        )
            return new Survey([skipped], []);
        var trajectory = new FreeRun(first, second, FewShadows, judged, seed, threads).Measure(run, cancellation);
        if (clean && IsClose(trajectory) && !cancellation.IsCancellationRequested)
            trajectory = new FreeRun(first, second, ManyShadows, judged, seed, threads).Measure(run, cancellation);
        if (trajectory.Points.Count == 0)
            return new Survey([], []);
        var findings = new[]
        {
            Conclude(
                run,
                trajectory,
                "parameters",
                i => Parameters(trajectory, i, clean),
                point => (point.Distance, point.Bound)
            ),
            Conclude(
                run,
                trajectory,
                "loss",
                i => Loss(trajectory, i, clean),
                point => (Math.Abs(point.FirstLoss - point.SecondLoss), point.LossBound)
            ),
        };
        return new Survey(findings, [TrajectoryPlot.Of(run, trajectory, first.Name, second.Name)]);
    }

    /// <summary>Whether something is outside the reach of the perturbed runs, but not by much.</summary>
    private static bool IsClose(Trajectory trajectory)
    {
        var outside = Enumerable
            .Range(0, trajectory.Points.Count)
            .Where(i =>
                Parameters(trajectory, i, clean: true) == Status.Disagrees
                || Loss(trajectory, i, clean: true) == Status.Disagrees
            )
            .ToList();
        return outside.Count > 0 && outside.TrueForAll(i => trajectory.Points[i].Distance <= Far * trajectory.Reach[i]);
    }

    private static Status Parameters(Trajectory trajectory, int i, bool clean)
    {
        var point = trajectory.Points[i];
        if (Divergence(trajectory, i, clean) is { } status)
            return status;
        if (point.Distance == 0)
            return Status.Agrees;
        if (point.Distance <= point.Bound)
            return Trajectory.IsTelling(point) ? Status.Rounding : Status.Vacuous;
        return clean && (point.Distance <= trajectory.Reach[i] || trajectory.HasNoDigitLeft(i))
            ? Status.Chaos
            : Status.Disagrees;
    }

    private static Status Loss(Trajectory trajectory, int i, bool clean)
    {
        var point = trajectory.Points[i];
        if (Divergence(trajectory, i, clean) is { } status)
            return status;
        var distance = Math.Abs(point.FirstLoss - point.SecondLoss);
        if (distance == 0)
            return Status.Agrees;
        if (distance <= point.LossBound)
            return point.LossBound <= Math.Abs(point.FirstLoss) ? Status.Rounding : Status.Vacuous;
        // The loss is a function of the parameters before the update: chaotic as they are, or as the shadows' losses are.
        var chaotic = i > 0 && Parameters(trajectory, i - 1, clean) == Status.Chaos;
        return clean && (chaotic || distance <= trajectory.LossReach[i]) ? Status.Chaos : Status.Disagrees;
    }

    /// <summary>What to say of an update after which a side is beyond the range of the format; null if neither is.</summary>
    private static Status? Divergence(Trajectory trajectory, int i, bool clean)
    {
        var point = trajectory.Points[i];
        return (point.FirstIsFinite, point.SecondIsFinite) switch
        {
            (true, true) => null,
            (false, false) => Status.Agrees,
            // Where runs are chaotic they need not overflow together.
            _ => clean && trajectory.Horizon <= point.Update ? Status.Chaos : Status.Disagrees,
        };
    }

    private Finding Conclude(
        TrainingProblem run,
        Trajectory trajectory,
        string part,
        Func<int, Status> status,
        Func<TrajectoryPoint, (double Error, double Bound)> numbers
    )
    {
        var statuses = Enumerable.Range(0, trajectory.Points.Count).Select(status).ToList();
        var worst = statuses.Max(Severity);
        // The first departure says more than the largest one; without a departure, the update nearest to its bound.
        var shown =
            worst >= Severity(Status.Chaos)
                ? trajectory.Points[statuses.FindIndex(s => Severity(s) == worst)]
                : trajectory.Points.MaxBy(point => Ratio(numbers(point)))!;
        var (error, bound) = numbers(shown);
        var head = new FindingHead(
            FindingKey.Of("trajectories").With(run.KeyParts).With(KeyPart.Tensor, part),
            $"{run.Words}, {Name}, {part}: {first.Name} against {second.Name}"
        );
        return head.Complete(
                statuses.First(s => Severity(s) == worst),
                error,
                bound,
                new Location { Update = shown.Update },
                worst == Severity(Status.Disagrees)
                        ? Cause.Hint(
                            "outside the bound of a free run, and farther apart than runs that differ in the last bits"
                        )
                    : worst == Severity(Status.Vacuous)
                        ? Cause.Reason("from the first update on the bound is larger than what it is to bound")
                    : null
            )
            .Noting(Describe(trajectory, statuses));
    }

    private static double Ratio((double Error, double Bound) numbers) => Conclusion.Ratio(numbers.Error, numbers.Bound);

    /// <summary>A run is called vacuous only if no update of it told anything.</summary>
    private static int Severity(Status status) =>
        status switch
        {
            Status.Vacuous => 0,
            Status.Agrees => 1,
            Status.Rounding => 2,
            Status.Chaos => 3,
            _ => 4,
        };

    private string Describe(Trajectory trajectory, List<Status> statuses)
    {
        const int most = 6;
        var stretches = Stretch.Of(statuses);
        var parts = new List<string>
        {
            string.Join(", ", stretches.Take(most))
                + (stretches.Count > most ? $" and {stretches.Count - most} more stretches" : ""),
        };
        var quiet = trajectory
            .Points.Where((_, i) => statuses[i] is Status.Agrees or Status.Rounding)
            .Select(point => Math.Abs(point.FirstLoss - point.SecondLoss) / Math.Abs(point.FirstLoss))
            .Where(double.IsFinite)
            .ToList();
        if (quiet.Count > 0)
            parts.Add(
                string.Create(CultureInfo.InvariantCulture, $"outside chaos the losses agree to {quiet.Max():0.0e+00}")
            );
        if (trajectory.Horizon is { } horizon)
            parts.Add(FormattableString.Invariant($"horizon at update {horizon}"));
        if (trajectory.Growth is { } growth)
            parts.Add(
                string.Create(CultureInfo.InvariantCulture, $"differences grow {growth:0.000}-fold per update there")
            );
        var last = trajectory.Points[^1];
        if (!last.FirstIsFinite || !last.SecondIsFinite)
            parts.Add(
                $"{Leaves(trajectory, first.Name, point => point.FirstIsFinite)}, {Leaves(trajectory, second.Name, point => point.SecondIsFinite)}"
            );
        var before = trajectory.Points.LastOrDefault(point => point.FirstIsFinite && point.SecondIsFinite);
        if (before is not null && double.IsFinite(before.FirstError))
            parts.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"relative distance from the judge after update {before.Update}: {first.Name} {before.FirstError / before.Norm:0.0e+00}, {second.Name} {before.SecondError / before.Norm:0.0e+00}"
                )
            );
        return string.Join("; ", parts);
    }

    private static string Leaves(Trajectory trajectory, string side, Func<TrajectoryPoint, bool> isFinite) =>
        trajectory.Points.FirstOrDefault(point => !isFinite(point)) is { } point
            ? FormattableString.Invariant($"{side} leaves the range of the format at update {point.Update}")
            : $"{side} stays within the range of the format";
}
