using Compare.Problems;
using Compare.Problems.Recorded;
using Compare.Tests.Support;

namespace Compare.Tests.Checks.Traces;

/// <summary>Right optimizers as programs in plain loops, with what programs do around a rule. In float32 each operation is rounded.</summary>
internal static class PlainOptimizers
{
    private const double LearningRate = 0.01;

    /// <summary>The rules that there are.</summary>
    public static IReadOnlyList<string> Rules { get; } = ["sgd", "momentum", "rmsprop", "adam", "adamw"];

    /// <summary>Runs one.</summary>
    /// <param name="random">Draws parameters and gradients.</param>
    /// <param name="rule">One of <see cref="Rules"/>.</param>
    /// <param name="updates">The number of gradients.</param>
    /// <param name="elements">The number of parameters.</param>
    /// <param name="precision">The format.</param>
    /// <param name="factor">What the step size of a step is multiplied with; null for 1.</param>
    /// <param name="window">The number of gradients for each step, of which the mean is taken.</param>
    /// <param name="clip">What becomes of the mean before the rule sees it, in the format; null for nothing.</param>
    public static RecordedOptimizer Trace(
        Random random,
        string rule,
        int updates,
        int elements,
        Precision precision,
        Func<int, double>? factor = null,
        int window = 1,
        Func<double[], Func<double, double>, double[]>? clip = null
    )
    {
        double Of(double x) => precision == Precision.Float32 ? (float)x : x;
        double[] theta = new double[(updates + 1) * elements],
            gradients = new double[updates * elements],
            at = [.. Enumerable.Range(0, elements).Select(_ => Of(2 * random.NextDouble() - 1))],
            m = new double[elements],
            v = new double[elements],
            sum = new double[elements];
        at.CopyTo(theta, 0);
        for (var t = 0; t < updates; t++)
        {
            for (var i = 0; i < elements; i++)
            {
                var g = Of((2 * random.NextDouble() - 1) * Math.Pow(10, -i % 4));
                gradients[t * elements + i] = g;
                sum[i] = Of(sum[i] + g);
            }
            if ((t + 1) % window == 0)
            {
                var step = t / window;
                var mean = Array.ConvertAll(sum, g => Of(g / window));
                var seen = clip?.Invoke(mean, Of) ?? mean;
                for (var i = 0; i < elements; i++)
                    at[i] = Stepped(
                        rule,
                        Of,
                        LearningRate * (factor?.Invoke(step) ?? 1),
                        step,
                        at[i],
                        seen[i],
                        ref m[i],
                        ref v[i]
                    );
                Array.Clear(sum);
            }
            at.CopyTo(theta, (t + 1) * elements);
        }
        return PlainTraces.Of(theta, gradients, updates, precision);
    }

    /// <summary>Scales a gradient down to a norm, as <c>clip_grad_norm_</c> does.</summary>
    /// <param name="limit">The norm.</param>
    public static Func<double[], Func<double, double>, double[]> ByNorm(double limit) =>
        (gradient, of) =>
        {
            var norm = of(Math.Sqrt(gradient.Aggregate(0.0, (sum, g) => of(sum + of(g * g)))));
            var scale = of(of(limit) / of(norm + of(1e-6)));
            return scale < 1 ? Array.ConvertAll(gradient, g => of(g * scale)) : gradient;
        };

    /// <summary>Clips each element of a gradient.</summary>
    /// <param name="limit">The greatest magnitude.</param>
    public static Func<double[], Func<double, double>, double[]> ByValue(double limit) =>
        (gradient, of) => Array.ConvertAll(gradient, g => Math.Clamp(g, -of(limit), of(limit)));

    private static double Stepped(
        string rule,
        Func<double, double> of,
        double stepSize,
        int step,
        double theta,
        double g,
        ref double m,
        ref double v
    )
    {
        var gamma = of(stepSize);
        switch (rule)
        {
            case "sgd":
                return of(theta - of(gamma * g));
            case "momentum":
                m = of(of(of(0.9) * m) + g);
                return of(theta - of(gamma * m));
            case "rmsprop":
                v = of(of(of(0.99) * v) + of(of(of(1 - 0.99) * g) * g));
                return of(theta - of(of(gamma * g) / of(of(Math.Sqrt(v)) + of(1e-8))));
            default:
                if (rule == "adamw")
                    theta = of(theta * of(1 - stepSize * 0.1));
                m = of(of(of(0.9) * m) + of(of(1 - 0.9) * g));
                v = of(of(of(0.999) * v) + of(of(of(1 - 0.999) * g) * g));
                var mHat = of(m / of(1 - Math.Pow(0.9, step + 1)));
                var vHat = of(v / of(1 - Math.Pow(0.999, step + 1)));
                return of(theta - of(of(gamma * mHat) / of(of(Math.Sqrt(vHat)) + of(1e-8))));
        }
    }
}
