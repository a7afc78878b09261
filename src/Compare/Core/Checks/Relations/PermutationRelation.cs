using Compare.Oracles.Updates;
using Compare.Problems;
using Compare.Problems.Data;
using Compare.Problems.Parties;
using Compare.Reference.Numerics;
using Compare.Results;

namespace Compare.Checks.Relations;

/// <summary>
/// Hidden units have no order: training from permuted weights gives the permuted weights, up to the order in which the decoder sums
/// over them, hence against the bound of two runs whose updates amplify nothing.
/// </summary>
public static class PermutationRelation
{
    /// <summary>Trains from permuted and from plain weights.</summary>
    /// <param name="side">The side to check.</param>
    /// <param name="run">A run of an autoencoder, too short for chaos.</param>
    /// <param name="seed">Decides the permutation.</param>
    /// <param name="threads">Greatest number of threads of the bound.</param>
    /// <returns>One finding.</returns>
    /// <exception cref="ArgumentException">The run is of another model.</exception>
    public static Finding Check(ISide side, TrainingProblem run, ulong seed, int threads) =>
        run.Precision == Precision.Float32
            ? Check<Binary32>(side, run, seed, threads)
            : Check<Binary64>(side, run, seed, threads);

    private static Finding Check<TFormat>(ISide side, TrainingProblem run, ulong seed, int threads)
        where TFormat : IFloatFormat
    {
        if (!run.Model.HasFormOfSectionA)
            throw new ArgumentException($"The relation is about autoencoders, not {run.Model.Words}.", nameof(run));
        var head = new FindingHead(
            NegationRelation.Key("permutation", run, side),
            $"{run.Words}, {side.Name}: permuted hidden units give permuted weights"
        );
        if (Refusal.Of(head, run, side) is { } skipped)
            return skipped;
        var order = Enumerable.Range(0, run.Model.Layers[0].Units).ToArray();
        var random = new RandomSource(seed);
        for (var i = order.Length - 1; i > 0; i--)
        {
            var j = random.NextInt(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
        var permuted = NegationRelation.Train(side, run with { Parameters = Permuted(run.Parameters, order) });

        using var plain = side.Start(run.Model, run.Precision, run.Parameters, run.Rule);
        var bounds = new RunningBound<TFormat>(run, threads);
        var bound = 0.0;
        for (var update = 0; update < run.Set.Batches.Count; update++)
        {
            bound = 2 * bounds.Update(plain.Save(), run.Set.Batch(update)).Parameters;
            plain.Step(run.Set.Batch(update));
        }
        var expected = plain.CopyParameters();
        var travelled = ParameterSpace.Distance(expected, run.Parameters);
        var error = ParameterSpace.Distance(Permuted(expected, order), permuted);
        return head.Measure(
                error,
                bound,
                couldHaveFailed: bound < travelled && !order.SequenceEqual(order.Order()),
                new Location { Quantity = "all parameters, Euclidean norm" },
                () => new Cause("units-by-number", "a hidden unit's training depends on its number"),
                "the bound is larger than the way that the parameters have come, or nothing was permuted"
            )
            .Noting($"{run.Set.Batches.Count} updates");
    }

    /// <summary>Rows of W1 and columns of W2 in a new order.</summary>
    private static IReadOnlyList<NamedArray> Permuted(IReadOnlyList<NamedArray> parameters, int[] order)
    {
        var (w1, w2) = (parameters[0], parameters[1]);
        return
        [
            w1 with
            {
                Values = [.. order.SelectMany(unit => w1.Values.AsSpan(unit * w1.Columns, w1.Columns).ToArray())],
            },
            w2 with
            {
                Values =
                [
                    .. Enumerable
                        .Range(0, w2.Rows)
                        .SelectMany(row => order.Select(unit => w2.Values[row * w2.Columns + unit])),
                ],
            },
        ];
    }
}
