using Compare.Faults.Rules;
using Compare.Reference.Optimizers;

namespace Compare.Faults.Updates;

/// <summary>Tells how far each hyper-parameter of a rule that fits can move, and settles it at the shortest number that fits.</summary>
/// <remarks>
/// A hyper-parameter is moved away from where it fits, the others are solved for again, and the ends of its range are the last
/// places that were seen to fit; found by least squares rather than by minimising the largest error, the true range may be a little wider.
/// </remarks>
internal sealed class Determination
{
    private const double Nearest = 1e-15;

    /// <summary>A hyper-parameter that may be a million times larger is open.</summary>
    private const double Farthest = 1e6;

    /// <summary>Ends are found to this factor of their distance, and where it is an order of magnitude, to this part of it.</summary>
    private const double EnoughFactor = 1.3;
    private const double EnoughPart = 0.05;

    private readonly UpdateFit _fit;
    private readonly IReadOnlyList<UpdateParameter> _free;
    private readonly double[] _allowed;
    private readonly Optimizer _rule;
    private readonly Func<Optimizer, UpdateVariant> _plant;

    /// <summary>Prepares.</summary>
    /// <param name="plant">What surrounds the rule.</param>
    /// <param name="rule">A rule that fits.</param>
    /// <param name="free">Its hyper-parameters that were solved for.</param>
    /// <param name="evidence">What it fits.</param>
    /// <param name="fit">The solver for that.</param>
    public Determination(
        Func<Optimizer, UpdateVariant> plant,
        Optimizer rule,
        IReadOnlyList<UpdateParameter> free,
        UpdateEvidence evidence,
        UpdateFit fit
    )
    {
        (_plant, _rule, _free, _fit) = (plant, rule, free, fit);
        List<double> allowed = [];
        UpdateComparison.Compare(
            plant(rule),
            evidence,
            (_, _, _, _, _, _, bound) =>
            {
                allowed.Add(bound);
                return true;
            }
        );
        _allowed = [.. allowed];
    }

    /// <summary>Settles all hyper-parameters.</summary>
    /// <param name="kept">Those that are to stay as they are.</param>
    /// <returns>The rule with the shortest numbers that fit, and the range of each.</returns>
    public (Optimizer Rule, IReadOnlyList<FittedParameter> Parameters) Settle(
        params IReadOnlyList<UpdateParameter> kept
    )
    {
        var ranges = _free.Select(RangeOf).ToList();
        var rule = _rule;
        var open = _free.Except(kept).ToList();
        var movable = ranges.Where(range => open.Contains(range.Parameter)).ToList();
        foreach (var (parameter, low, high) in movable.OrderBy(range => (range.High - range.Low) / range.High))
        {
            var rest = open.Where(other => other != parameter).ToList();
            var candidate = parameter.Set(rule, parameter.Shortest(parameter.Get(rule)!.Value, low, high));
            if (Solve(candidate, rest) is not { } settled)
                continue;
            (rule, open) = (settled, rest);
        }
        return (
            rule,
            [
                .. ranges.Select(range =>
                {
                    var value = range.Parameter.Get(rule)!.Value;
                    return new FittedParameter(
                        range.Parameter,
                        value,
                        Math.Min(range.Low, value),
                        Math.Max(range.High, value)
                    );
                }),
            ]
        );
    }

    private (UpdateParameter Parameter, double Low, double High) RangeOf(UpdateParameter parameter)
    {
        double a = End(parameter, -1),
            b = End(parameter, 1);
        return (parameter, Math.Min(a, b), Math.Max(a, b));
    }

    /// <summary>
    /// Walks from the fitted value in one direction, fitting the other hyper-parameters again at each step, and returns the farthest
    /// value at which the trace was still reproduced.
    /// </summary>
    private double End(UpdateParameter parameter, int direction)
    {
        var rest = _free.Where(other => other != parameter).ToList();
        var middle = parameter.ToSearch(parameter.Get(_rule)!.Value);
        var unit = parameter.Scale == SearchScale.Logarithmic ? 1 : Math.Max(Math.Abs(middle), 1e-12);
        Optimizer? At(Optimizer from, double distance) =>
            Solve(
                parameter.Set(from, parameter.FromSearch(parameter.Clamp(middle + direction * distance * unit))),
                rest
            );

        if (
            direction < 0
            && parameter.Scale == SearchScale.Logarithmic
            && Solve(parameter.Set(_rule, 0), rest) is not null
        )
            return 0;
        var (inside, outside, rule) = (0.0, Nearest, _rule);
        while (At(rule, outside) is { } further)
        {
            (inside, outside, rule) = (outside, outside * 10, further);
            var end = middle + direction * inside * unit;
            if (direction > 0 && parameter.Scale == SearchScale.Linear && inside >= Farthest)
                return double.PositiveInfinity;
            if (parameter.Clamp(end) != end)
                return parameter.Scale == SearchScale.Logarithmic
                    ? double.PositiveInfinity
                    : parameter.Get(rule)!.Value;
        }
        while (
            inside > 0
            && (
                outside > EnoughFactor * inside
                || (parameter.Scale == SearchScale.Logarithmic && outside - inside > EnoughPart)
            )
        )
        {
            var between = Math.Sqrt(inside * outside);
            if (At(rule, between) is { } further)
                (inside, rule) = (between, further);
            else
                outside = between;
        }
        return parameter.Get(rule)!.Value;
    }

    /// <summary>The rule with other hyper-parameters solved for; null if it does not fit.</summary>
    private Optimizer? Solve(Optimizer rule, IReadOnlyList<UpdateParameter> free)
    {
        if (Fits(rule))
            return rule;
        var solved = _fit.Solve(_plant, [rule], free).Rule;
        return Fits(solved) ? solved : null;
    }

    private bool Fits(Optimizer rule)
    {
        var errors = _fit.Errors(_plant(rule));
        for (var i = 0; i < errors.Length; i++)
            if (!(Math.Abs(errors[i]) <= _allowed[i]) && errors[i] != 0)
                return false;
        return true;
    }
}
