using Compare.Faults.Rules;
using Compare.Problems;
using Compare.Reference.Numerics;
using Compare.Results;

namespace Compare.Faults.Updates;

/// <summary>Updates as a rule saw them, where a program clips or accumulates gradients before it gives them to the rule.</summary>
/// <param name="Trace">The updates, with the gradients that the rule saw and how far rounding may have moved them.</param>
/// <param name="Words">What the program does to gradients, as a sentence without its full stop; null for nothing.</param>
internal sealed record GradientReading(UpdateTrace Trace, string? Words)
{
    /// <summary>With fewer updates than this, parameters that stand still in between are no sign of accumulation.</summary>
    private const int FewestUpdates = 3;

    /// <summary>Roundings of a scale beside those of the sum of squares: root, sum with the guard, quotient and product.</summary>
    private const int RoundingsOfScale = 4;

    /// <summary>Limits that people choose, the usual ones first.</summary>
    private static readonly double[] UsualLimits =
    [
        1,
        5,
        0.5,
        0.1,
        10,
        2,
        0.25,
        0.01,
        0.05,
        100,
        0.2,
        3,
        1e-3,
        20,
        50,
        40,
    ];

    /// <summary>Whether each update takes the last of several gradients alone: right only where each is a sum so far.</summary>
    public bool TakesLast { get; private init; }

    private double Roundoff => Trace.Precision == Precision.Float32 ? Binary32.UnitRoundoff : Binary64.UnitRoundoff;

    /// <summary>Readings of a trace in which parameters change at every k-th gradient alone.</summary>
    /// <returns>Mean, sum, and the last gradient alone; empty for a trace that does not look like this.</returns>
    public IEnumerable<GradientReading> Accumulated()
    {
        if (WindowOf(Trace) is not { } window)
            yield break;
        yield return Gathered(
            window,
            1.0 / window,
            $"the gradients of every {window} updates are averaged for one step"
        );
        yield return Gathered(window, 1, $"the gradients of every {window} updates are summed for one step");
        yield return Gathered(window, null, $"every step takes the last of {window} gradients alone") with
        {
            TakesLast = true,
        };
    }

    /// <summary>Readings with usual limits that change a gradient of the trace.</summary>
    /// <returns>Clipped by norm, then by value, usual limits first.</returns>
    public IEnumerable<GradientReading> Clipped()
    {
        var norms = Norms();
        double least = norms.Where(norm => norm > 0).DefaultIfEmpty(0).Min(),
            most = norms.Max();
        foreach (var limit in UsualLimits.Where(limit => limit < most))
        {
            var shown = Numbers.Exact(limit);
            // Where every gradient is above the limit, the limit is a part of the step size.
            var everywhere =
                least > limit ? ", as is every one here, so that another limit may fit with another step size" : "";
            yield return ByNorm(
                norms,
                limit,
                GradientClip.TorchGuard,
                $"the gradient is scaled down to norm {shown} where it is larger, as by clip_grad_norm_{everywhere}"
            );
            if (IsTold(least, limit))
                yield return ByNorm(
                    norms,
                    limit,
                    0,
                    $"the gradient is scaled down to norm {shown} where it is larger{everywhere}"
                );
        }
        var sizes = Trace.Gradients.Values.Select(Math.Abs).Where(size => size > 0).ToList();
        foreach (var limit in UsualLimits.Where(limit => sizes.Exists(x => x > limit) && sizes.Exists(x => x < limit)))
            yield return ByValue(limit);
    }

    /// <summary>Every how many gradients the parameters change; null where they change at each or in no such rhythm.</summary>
    private static int? WindowOf(UpdateTrace trace)
    {
        var n = trace.Parameters;
        // A gradient of zeros moves nothing, whatever is done with it.
        bool Moves(int t) =>
            !trace.Theta.Values.AsSpan(t * n, n).SequenceEqual(trace.Theta.Values.AsSpan((t + 1) * n, n))
            || !trace.Gradients.Values.AsSpan(t * n, n).ContainsAnyExcept(0);
        var moving = Enumerable.Range(0, trace.Updates).Where(Moves).ToList();
        if (moving.Count < FewestUpdates || moving[0] == 0)
            return null;
        var window = moving[0] + 1;
        return
            moving.Select((t, i) => t == (i + 1) * window - 1).All(isInStep => isInStep)
            && trace.Updates < (moving.Count + 1) * window
            ? window
            : null;
    }

    /// <summary>Whether a guard of 1e-6 beside a norm shows in the format.</summary>
    private bool IsTold(double norm, double limit) =>
        GradientClip.TorchGuard / Math.Max(norm, limit) > Trace.Parameters * Roundoff;

    private GradientReading Gathered(int window, double? factor, string words)
    {
        var (n, updates) = (Trace.Parameters, Trace.Updates / window);
        double[] gradients = new double[updates * n],
            errors = new double[updates * n];
        for (var t = 0; t < updates; t++)
        for (var i = 0; i < n; i++)
        {
            double sum = 0,
                size = 0;
            for (var k = factor is null ? window - 1 : 0; k < window; k++)
            {
                var g = Trace.Gradients.Values[(t * window + k) * n + i];
                (sum, size) = (sum + g, size + Math.Abs(g));
            }
            gradients[t * n + i] = sum * (factor ?? 1); // (O.66)
            errors[t * n + i] = factor is { } scale ? window * Roundoff * size * scale : 0; // (O.68)
        }
        var theta = Enumerable
            .Range(0, updates + 1)
            .SelectMany(t => Trace.Theta.Values.AsSpan(t * window * n, n).ToArray())
            .ToArray();
        return new GradientReading(
            Trace with
            {
                Theta = new NamedArray(Trace.Theta.Name, updates + 1, n, theta),
                Gradients = new NamedArray(Trace.Gradients.Name, updates, n, gradients),
                GradientErrors = errors,
                StepSizeFactors = Trace.StepSizeFactors is { } factors
                    ? [.. Enumerable.Range(0, updates).Select(t => factors[t * window + window - 1])]
                    : null,
            },
            words
        );
    }

    private double[] Norms()
    {
        var n = Trace.Parameters;
        return
        [
            .. Enumerable
                .Range(0, Trace.Updates)
                .Select(t => Math.Sqrt(Trace.Gradients.Values.Skip(t * n).Take(n).Sum(g => g * g))),
        ];
    }

    private GradientReading ByNorm(double[] norms, double limit, double guard, string words)
    {
        var n = Trace.Parameters;
        double ScaleOf(int t) => Math.Min(1, limit / (norms[t] + guard)); // (O.65)
        var roundings = n / 2.0 + RoundingsOfScale; // (O.67)
        return With(
            i => Trace.Gradients.Values[i] * ScaleOf(i / n),
            (i, g) => ScaleOf(i / n) < 1 ? roundings * Math.Abs(g) : 0,
            words
        );
    }

    private GradientReading ByValue(double limit) =>
        With(
            i => Math.Clamp(Trace.Gradients.Values[i], -limit, limit), // (O.64)
            (i, g) => g == Trace.Gradients.Values[i] ? 0 : limit,
            $"each element of the gradient is clipped to {Numbers.Exact(limit)}"
        );

    /// <summary>The same updates with other gradients; errors in units of rounding, beside those that there are.</summary>
    private GradientReading With(Func<int, double> gradient, Func<int, double, double> error, string words)
    {
        double[] gradients = [.. Enumerable.Range(0, Trace.Gradients.Values.Length).Select(gradient)],
            errors = [.. gradients.Select((g, i) => (Trace.GradientErrors?[i] ?? 0) + Roundoff * error(i, g))];
        return new GradientReading(
            Trace with
            {
                Gradients = Trace.Gradients with { Values = gradients },
                GradientErrors = errors,
            },
            Words is null ? words : $"{Words}, and {words}"
        )
        {
            TakesLast = TakesLast,
        };
    }
}
