using System.Globalization;
using System.Numerics;
using Compare.Problems;
using Compare.Problems.Recorded;
using Compare.Tests.Support;

namespace Compare.Tests.Checks.Traces;

/// <summary>
/// Right optimizers at random, as programs in plain loops over float or double: rule, options, decays, hyper-parameters, order of
/// operations, sizes of gradients and parameters, number of updates and of elements.
/// </summary>
/// <param name="Words">What was drawn.</param>
/// <param name="Trace">What was recorded, with nothing, a name and a step size, or everything declared.</param>
/// <param name="Name">Its rule, by the name that frameworks give it.</param>
/// <param name="Values">Its hyper-parameters and options, by the names that frameworks give them.</param>
internal sealed record RightPrograms(
    string Words,
    RecordedOptimizer Trace,
    string Name,
    IReadOnlyDictionary<string, double> Values
)
{
    private const int FewestUpdates = 5;
    private const int MostUpdates = 100;
    private const int MostElements = 60;

    /// <summary>Makes one element's step in the format of the program.</summary>
    private delegate T Step<T>(T theta, T g, int t);

    /// <summary>The same trace with everything declared.</summary>
    /// <param name="name">The name of the rule; null for the right one.</param>
    /// <param name="key">A hyper-parameter or option that is declared wrongly; null for none.</param>
    /// <param name="value">Its wrong value.</param>
    public RecordedOptimizer Declaring(string? name = null, string? key = null, double value = 0)
    {
        var declared = Values.ToDictionary(pair => pair.Key, pair => pair.Key == key ? value : pair.Value);
        declared.Remove("lr", out var lr);
        return Trace with { Name = name ?? Name, LearningRate = lr, Declared = declared };
    }

    /// <summary>Whether gradients, updates and elements are such that every hyper-parameter but epsilon shows in float64.</summary>
    public bool IsTelling =>
        Trace.Trace.Updates >= 20
        && Trace.Trace.Parameters >= 3
        && Trace.Gradients.Values.Max(Math.Abs) is > 1e-2 and < 1e3;

    /// <summary>Draws a program and runs it.</summary>
    /// <param name="seed">Equal seeds draw equal programs.</param>
    /// <param name="precision">The format in which it computes, throughout.</param>
    public static RightPrograms Draw(int seed, Precision precision) =>
        precision == Precision.Float32 ? Draw<float>(seed, precision) : Draw<double>(seed, precision);

    private static RightPrograms Draw<T>(int seed, Precision precision)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        var (updates, elements) = (random.Next(FewestUpdates, MostUpdates + 1), random.Next(1, MostElements + 1));
        var scale = Math.Pow(10, random.Next(-12, 13));
        var (name, words, declared, make) = Rule<T>(random);
        var (theta, gradients) = Run(random, updates, elements, scale, make);
        var values = declared.ToDictionary();
        var lr = declared["lr"];
        declared.Remove("lr");
        var trace = PlainTraces.Of(theta, gradients, updates, precision);
        trace = random.Next(3) switch
        {
            0 => trace,
            1 => trace with { Name = name, LearningRate = lr },
            _ => trace with { Name = name, LearningRate = lr, Declared = declared },
        };
        return new RightPrograms(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{seed}: {words}, lr {lr}, {string.Join(", ", declared.Select(pair => $"{pair.Key} {pair.Value}"))}, T {updates}, n {elements}, gradients of {scale:g2}, declared {trace.Declared.Count}"
            ),
            trace,
            name,
            values
        );
    }

    private static (double[] Theta, double[] Gradients) Run<T>(
        Random random,
        int updates,
        int elements,
        double scale,
        Func<Step<T>> make
    )
        where T : IBinaryFloatingPointIeee754<T>
    {
        var (theta, gradients) = (new double[(updates + 1) * elements], new double[updates * elements]);
        var follows = random.Next(2) == 0;
        var start = Math.Pow(10, random.Next(-1, 2));
        for (var i = 0; i < elements; i++)
        {
            var step = make();
            var at = T.CreateChecked(start * Normal(random));
            var size = scale * Math.Pow(10, -2 * random.NextDouble());
            var target = start * Normal(random);
            theta[i] = double.CreateChecked(at);
            for (var t = 0; t < updates; t++)
            {
                // Either noise, or the slope of a smooth function with noise.
                var slope = follows ? Math.Tanh((double.CreateChecked(at) - target) / start) : Normal(random);
                var g = T.CreateChecked(size * (slope + 0.1 * Normal(random)));
                gradients[t * elements + i] = double.CreateChecked(g);
                at = step(at, g, t + 1);
                theta[(t + 1) * elements + i] = double.CreateChecked(at);
            }
        }
        return (theta, gradients);
    }

    private static (string Name, string Words, Dictionary<string, double> Declared, Func<Step<T>> Make) Rule<T>(
        Random random
    )
        where T : IBinaryFloatingPointIeee754<T>
    {
        double OneOf(params double[] values) => values[random.Next(values.Length)];
        bool Chance() => random.Next(2) == 0;
        var lr = OneOf(0.1, 0.01, 1e-3, 2e-3, 5e-4, 1e-4, 0.05, 3e-4);
        var declared = new Dictionary<string, double> { ["lr"] = lr };
        var decay = OneOf(0, 0, 0.1, 0.01, 1e-4, 5e-4);
        var (gamma, lambda) = (Of<T>(lr), Of<T>(decay));
        switch (random.Next(7))
        {
            case 0:
                declared["weight_decay"] = decay;
                return ("sgd", "sgd", declared, () => (theta, g, _) => theta - gamma * (g + lambda * theta));
            case 1:
                var rho = OneOf(0.9, 0.99, 0.5, 0.8);
                var (nesterov, keras) = (Chance(), Chance());
                (declared["momentum"], declared["nesterov"]) = (rho, nesterov ? 1 : 0);
                if (!keras)
                    declared["weight_decay"] = decay;
                return (
                    "sgd",
                    $"momentum{(nesterov ? ", nesterov" : "")}{(keras ? ", of steps" : "")}",
                    declared,
                    keras ? () => Steps(gamma, Of<T>(rho), nesterov) : () => Buffer(gamma, Of<T>(rho), nesterov, lambda)
                );
            case 2:
                var (alpha, small) = (OneOf(0.9, 0.99, 0.95), OneOf(1e-8, 1e-7, 1e-6));
                var (centred, momentum) = (random.Next(4) == 0, random.Next(4) == 0 ? 0.9 : 0);
                (declared["alpha"], declared["eps"], declared["momentum"]) = (alpha, small, momentum);
                (declared["centered"], declared["weight_decay"]) = (centred ? 1 : 0, decay);
                return (
                    "rmsprop",
                    $"rmsprop{(centred ? ", centred" : "")}{(momentum > 0 ? ", momentum" : "")}",
                    declared,
                    () => RmsProp(gamma, Of<T>(alpha), Of<T>(small), centred, Of<T>(momentum), lambda)
                );
            case 3:
                var (tiny, initial) = (OneOf(1e-10, 1e-8, 1e-7), OneOf(0, 0, 0.1));
                (declared["eps"], declared["weight_decay"]) = (tiny, decay);
                return (
                    "adagrad",
                    $"adagrad{(initial > 0 ? ", from 0.1" : "")}",
                    declared,
                    () => AdaGrad(gamma, Of<T>(tiny), Of<T>(initial), lambda)
                );
            case 4:
                var (rho2, inside) = (OneOf(0.9, 0.95, 0.99), OneOf(1e-6, 1e-7));
                (declared["rho"], declared["eps"], declared["weight_decay"]) = (rho2, inside, decay);
                return ("adadelta", "adadelta", declared, () => Adadelta(gamma, Of<T>(rho2), Of<T>(inside), lambda));
            case 5:
                var (share, kept, least) = (OneOf(0.9, 0.95), OneOf(0.999, 0.99), OneOf(1e-8, 1e-7));
                var psi = OneOf(0.004, 1, double.PositiveInfinity);
                (declared["beta1"], declared["beta2"], declared["eps"]) = (share, kept, least);
                declared["weight_decay"] = decay;
                if (double.IsFinite(psi))
                    declared["momentum_decay"] = psi;
                return (
                    "nadam",
                    $"nadam, psi {psi}",
                    declared,
                    () => NAdam(gamma, share, kept, psi, Of<T>(least), lambda)
                );
            default:
                var (beta1, beta2, eps) = (
                    OneOf(0.9, 0.9, 0.95, 0.5),
                    OneOf(0.999, 0.999, 0.99, 0.95),
                    OneOf(1e-8, 1e-7)
                );
                var (decoupled, form, largest) = (Chance(), random.Next(3), random.Next(4) == 0);
                (declared["beta1"], declared["beta2"], declared["eps"]) = (beta1, beta2, eps);
                (declared["amsgrad"], declared["weight_decay"]) = (largest ? 1 : 0, decay);
                return (
                    decoupled && decay > 0 ? "adamw" : "adam",
                    $"adam{(decoupled ? "w" : "")}, form {form}{(largest ? ", amsgrad" : "")}",
                    declared,
                    () =>
                        Adam(
                            gamma,
                            (Of<T>(beta1), Of<T>(beta2)),
                            (beta1, beta2),
                            Of<T>(eps),
                            lambda,
                            decoupled,
                            form,
                            largest
                        )
                );
        }
    }

    private static T Of<T>(double value)
        where T : IBinaryFloatingPointIeee754<T> => T.CreateChecked(value);

    private static Step<T> Buffer<T>(T gamma, T rho, bool nesterov, T lambda)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var m = T.Zero;
        return (theta, g, t) =>
        {
            g += lambda * theta;
            m = t == 1 ? g : rho * m + g;
            return theta - gamma * (nesterov ? g + rho * m : m);
        };
    }

    /// <summary>Keras: the step size is inside the buffer.</summary>
    private static Step<T> Steps<T>(T gamma, T rho, bool nesterov)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var m = T.Zero;
        return (theta, g, _) =>
        {
            m = rho * m - gamma * g;
            return nesterov ? theta + rho * m - gamma * g : theta + m;
        };
    }

    private static Step<T> RmsProp<T>(T gamma, T alpha, T eps, bool centred, T momentum, T lambda)
        where T : IBinaryFloatingPointIeee754<T>
    {
        T r = T.Zero,
            mean = T.Zero,
            m = T.Zero;
        return (theta, g, _) =>
        {
            g += lambda * theta;
            r = alpha * r + (T.One - alpha) * g * g;
            mean += (T.One - alpha) * (g - mean);
            var root = T.Sqrt(centred ? T.Max(T.Zero, r - mean * mean) : r);
            var d = g / (root + eps);
            m = momentum * m + d;
            return theta - gamma * (momentum > T.Zero ? m : d);
        };
    }

    private static Step<T> AdaGrad<T>(T gamma, T eps, T initial, T lambda)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var sum = initial;
        return (theta, g, _) =>
        {
            g += lambda * theta;
            sum += g * g;
            return theta - gamma * g / (T.Sqrt(sum) + eps);
        };
    }

    private static Step<T> Adadelta<T>(T gamma, T rho, T eps, T lambda)
        where T : IBinaryFloatingPointIeee754<T>
    {
        T r = T.Zero,
            s = T.Zero;
        return (theta, g, _) =>
        {
            g += lambda * theta;
            r = rho * r + (T.One - rho) * g * g;
            var d = T.Sqrt(s + eps) / T.Sqrt(r + eps) * g;
            s = rho * s + (T.One - rho) * d * d;
            return theta - gamma * d;
        };
    }

    /// <summary>Scalars in double, as PyTorch and Keras have them.</summary>
    private static Step<T> NAdam<T>(T gamma, double beta1, double beta2, double psi, T eps, T lambda)
        where T : IBinaryFloatingPointIeee754<T>
    {
        T m = T.Zero,
            v = T.Zero;
        var product = 1.0;
        double Mu(int t) => beta1 * (1 - 0.5 * Math.Pow(0.96, t * psi));
        return (theta, g, t) =>
        {
            g += lambda * theta;
            product *= Mu(t);
            m = Of<T>(beta1) * m + Of<T>(1 - beta1) * g;
            v = Of<T>(beta2) * v + Of<T>(1 - beta2) * g * g;
            var root = T.Sqrt(v / Of<T>(1 - Math.Pow(beta2, t))) + eps;
            var ahead = Of<T>((1 - Mu(t)) / (1 - product)) * g + Of<T>(Mu(t + 1) / (1 - product * Mu(t + 1))) * m;
            return theta - gamma * ahead / root;
        };
    }

    /// <summary>Forms: the textbook's, PyTorch's, and TensorFlow's with the corrections in the step size and epsilon before them.</summary>
    private static Step<T> Adam<T>(
        T gamma,
        (T First, T Second) beta,
        (double First, double Second) exact,
        T eps,
        T lambda,
        bool decoupled,
        int form,
        bool amsgrad
    )
        where T : IBinaryFloatingPointIeee754<T>
    {
        T m = T.Zero,
            v = T.Zero,
            largest = T.Zero;
        return (theta, g, t) =>
        {
            if (decoupled)
                theta *= T.One - gamma * lambda;
            else
                g += lambda * theta;
            // Half of the programs have 1 - beta in the format, as beta itself; PyTorch computes it in double.
            var (rest1, rest2) =
                form == 1
                    ? (Of<T>(1 - exact.First), Of<T>(1 - exact.Second))
                    : (T.One - beta.First, T.One - beta.Second);
            m = form == 2 ? m + rest1 * (g - m) : beta.First * m + rest1 * g;
            v = form == 2 ? v + rest2 * (g * g - v) : beta.Second * v + rest2 * g * g;
            largest = T.Max(largest, v);
            var w = amsgrad ? largest : v;
            var (c1, c2) = (1 - Math.Pow(exact.First, t), 1 - Math.Pow(exact.Second, t));
            return form switch
            {
                0 => theta - gamma * (m / Of<T>(c1)) / (T.Sqrt(w / Of<T>(c2)) + eps),
                1 => theta - gamma / Of<T>(c1) * (m / (T.Sqrt(w) / Of<T>(Math.Sqrt(c2)) + eps)),
                _ => theta - gamma * Of<T>(Math.Sqrt(c2) / c1) * m / (T.Sqrt(w) + eps),
            };
        };
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
