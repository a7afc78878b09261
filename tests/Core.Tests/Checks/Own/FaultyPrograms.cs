using Compare.Checks.Own;
using Compare.Reference.Optimizers;
using Compare.Tests.Support;

namespace Compare.Tests.Checks.Own;

/// <summary>Optimizers with the mistakes of public bug reports and of students, as plain loops.</summary>
internal sealed partial class FaultyPrograms
{
    private double Gamma { get; init; } = 0.01;

    private double Beta1 { get; init; } = 0.9;

    private double Beta2 { get; init; } = 0.999;

    private double Epsilon { get; init; } = 1e-8;

    private double Rho { get; init; } = 0.9;

    private double Lambda { get; init; } = 0.01;

    private double Kappa { get; init; } = 0.1;

    private double Limit { get; init; } = 0.5;

    /// <summary>The step size of all of them.</summary>
    public double StepSize => Gamma;

    private Adam Right =>
        Reference.Optimizers.Adam.Homework with
        {
            LearningRate = Gamma,
            Beta1 = Beta1,
            Beta2 = Beta2,
            Epsilon = Epsilon,
        };

    /// <summary>With hyper-parameters at random.</summary>
    /// <param name="seed">Equal seeds draw equal ones.</param>
    public static FaultyPrograms Draw(int seed)
    {
        var random = new Random(seed);
        double Between(double low, double high) => low * Math.Pow(high / low, random.NextDouble());
        return new FaultyPrograms
        {
            Gamma = Between(1e-4, 0.3),
            Beta1 = 1 - Between(0.02, 0.5),
            Beta2 = 1 - Between(0.001, 0.1),
            Epsilon = Between(1e-10, 1e-5),
            Rho = 1 - Between(0.02, 0.5),
            Lambda = Between(1e-4, 0.3),
            Kappa = Between(1e-3, 1),
            Limit = Between(1e-3, 100),
        };
    }

    /// <summary>Each fault by the id of its cause: the program, and the rule that it should follow.</summary>
    public IReadOnlyDictionary<string, (Func<PlainTraces.Step> Element, Optimizer Rule)> All =>
        new Dictionary<string, (Func<PlainTraces.Step> Element, Optimizer Rule)>
        {
            ["correction-power-of-complement"] = (
                Adam((m, v, t) => (m / Math.Pow(1 - Beta1, t), v / Math.Pow(1 - Beta2, t))),
                Right
            ),
            ["correction-without-power"] = (Adam((m, v, _) => (m / (1 - Beta1), v / (1 - Beta2))), Right),
            ["corrected-twice"] = (
                Adam((m, v, t) => (m / C(Beta1, t) / C(Beta1, t), v / C(Beta2, t) / C(Beta2, t))),
                Right
            ),
            ["correction-rest"] = (Adam((m, v, t) => (m / C(Beta1, t), v / (1 - C(Beta2, t)))), Right),
            ["first-moments-raw"] = (
                Stateful(
                    (s, g, t) =>
                    {
                        s[0] = t == 1 ? g : Beta1 * s[0] + (1 - Beta1) * g;
                        s[1] = t == 1 ? g * g : Beta2 * s[1] + (1 - Beta2) * g * g;
                        return s[0] / C(Beta1, t) / (Math.Sqrt(s[1] / C(Beta2, t)) + Epsilon);
                    }
                ),
                Right
            ),
            ["corrected-moments-kept"] = (
                Stateful(
                    (s, g, t) =>
                    {
                        s[0] = (Beta1 * s[0] + (1 - Beta1) * g) / C(Beta1, t);
                        s[1] = (Beta2 * s[1] + (1 - Beta2) * g * g) / C(Beta2, t);
                        return s[0] / (Math.Sqrt(s[1]) + Epsilon);
                    }
                ),
                Right
            ),
            ["counter-every-second"] = (
                Adam((m, v, t) => (m / C(Beta1, (t + 1) / 2), v / C(Beta2, (t + 1) / 2))),
                Right
            ),
            ["amsgrad-of-corrected"] = (
                Stateful(
                    (s, g, t) =>
                    {
                        s[0] = Beta1 * s[0] + (1 - Beta1) * g;
                        s[1] = Beta2 * s[1] + (1 - Beta2) * g * g;
                        s[2] = Math.Max(s[2], s[1] / C(Beta2, t));
                        return s[0] / C(Beta1, t) / (Math.Sqrt(s[2]) + Epsilon);
                    }
                ),
                Right with
                {
                    AmsGrad = true,
                }
            ),
            ["kept-multiplied"] = (
                Stateful((s, g, _) => g / (Math.Sqrt(s[0] = (Rho * s[0] + 1 - Rho) * g * g) + Epsilon)),
                RmsProp.Homework with
                {
                    LearningRate = Gamma,
                    SmoothingConstant = Rho,
                    Epsilon = Epsilon,
                }
            ),
            ["accumulated-after-use-but-first"] = (
                Stateful(
                    (s, g, t) =>
                    {
                        var before = s[0];
                        s[0] += g * g;
                        return g / (Math.Sqrt(t == 1 ? s[0] : before) + Epsilon);
                    }
                ),
                AdaGrad.Homework with
                {
                    LearningRate = Gamma,
                    Epsilon = Epsilon,
                }
            ),
            ["first-buffer-averaged"] = (
                Stateful((s, g, t) => s[0] = t == 1 ? (1 - Rho) * g : Rho * s[0] + g),
                Momentum.Homework with
                {
                    LearningRate = Gamma,
                    MomentumFactor = Rho,
                }
            ),
            ["gradients-accumulated"] = (Stateful((s, g, _) => s[0] += g), Sgd.Homework with { LearningRate = Gamma }),
            ["decay-multiplies-gradient"] = (
                () => (theta, g, _) => theta - Gamma * g * (1 + Lambda * theta),
                Sgd.Homework with
                {
                    LearningRate = Gamma,
                    WeightDecay = new WeightDecay { Coupled = Lambda },
                }
            ),
        };

    /// <summary>Faults in which elements depend on each other, or that only the rule that is meant tells from right, in the same way.</summary>
    public IReadOnlyDictionary<string, (Func<OptimizerStep> Program, Optimizer Rule)> Whole =>
        new Dictionary<string, (Func<OptimizerStep> Program, Optimizer Rule)>
        {
            ["clipped-by-value"] = (
                After(RightAdam, g => Array.ConvertAll(g, x => Math.Clamp(x, -Limit, Limit))),
                Right
            ),
            ["clipped-by-norm"] = (
                After(
                    Elementwise(() => (theta, g, _) => theta - Gamma * g),
                    g =>
                    {
                        var norm = Math.Sqrt(g.Sum(x => x * x));
                        return norm > Limit ? Array.ConvertAll(g, x => x * (Limit / norm)) : g;
                    }
                ),
                Sgd.Homework with
                {
                    LearningRate = Gamma,
                }
            ),
            ["clipped-by-norm, as torch"] = (
                After(
                    Elementwise(Stateful((s, g, t) => s[0] = t == 1 ? g : Rho * s[0] + g)),
                    g =>
                    {
                        var factor = Math.Min(1, Limit / (Math.Sqrt(g.Sum(x => x * x)) + 1e-6));
                        return Array.ConvertAll(g, x => x * factor);
                    }
                ),
                Momentum.Homework with
                {
                    LearningRate = Gamma,
                    MomentumFactor = Rho,
                }
            ),
            ["state-index-stands-still"] = (
                () =>
                {
                    double sum = 0;
                    return (theta, g, _) =>
                    {
                        for (var i = 0; i < theta.Length; i++)
                        {
                            sum += g[i] * g[i];
                            theta[i] -= Gamma * g[i] / (Math.Sqrt(sum) + Epsilon);
                        }
                    };
                },
                AdaGrad.Homework with
                {
                    LearningRate = Gamma,
                    Epsilon = Epsilon,
                }
            ),
            ["schedule-one-ahead"] = (
                Elementwise(() => (theta, g, t) => theta - Gamma / (1 + Kappa * t) * g),
                Sgd.Homework with
                {
                    LearningRate = Gamma,
                    LearningRateDecay = Kappa,
                }
            ),
            ["look-ahead-missing"] = (RightAdam, RightNAdam),
            ["looks-ahead"] = (NAdam(_ => Beta1), Right),
            ["momentum-constant"] = (NAdam(_ => Beta1), RightNAdam),
            ["momentum-grows"] = (NAdam(Growing), RightNAdam with { HasConstantMomentum = true }),
            ["momentum-twice"] = (NAdam(Growing, twice: true), RightNAdam),
            ["steps-enter-first"] = (Adadelta(AdadeltaMistake.StepsEnterFirst), RightAdadelta),
            ["gradient-for-step"] = (Adadelta(AdadeltaMistake.GradientForStep), RightAdadelta),
            ["step-size-inside"] = (Adadelta(AdadeltaMistake.StepSizeInside), RightAdadelta),
            ["complement-missing"] = (Adadelta(AdadeltaMistake.ComplementMissing), RightAdadelta),
            ["numerator-without-root"] = (Adadelta(AdadeltaMistake.NumeratorWithoutRoot), RightAdadelta),
            ["gradient-for-square"] = (
                Elementwise(Adam((m, v, t) => (m / C(Beta1, t), v / C(Beta2, t)), square: g => g)),
                Right
            ),
        };

    /// <summary>A right program with a mistake that nobody makes, and so has no name.</summary>
    /// <param name="seed">Decides the rule and the mistake.</param>
    public (string Name, Func<OptimizerStep> Program, Optimizer Rule) Unknown(int seed)
    {
        var random = new Random(seed);
        var (program, rule) = (seed % 3) switch
        {
            0 => (RightAdam, (Optimizer)Right),
            1 => (
                Elementwise(Stateful((s, g, t) => s[0] = t == 1 ? g : Rho * s[0] + g)),
                Momentum.Homework with
                {
                    LearningRate = Gamma,
                    MomentumFactor = Rho,
                }
            ),
            _ => (
                Elementwise(Stateful((s, g, _) => g / (Math.Sqrt(s[0] += g * g) + Epsilon))),
                AdaGrad.Homework with
                {
                    LearningRate = Gamma,
                    Epsilon = Epsilon,
                }
            ),
        };
        (string Name, Func<double, int, int, double> Of)[] changes =
        [
            ("step waves", (step, _, t) => step * (1 + 0.1 * Math.Sin(t))),
            ("step noisy", (step, _, _) => step * (1 + 0.01 * random.NextDouble())),
            ("one element", (step, i, _) => i == 5 ? 1.3 * step : step),
            ("third update", (step, _, t) => t == 3 ? 1.2 * step : step),
            ("bent", (step, _, _) => step * (1 + Math.Abs(step) / Gamma)),
        ];
        var (name, change) = changes[seed / 3 % changes.Length];
        return (
            name,
            () =>
            {
                var step = program();
                return (theta, g, t) =>
                {
                    var before = theta.ToArray();
                    step(theta, g, t);
                    for (var i = 0; i < theta.Length; i++)
                        theta[i] = before[i] + change(theta[i] - before[i], i, t);
                };
            },
            rule
        );
    }

    private Func<OptimizerStep> RightAdam => Elementwise(Adam((m, v, t) => (m / C(Beta1, t), v / C(Beta2, t))));

    public static Func<OptimizerStep> Elementwise(Func<PlainTraces.Step> element) =>
        () =>
        {
            var elements = Enumerable.Range(0, OwnOptimizer.Parameters).Select(_ => element()).ToArray();
            return (theta, g, t) =>
            {
                for (var i = 0; i < theta.Length; i++)
                    theta[i] = elements[i](theta[i], g[i], t);
            };
        };

    private static Func<OptimizerStep> After(Func<OptimizerStep> program, Func<double[], double[]> change) =>
        () =>
        {
            var step = program();
            return (theta, g, t) => step(theta, change(g.ToArray()), t);
        };

    private static double C(double beta, int t) => 1 - Math.Pow(beta, t);

    private Func<PlainTraces.Step> Adam(
        Func<double, double, int, (double M, double V)> correct,
        Func<double, double>? square = null
    ) =>
        Stateful(
            (s, g, t) =>
            {
                s[0] = Beta1 * s[0] + (1 - Beta1) * g;
                s[1] = Beta2 * s[1] + (1 - Beta2) * (square?.Invoke(g) ?? g * g);
                var (m, v) = correct(s[0], s[1], t);
                return m / (Math.Sqrt(v) + Epsilon);
            }
        );

    private Func<PlainTraces.Step> Stateful(Func<double[], double, int, double> direction) =>
        () =>
        {
            var state = new double[3];
            return (theta, g, t) => theta - Gamma * direction(state, g, t);
        };
}
