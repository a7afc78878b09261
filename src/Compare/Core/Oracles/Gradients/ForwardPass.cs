using Compare.Problems;
using Compare.Problems.Parties;
using Compare.Reference.Graphs;
using Compare.Reference.Models;
using Compare.Reference.Numerics;
using Compare.Results;

namespace Compare.Oracles.Gradients;

/// <summary>
/// The vote that knows the forward pass only: noted operation by operation and differentiated by the graphs' backward rules in
/// double-double, which share nothing with the hand-derived gradient but arithmetic.
/// </summary>
/// <remarks>
/// The first images of the batch are enough to tell whether a formula is right. Where a pre-activation is within rounding of a kink, the
/// branch taken may be another one.
/// </remarks>
internal static class ForwardPass
{
    /// <summary>Multiplications of a single number by another that are noted at most.</summary>
    private const long MostProducts = 600_000;
    private const int MostImages = 2;

    /// <summary>Compares the gradients by all parameters.</summary>
    /// <param name="head">From the name of a gradient to key and subject.</param>
    /// <param name="problem">The problem.</param>
    /// <param name="threads">Greatest number of threads.</param>
    /// <returns>One finding for each parameter; none where even one image takes too many operations.</returns>
    public static IEnumerable<Finding> Vote(Func<string, FindingHead> head, Problem problem, int threads)
    {
        var perImage = Math.Max(1, problem.Parameters.Sum(parameter => (long)parameter.Values.Length));
        var images = (int)Math.Min(Math.Min(MostImages, problem.Batch.Count), MostProducts / perImage);
        return images == 0
            ? []
            : VoteOn(
                problem with
                {
                    Precision = Precision.Float64,
                    Batch = First(problem.Batch, images),
                },
                head,
                threads
            );
    }

    private static IEnumerable<Finding> VoteOn(Problem problem, Func<string, FindingHead> head, int threads)
    {
        var judgement = Judgement.Of(problem, threads);
        // At a kink either branch is right, which the bound of double knows, and no fraction of it.
        var share = judgement.Kinks.Count > 0 ? 1 : JudgedTensor.JudgeError;
        var noted = Tape.Record(
                arguments => Loss(problem, arguments),
                [.. problem.Parameters.Select(parameter => parameter.Values)]
            )
            .Differentiate<DoubleDouble>()
            .Gradient;
        for (var p = 0; p < noted.Length; p++)
        {
            var judged = judgement.Tensors[1 + p];
            var (slopes, name, columns) = (noted[p], judged.Name, judged.Columns);
            double Distance(int i) => Math.Abs((slopes[i] - judged.Values[i]).Hi);
            double Bound(int i) => share * judged.Bounds[i];
            var worst = Enumerable.Range(0, slopes.Length).MaxBy(i => Conclusion.Ratio(Distance(i), Bound(i)));
            yield return head(name)
                .Measure(
                    Distance(worst),
                    Bound(worst),
                    Enumerable.Range(0, slopes.Length).Any(i => judged.IsInformative(i, Bound(i))),
                    new Location
                    {
                        Tensor = name,
                        Row = worst / columns,
                        Column = worst % columns,
                        Values =
                        [
                            new("by hand", judged.Values[worst].Hi),
                            new("automatic differentiation", slopes[worst].Hi),
                        ],
                    },
                    () => new Cause("no-derivative", "the hand-derived gradient is not the derivative of the loss"),
                    "the gradient is zero to within its bound"
                );
        }
    }

    private static Traced Loss(Problem problem, IReadOnlyList<Traced[]> arguments)
    {
        IModel<Traced> model = new ReferenceSide(threads: 1).Model<Traced>(problem.Model, problem.Parameters);
        for (var p = 0; p < arguments.Count; p++)
            arguments[p].CopyTo(model.Parameters[p].Values.Elements);
        return model
            .Loss(Matrix<Traced>.From(problem.Batch.X, problem.Batch.Count, problem.Model.Inputs), problem.Batch.Labels)
            .Loss;
    }

    private static Batch First(Batch batch, int images) =>
        new(images, batch.X[..(images * batch.Inputs)], batch.Labels.Length == 0 ? [] : batch.Labels[..images]);
}
