using Compare.Faults.Rules;
using Compare.Problems;
using Compare.Reference.Numerics;
using Compare.Reference.Optimizers;

namespace Compare.Faults.Updates;

/// <summary>Solves for the hyper-parameters with which a rule comes nearest to recorded updates.</summary>
internal sealed class UpdateFit
{
    /// <summary>Starts that are followed for each epsilon.</summary>
    private const int MostStarts = 2;

    /// <summary>Most hyper-parameters with which all of them are followed even for a few steps.</summary>
    private const int MostForAllStarts = 3;

    /// <summary>How many times further the updates must be than the ends are apart, for everything between to be excluded.</summary>
    private const double Clear = 5;

    /// <summary>Roundings that the step of an adaptive rule goes through.</summary>
    private const double RoundingsOfStep = 4;

    private readonly double[] _recorded;
    private readonly double[] _before;
    private readonly double[] _noise;

    /// <summary>The updates.</summary>
    public UpdateEvidence Evidence { get; }

    /// <summary>The unit roundoff of their format.</summary>
    public double Roundoff { get; }

    /// <summary>Prepares the recorded numbers.</summary>
    /// <param name="evidence">The updates.</param>
    public UpdateFit(UpdateEvidence evidence)
    {
        Evidence = evidence;
        List<double> recorded = [],
            before = [];
        foreach (var tensor in evidence.Records.SelectMany(record => record.Tensors))
        {
            recorded.AddRange(tensor.After);
            before.AddRange(tensor.Before);
            foreach (var (slot, values) in tensor.StateAfter ?? new Dictionary<string, double[]>())
            {
                recorded.AddRange(values);
                before.AddRange(tensor.StateBefore![slot]);
            }
        }
        (_recorded, _before) = ([.. recorded], [.. before]);
        _noise = new double[_recorded.Length];
        Roundoff = evidence.Precision == Precision.Float32 ? Binary32.UnitRoundoff : Binary64.UnitRoundoff;
        for (var i = 0; i < _noise.Length; i++)
            _noise[i] = Roundoff * (Math.Abs(_recorded[i]) + Math.Abs(_before[i]));
        // An element that is zero throughout has no noise of its own.
        var floor = 1e-6 * _noise.Where(double.IsFinite).DefaultIfEmpty(0).Max();
        for (var i = 0; i < _noise.Length; i++)
            _noise[i] = Math.Max(_noise[i], floor > 0 ? floor : 1);
    }

    /// <summary>Fits a rule.</summary>
    /// <param name="plant">What surrounds the rule.</param>
    /// <param name="starts">Rules to begin with; the hyper-parameters that are not free are theirs.</param>
    /// <param name="free">The hyper-parameters to solve for.</param>
    /// <param name="steps">Most steps from each start.</param>
    /// <returns>The nearest rule, and the sum of its squared errors in units of rounding; infinite if no start has a value.</returns>
    public (Optimizer Rule, double Sum) Solve(
        Func<Optimizer, UpdateVariant> plant,
        IEnumerable<Optimizer> starts,
        IReadOnlyList<UpdateParameter> free,
        int steps = LeastSquares.MostSteps
    )
    {
        var best = (Rule: starts.First(), Sum: double.PositiveInfinity);
        // Where a few steps are to tell how near a rule with many hyper-parameters comes, one start for each epsilon does.
        var isBeginning = steps < LeastSquares.MostSteps && free.Count > MostForAllStarts;
        var promising = starts
            .Select(start => (Start: start, Sum: Sum(plant(start))))
            .Where(start => double.IsFinite(start.Sum))
            // A start with too small an epsilon never gets away from zero, so each epsilon has its turn.
            .GroupBy(start => UpdateParameter.Epsilon.Get(start.Start))
            .SelectMany(group => group.OrderBy(start => start.Sum).Take(isBeginning ? 1 : MostStarts))
            .OrderBy(start => start.Sum)
            .ToList();
        foreach (var (start, _) in promising)
        {
            var (point, sum) = LeastSquares.Minimise(
                point => Residuals(plant(At(start, free, point))),
                [.. free.Select(parameter => parameter.ToSearch(parameter.Get(start)!.Value))],
                [.. free.Select(parameter => parameter.Difference)],
                (i, x) => free[i].Clamp(x),
                steps
            );
            if (sum < best.Sum)
                best = (At(start, free, point), sum);
            if (sum < _recorded.Length)
                break;
        }
        return best;
    }

    /// <summary>Solves for one positive number that is no hyper-parameter of a rule.</summary>
    /// <param name="plant">The variant that belongs to a number.</param>
    /// <param name="starts">Numbers to begin with.</param>
    /// <returns>The nearest number; null if no start has a value.</returns>
    public double? Solve(Func<double, UpdateVariant> plant, IEnumerable<double> starts)
    {
        var promising = starts
            .Select(start => (Start: start, Sum: Sum(plant(start))))
            .Where(start => double.IsFinite(start.Sum))
            .OrderBy(start => start.Sum)
            .Take(MostStarts)
            .Select(start =>
                LeastSquares.Minimise(
                    point => Residuals(plant(Math.Exp(point[0]))),
                    [Math.Log(start.Start)],
                    [UpdateParameter.Epsilon.Difference],
                    (_, x) => UpdateParameter.Epsilon.Clamp(x)
                )
            )
            .ToList();
        return promising.Count == 0 ? null : Math.Exp(promising.MinBy(found => found.Sum).Point[0]);
    }

    /// <summary>The step size at which a rule comes nearest, the step being proportional to it.</summary>
    /// <param name="plant">What surrounds the rule.</param>
    /// <param name="rule">The rule.</param>
    /// <returns>The rule with that step size; null if it would not be positive.</returns>
    public Optimizer? WithNearestStepSize(Func<Optimizer, UpdateVariant> plant, Optimizer rule) =>
        Nearest(plant, rule)?.Rule;

    /// <summary>
    /// Whether none of the values between two of a hyper-parameter can reproduce the updates, whatever the step size: at both ends the
    /// rule is further from them than the ends are from each other.
    /// </summary>
    /// <param name="plant">What surrounds the rule.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="parameter">A hyper-parameter on which steps depend monotonically.</param>
    /// <param name="low">One end.</param>
    /// <param name="high">The other.</param>
    /// <returns>Whether it is so; false where an end has no value.</returns>
    public bool Excludes(
        Func<Optimizer, UpdateVariant> plant,
        Optimizer rule,
        UpdateParameter parameter,
        double low,
        double high
    )
    {
        if (
            Nearest(plant, parameter.Set(rule, low)) is not { } one
            || Nearest(plant, parameter.Set(rule, high)) is not { } other
        )
            return false;
        double apart = 0,
            fromOne = 0,
            fromOther = 0;
        for (var i = 0; i < _recorded.Length; i++)
        {
            double Square(double difference) => difference / _noise[i] * (difference / _noise[i]);
            apart += Square(one.Values[i] - other.Values[i]);
            fromOne += Square(one.Values[i] - _recorded[i]);
            fromOther += Square(other.Values[i] - _recorded[i]);
        }
        return Math.Min(fromOne, fromOther) > Clear * Clear * Math.Max(apart, _recorded.Length);
    }

    private (Optimizer Rule, double[] Values)? Nearest(Func<Optimizer, UpdateVariant> plant, Optimizer rule)
    {
        var values = Values(plant(rule with { LearningRate = 1 }));
        // Without a step only the decay after it moves anything.
        var rest = rule.WeightDecay.AfterUpdate == 0 ? _before : Values(plant(rule with { LearningRate = 0 }));
        double dd = 0,
            dx = 0;
        for (var i = 0; i < values.Length; i++)
        {
            var weight = 1 / (_noise[i] * _noise[i]);
            var direction = values[i] - rest[i];
            dd += weight * direction * direction;
            dx += weight * direction * (_recorded[i] - rest[i]);
        }
        var gamma = dx / dd;
        if (!(gamma > 0 && double.IsFinite(gamma)))
            return null;
        for (var i = 0; i < values.Length; i++)
            values[i] = rest[i] + gamma * (values[i] - rest[i]);
        return (rule with { LearningRate = gamma }, values);
    }

    /// <summary>The step size of each update with which a rule explains every element, the step being proportional to it.</summary>
    /// <param name="rule">The rule; its own step size does not count.</param>
    /// <param name="enough">How many roundings an element may be off.</param>
    /// <returns>The step sizes and how far each may be off; null where an element is not explained.</returns>
    public (double[] Sizes, double[] Uncertainties)? StepSizes(Optimizer rule, double enough)
    {
        var values = Values(new UpdateVariant(rule with { LearningRate = 1 }));
        var rest =
            rule.WeightDecay.AfterUpdate == 0 ? _before : Values(new UpdateVariant(rule with { LearningRate = 0 }));
        var n = Evidence.Records[0].Tensors.Sum(tensor => tensor.Before.Length);
        double[] sizes = new double[Evidence.Records.Count],
            uncertainties = new double[sizes.Length];
        var noise = new double[n];
        for (var t = 0; t < sizes.Length; t++)
        {
            var gamma = 0.0;
            // Where a parameter is smaller than its step, the rounding of the step counts, and that takes a first look at its size.
            for (var pass = 0; pass < 2; pass++)
            {
                double dd = 0,
                    dx = 0;
                for (var k = 0; k < n; k++)
                {
                    var i = t * n + k;
                    var direction = values[i] - rest[i];
                    noise[k] = _noise[i] + RoundingsOfStep * Roundoff * Math.Abs(gamma * direction);
                    var weight = 1 / (noise[k] * noise[k]);
                    dd += weight * direction * direction;
                    dx += weight * direction * (_recorded[i] - rest[i]);
                }
                gamma = dx / dd;
                uncertainties[t] = enough / Math.Sqrt(dd);
            }
            if (!double.IsFinite(gamma))
                return null;
            for (var k = 0; k < n; k++)
            {
                var i = t * n + k;
                if (!(Math.Abs(rest[i] + gamma * (values[i] - rest[i]) - _recorded[i]) <= enough * noise[k]))
                    return null;
            }
            sizes[t] = Math.Max(gamma, 0);
            // The step size itself may have been rounded to the format.
            uncertainties[t] += 2 * Roundoff * sizes[t];
        }
        return (sizes, uncertainties);
    }

    /// <summary>The errors of a variant, in the order of records, tensors, parameters before state.</summary>
    /// <param name="variant">The variant.</param>
    /// <returns>Replayed minus recorded; zero for what the variant leaves out.</returns>
    public double[] Errors(UpdateVariant variant)
    {
        var errors = Values(variant);
        for (var i = 0; i < errors.Length; i++)
            errors[i] =
                variant.Omission == UpdateOmission.Elements && _recorded[i] == _before[i]
                    ? 0
                    : errors[i] - _recorded[i];
        return errors;
    }

    private static Optimizer At(Optimizer rule, IReadOnlyList<UpdateParameter> free, double[] point)
    {
        for (var i = 0; i < free.Count; i++)
            rule = free[i].Set(rule, free[i].FromSearch(point[i]));
        return rule;
    }

    private double Sum(UpdateVariant variant)
    {
        var sum = Residuals(variant).Sum(x => x * x);
        return double.IsNaN(sum) ? double.PositiveInfinity : sum;
    }

    private double[] Residuals(UpdateVariant variant)
    {
        var errors = Errors(variant);
        for (var i = 0; i < errors.Length; i++)
            // What left the range of the format says nothing about a number.
            errors[i] = double.IsFinite(_recorded[i]) ? errors[i] / _noise[i] : 0;
        return errors;
    }

    private double[] Values(UpdateVariant variant)
    {
        var values = new double[_recorded.Length];
        var at = 0;
        UpdateReplay.Run<double>(
            variant,
            Evidence,
            (record, p, theta, state) =>
            {
                theta.CopyTo(values, at);
                at += theta.Length;
                foreach (var slot in (IEnumerable<string>?)Evidence.Records[record].Tensors[p].StateAfter?.Keys ?? [])
                {
                    if (state.Slots.Contains(slot))
                        state[slot].CopyTo(values.AsSpan(at));
                    at += theta.Length;
                }
                return true;
            }
        );
        return values;
    }
}
