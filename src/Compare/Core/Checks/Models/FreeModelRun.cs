using Compare.Problems.Data;
using Compare.Problems.Parties;
using Compare.Results;

namespace Compare.Checks.Models;

/// <summary>
/// A model and its twin train on their own from the same weights, beside a shadow: the model once more, its weights disturbed in their last
/// bit at every update. How far the shadow goes is what rounding alone does.
/// </summary>
/// <param name="pair">The model and its twin.</param>
/// <param name="updates">How many updates they make.</param>
internal sealed class FreeModelRun(ModelPair pair, int updates)
{
    /// <summary>How much further than the shadow the twin may go.</summary>
    private const double Safety = 16;

    /// <summary>Roundings in an update that amplifies nothing.</summary>
    private const double Few = 16;

    /// <summary>Relative distance from which on two runs have nothing in common but their statistics.</summary>
    private const double Apart = 0.01;

    /// <summary>Trains all three.</summary>
    /// <returns>
    /// Rounding while the twin stays within what the shadow does, chaos where both have left the model, and undecided where the twin alone
    /// has, since no single update was found wrong.
    /// </returns>
    public Finding Find()
    {
        var start = ModelPair.Values(pair.Parameters);
        var roundoff = pair.Parameters[0].UnitRoundoff;
        var random = new RandomSource(1);
        var own = Train(pair.A, start, weights => weights, disturbed: null);
        var shadow = Train(pair.A, start, weights => weights, x => ModelCheck.Disturbing(x, random, pair.Format));
        var others = ModelPair.Values(pair.B.CopyParameters());
        var twin = Train(pair.B, pair.Mapping.ToB(start, others), pair.Mapping.ToA, disturbed: null);
        pair.A.LoadParameters(start);
        pair.A.LoadBuffers(pair.Buffers);
        var distances = twin.DistancesFrom(own);
        var shadows = shadow.DistancesFrom(own);
        var head = new FindingHead(
            FindingKey.Of(ModelCheck.Name).With(KeyPart.Topic, "free run"),
            FormattableString.Invariant($"weights of A and B, trained on their own for {updates} updates")
        )
        {
            Basis = Basis.Estimated,
        };
        // The horizon: from where on rounding is amplified.
        var horizon = Array.FindIndex(shadows, distance => distance > Few * roundoff * updates);
        var worst = 0;
        double Allowed(int t) => Safety * Math.Max(shadows[..(t + 1)].Max(), roundoff * (t + 1));
        for (var t = 0; t < distances.Length; t++)
            if (!(distances[t] / Allowed(t) <= distances[worst] / Allowed(worst)))
                worst = t;
        var isBeyond = !(distances[worst] <= Allowed(worst));
        var status =
            isBeyond ? Status.Undecided
            : shadows[^1] > Apart ? Status.Chaos
            : distances.All(distance => distance == 0) ? Status.Agrees
            : Status.Rounding;
        return head.Complete(
                status,
                distances[worst],
                Allowed(worst),
                new Location { Update = worst, Quantity = "relative distance of the weights" },
                isBeyond
                    ? Cause.Reason(
                        "no update that was compared is wrong by itself, and B goes further from A than A's own roundings take it: B may remember something that is not in its weights"
                    )
                    : null
            )
            .Noting(
                horizon < 0
                    ? $"rounding is not amplified: A with its last bits disturbed at every update is {Numbers.Text(shadows[^1])} away at the end, relative to the largest weight"
                    : FormattableString.Invariant(
                        $"rounding is amplified from update {horizon} on, the horizon; A with its last bits disturbed at every update is {Numbers.Text(shadows[^1])} away at the end, relative to the largest weight"
                    )
            );
    }

    private UpdateSample Train(
        IModelParty party,
        double[][] start,
        Func<double[][], double[]?[]> inOrderOfA,
        Func<double, double>? disturbed
    )
    {
        var sample = new UpdateSample(pair.Parameters, pair.Mapping.IsMapped, updates);
        party.Restart();
        party.LoadParameters(start);
        if (party.CopyBuffers().Count == pair.Buffers.Length)
            party.LoadBuffers(pair.Buffers);
        for (var t = 0; t < updates; t++)
        {
            if (disturbed is not null)
                party.LoadParameters([
                    .. party.CopyParameters().Select(array => Array.ConvertAll(array.Values, x => disturbed(x))),
                ]);
            sample.AddParameters(inOrderOfA(ModelPair.Values(party.CopyParameters()))!);
            var pass = party.Evaluate(pair.BatchOf(t), t + 1);
            party.Update([.. pass.Gradients.Select(gradient => gradient?.Values)]);
        }
        sample.AddParameters(inOrderOfA(ModelPair.Values(party.CopyParameters()))!);
        party.Restart();
        return sample;
    }
}
