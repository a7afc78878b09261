using Compare.Problems;
using Compare.Problems.Data;
using Compare.Problems.Parties;
using Compare.Problems.Recorded;
using Compare.Results;

namespace Compare.Checks.Models;

/// <summary>
/// A model and its twin train on their own from the same weights, beside a shadow: the model once more, its weights disturbed in their last
/// bit at every update. How far the shadow goes is what rounding alone does.
/// </summary>
internal sealed class FreeModelRun(IModelParty a, IModelParty b, ParameterMapping mapping, int batches, int updates)
{
    /// <summary>How much further than the shadow the twin may go.</summary>
    private const double Safety = 16;

    /// <summary>Roundings in an update that amplifies nothing.</summary>
    private const double Few = 16;

    /// <summary>Relative distance from which on two runs have nothing in common but their statistics.</summary>
    private const double Apart = 0.01;

    /// <summary>Trains all three.</summary>
    /// <param name="parameters">The weights to begin with.</param>
    /// <param name="buffers">What is remembered to begin with.</param>
    /// <returns>
    /// Rounding while the twin stays within what the shadow does, chaos where both have left the model, and undecided where the twin alone
    /// has: every single update was right.
    /// </returns>
    public Finding Find(IReadOnlyList<NpyArray> parameters, IReadOnlyList<double[]> buffers)
    {
        var start = parameters.Select(parameter => parameter.Values).ToArray();
        var format = parameters[0].Precision ?? Precision.Float32;
        var roundoff = parameters[0].UnitRoundoff;
        var random = new RandomSource(1);
        var own = Train(a, start, buffers, parameters, weights => weights, disturbed: null);
        var shadow = Train(
            a,
            start,
            buffers,
            parameters,
            weights => weights,
            x => ModelCheck.Disturbing(x, random, format)
        );
        var others = b.CopyParameters().Select(array => array.Values).ToArray();
        var twin = Train(b, mapping.ToB(start, others), buffers, parameters, mapping.ToA, disturbed: null);
        a.LoadParameters(start);
        a.LoadBuffers(buffers);
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
                        "every update is right by itself, and B goes further from A than A's own roundings take it: B may remember something that is not in its weights"
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
        IReadOnlyList<double[]> buffers,
        IReadOnlyList<NpyArray> parameters,
        Func<double[][], double[]?[]> inOrderOfA,
        Func<double, double>? disturbed
    )
    {
        var sample = new UpdateSample(parameters, mapping.IsMapped, updates);
        party.Restart();
        party.LoadParameters(start);
        if (party.CopyBuffers().Count == buffers.Count)
            party.LoadBuffers(buffers);
        for (var t = 0; t < updates; t++)
        {
            if (disturbed is not null)
                party.LoadParameters(
                    [
                        .. party
                            .CopyParameters()
                            .Select(array => Array.ConvertAll(array.Values, x => disturbed(x))),
                    ]
                );
            sample.AddParameters(inOrderOfA([.. party.CopyParameters().Select(array => array.Values)])!);
            var pass = party.Evaluate(t % batches, t + 1);
            party.Update([.. pass.Gradients.Select(gradient => gradient?.Values)]);
        }
        sample.AddParameters(inOrderOfA([.. party.CopyParameters().Select(array => array.Values)])!);
        party.Restart();
        return sample;
    }
}
