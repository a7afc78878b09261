using Compare.Problems;
using Compare.Problems.Parties;
using Compare.Reference.Models;
using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Bounds;

namespace Compare.Oracles.Updates;

/// <summary>
/// What rounding can do to a training run: in each of its updates, and, as long as the updates do not amplify what they inherit, in all
/// of them together. The optimizer runs in the arithmetic that carries bounds, on gradients that are evaluated, with their bounds, at
/// the run's own parameters.
/// </summary>
/// <typeparam name="TFormat">The format in which the run computes.</typeparam>
internal sealed class RunningBound<TFormat>
    where TFormat : IFloatFormat
{
    private readonly TrainingProblem _run;
    private readonly ReferenceSide _side;
    private readonly ReferenceTraining<Bounded<TFormat>> _together;
    private readonly ReferenceTraining<Bounded<TFormat>> _single;

    /// <summary>Begins before the first update.</summary>
    /// <param name="run">The training run.</param>
    /// <param name="threads">Greatest number of threads.</param>
    public RunningBound(TrainingProblem run, int threads)
    {
        _run = run;
        _side = new ReferenceSide(threads);
        _together = _side.Start<Bounded<TFormat>>(run.Model, run.Parameters, run.Rule);
        _single = _side.Start<Bounded<TFormat>>(run.Model, run.Parameters, run.Rule);
    }

    /// <summary>Accounts for one update.</summary>
    /// <param name="at">The run's state before the update.</param>
    /// <param name="batch">The images of the update.</param>
    /// <returns>The bounds.</returns>
    public UpdateBounds Update(TrainingState at, Batch batch)
    {
        var gradient = _side.Evaluate<Bounded<TFormat>>(new Problem(_run.Model, _run.Precision, at.Parameters, batch));
        var loss = gradient.Forward.Loss.Error;
        var before = _together.Parameters;
        for (var p = 0; p < before.Count; p++)
        for (var i = 0; i < before[p].Values.Elements.Length; i++)
        {
            var (slope, error) = (gradient.Gradients[p].Elements[i], before[p].Values.Elements[i].Error);
            if (error != 0)
                loss += (Math.Abs(slope.Value) + slope.Error) * error;
        }
        _together.Update(gradient.Gradients);
        _single.Load(at);
        _single.Update(gradient.Gradients);
        return new UpdateBounds(
            OrInfinite(loss),
            OrInfinite(ParameterSpace.Norm([.. _together.Parameters.Select(Errors)])),
            [.. _single.Parameters.Select(Errors)],
            _single.States.Select(state => state.Slots.Select(slot => Errors(state[slot])).ToArray()).ToArray()
        );
    }

    private static double[] Errors(Parameter<Bounded<TFormat>> parameter) => Errors(parameter.Values.Elements);

    private static double[] Errors(ReadOnlySpan<Bounded<TFormat>> values)
    {
        var errors = new double[values.Length];
        for (var i = 0; i < errors.Length; i++)
            errors[i] = OrInfinite(values[i].Error);
        return errors;
    }

    private static double OrInfinite(double bound) => double.IsNaN(bound) ? double.PositiveInfinity : bound;
}
