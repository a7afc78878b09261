using Compare.Oracles;
using Compare.Problems.Parties;
using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Bounds;
using Compare.Results;

namespace Compare.Homework.Timing;

/// <summary>Contenders that do not compute the same are not timed: their first steps are compared within the derived bounds.</summary>
internal static class Agreement
{
    /// <summary>The name of the check in findings.</summary>
    public const string Check = "bench";

    /// <summary>Lets every contender make its first step and compares the parameters.</summary>
    /// <param name="cell">The step.</param>
    /// <param name="contenders">New ones; the first is compared with each other one.</param>
    /// <param name="threads">Greatest number of threads for the bounds.</param>
    /// <returns>One finding for each pair.</returns>
    public static IEnumerable<Finding> Of(TrainingCell cell, IReadOnlyList<Contender> contenders, int threads)
    {
        var expected = Bounds(cell, threads);
        var results = contenders
            .Select(contender =>
            {
                contender.Step();
                return contender.CopyParameters();
            })
            .ToList();
        for (var other = 1; other < contenders.Count; other++)
            yield return Compare(cell, contenders, results, other, expected);
    }

    private static Finding Compare(
        TrainingCell cell,
        IReadOnlyList<Contender> contenders,
        List<IReadOnlyList<double[]>> results,
        int other,
        IReadOnlyList<Bounded<Binary32>[]> expected
    )
    {
        var tally = new Tally();
        for (var p = 0; p < expected.Count; p++)
        {
            var before = cell.Problem.Parameters[p];
            for (var i = 0; i < expected[p].Length; i++)
            {
                var (a, b) = (results[0][p][i], results[other][p][i]);
                var bound = 2 * expected[p][i].Error;
                if (Math.Abs(expected[p][i].Value - before.Values[i]) > bound)
                    tally.CouldHaveFailed();
                tally.Add(
                    Comparison.Distance(a, b),
                    bound,
                    () => before.At(i) with { Values = [new(contenders[0].Name, a), new(contenders[other].Name, b)] }
                );
            }
        }
        return tally.Complete(
            new FindingHead(
                FindingKey.Of(Check).With(KeyPart.Topic, cell.Id).With(KeyPart.Party, contenders[other].Name),
                $"{cell.Name}: parameters after one step, {contenders[0].Name} against {contenders[other].Name}"
            ),
            "every update is smaller than its bound",
            () => Cause.Hint("the contenders do not compute the same step, so their times say nothing")
        );
    }

    /// <summary>The parameters after one step in the arithmetic that yields their bounds.</summary>
    private static IReadOnlyList<Bounded<Binary32>[]> Bounds(TrainingCell cell, int threads)
    {
        var gradients = new ReferenceSide(threads).Evaluate<Bounded<Binary32>>(cell.Problem).Gradients;
        return
        [
            .. cell.Problem.Parameters.Select(
                (parameter, p) =>
                {
                    var theta = Array.ConvertAll(parameter.Values, Bounded<Binary32>.FromDouble);
                    var state = cell.Rule.CreateState<Bounded<Binary32>>(theta.Length, tensor: p + 1);
                    cell.Rule.Update<Bounded<Binary32>>(theta, gradients[p].Elements, state);
                    return theta;
                }
            ),
        ];
    }
}
