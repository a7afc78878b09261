using Compare.Oracles.Updates;
using Compare.Problems;
using Compare.Problems.Data;
using Compare.Problems.Parties;

namespace Compare.Checks.Trajectories;

/// <summary>
/// A run of the same program that differs in the last bits only: it starts one unit in the last place away, and every update is
/// disturbed at random within its own rounding bound. How far shadows drift apart is how far two correct programs may.
/// </summary>
internal sealed class Shadow : IDisposable
{
    private readonly ITraining _training;
    private readonly RandomSource _random;

    /// <summary>Starts a shadow.</summary>
    /// <param name="side">The side whose run it shadows.</param>
    /// <param name="run">The training run.</param>
    /// <param name="seed">Seed of the disturbances.</param>
    public Shadow(ISide side, TrainingProblem run, ulong seed)
    {
        _random = new RandomSource(seed);
        Parameters = ParameterSpace.Neighbour(run.Parameters, run.Precision, _random);
        _training = side.Start(run.Model, run.Precision, Parameters, run.Rule);
    }

    /// <summary>The present parameters.</summary>
    public IReadOnlyList<NamedArray> Parameters { get; private set; }

    /// <summary>Makes one update and disturbs it.</summary>
    /// <param name="batch">The images.</param>
    /// <param name="bounds">What rounding can do in this update.</param>
    /// <returns>The loss before the update.</returns>
    public double Step(Batch batch, UpdateBounds bounds)
    {
        var before = Parameters;
        var loss = _training.Step(batch);
        var state = _training.Save();
        for (var p = 0; p < state.Parameters.Count; p++)
        {
            var (x, old) = (state.Parameters[p].Values, before[p].Values);
            for (var i = 0; i < x.Length; i++)
                // Where a bound says nothing, the step itself is the measure of what can go wrong.
                x[i] += Sign() * Math.Min(bounds.Local[p][i], 2 * Math.Abs(x[i] - old[i]));
            for (var s = 0; s < state.Slots[p].Count; s++)
                Disturb(state.Slots[p][s].Values, bounds.LocalSlots[p][s]);
        }
        _training.Load(state);
        Parameters = state.Parameters;
        return loss;
    }

    /// <inheritdoc/>
    public void Dispose() => _training.Dispose();

    private void Disturb(double[] slot, double[] bounds)
    {
        for (var i = 0; i < slot.Length; i++)
        {
            // A disturbance larger than the number itself could make a mean of squares negative.
            var disturbed = slot[i] + Sign() * bounds[i];
            if (bounds[i] <= Math.Abs(slot[i]))
                slot[i] = disturbed;
        }
    }

    private int Sign() => _random.NextBool() ? 1 : -1;
}
