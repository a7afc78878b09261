using Compare.Oracles;
using Compare.Problems;
using Compare.Problems.Parties;
using Compare.Reference.Activations;
using Compare.Results;

namespace Compare.Checks.Relations;

/// <summary>
/// negative(W1, W2) computes what identity(W1, -W2) computes, and a change of sign is exact: under every update rule the two runs must
/// stay mirror images bit for bit.
/// </summary>
public static class NegationRelation
{
    /// <summary>Trains both and compares the last bits.</summary>
    /// <param name="side">The side to check.</param>
    /// <param name="run">A run of an autoencoder with the activation <c>negative</c>.</param>
    /// <returns>One finding.</returns>
    /// <exception cref="ArgumentException">The run is of another model.</exception>
    public static Finding Check(ISide side, TrainingProblem run)
    {
        if (run.Model is not { HasFormOfSectionA: true, Activations: [{ Slope: -1 }] })
            throw new ArgumentException($"The relation is about negative, not {run.Model.Words}.", nameof(run));
        var head = new FindingHead(
            Key("negation", run, side),
            $"{run.Words}, {side.Name}: negative(W1, W2) against identity(W1, -W2), bit for bit"
        );
        if (Refusal.Of(head, run, side) is { } skipped)
            return skipped;
        var mirrored = run with
        {
            Model = run.Model.With(Activation.Linear(1)),
            Parameters = [run.Parameters[0], Negated(run.Parameters[1])],
        };
        var (a, b) = (Train(side, run), Train(side, mirrored));
        var tally = new Tally();
        if (!a.Zip(run.Parameters).All(pair => pair.First.Values.SequenceEqual(pair.Second.Values)))
            tally.CouldHaveFailed();
        var (ofA, ofB) = (run.Model.ActivationWords, mirrored.Model.ActivationWords);
        Compare(tally, (ofA, a[0]), (ofB, b[0]));
        Compare(tally, (ofA, a[1]), (ofB, Negated(b[1])));
        return tally
            .Complete(
                head,
                "no parameter moved",
                () => Cause.Hint("a change of sign is not exact here, or the two activations take different ways")
            )
            .Noting($"{run.Set.Batches.Count} updates");
    }

    /// <summary>The key of a relation.</summary>
    internal static FindingKey Key(string relation, TrainingProblem run, ISide side) =>
        FindingKey.Of("relations").With(KeyPart.Topic, relation).With(run.KeyParts).With(KeyPart.Party, side.Name);

    /// <summary>Trains to the end.</summary>
    internal static IReadOnlyList<NamedArray> Train(ISide side, TrainingProblem run)
    {
        using var training = side.Start(run.Model, run.Precision, run.Parameters, run.Rule);
        for (var update = 0; update < run.Set.Batches.Count; update++)
            training.Step(run.Set.Batch(update));
        return training.CopyParameters();
    }

    private static void Compare(
        Tally tally,
        (string Activation, NamedArray Values) first,
        (string Activation, NamedArray Values) second
    )
    {
        var (x, y) = (first.Values, second.Values);
        for (var i = 0; i < x.Values.Length; i++)
        {
            var index = i;
            if (x.Values[i] == y.Values[i] || (double.IsNaN(x.Values[i]) && double.IsNaN(y.Values[i])))
                tally.AddEqual(1);
            else
                tally.Add(
                    Comparison.Distance(x.Values[i], y.Values[i]),
                    0,
                    () =>
                        x.At(index) with
                        {
                            Values = [new(first.Activation, x.Values[index]), new(second.Activation, y.Values[index])],
                        }
                );
        }
    }

    private static NamedArray Negated(NamedArray tensor) => tensor with { Values = [.. tensor.Values.Select(x => -x)] };
}
