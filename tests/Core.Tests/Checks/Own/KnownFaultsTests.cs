using Compare.Checks.Own;
using Compare.Checks.Traces;
using Compare.Reference.Optimizers;
using Compare.Results;
using Compare.Tests.Support;

namespace Compare.Tests.Checks.Own;

/// <summary>Mistakes of public bug reports and of students, written as plain loops: caught and named, in a function and in a trace.</summary>
public sealed class KnownFaultsTests
{
    private const double Gamma = 0.01;
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;
    private const double Rho = 0.9;
    private const double Lambda = 0.01;

    private static readonly Dictionary<string, (Func<PlainTraces.Step> Element, Optimizer Rule)> Faults = new()
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
        ["counter-every-second"] = (Adam((m, v, t) => (m / C(Beta1, (t + 1) / 2), v / C(Beta2, (t + 1) / 2))), Right),
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
            RmsProp.Homework
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
            AdaGrad.Homework
        ),
        ["first-buffer-averaged"] = (
            Stateful((s, g, t) => s[0] = t == 1 ? (1 - Rho) * g : Rho * s[0] + g),
            Momentum.Homework
        ),
        ["gradients-accumulated"] = (Stateful((s, g, _) => s[0] += g), Sgd.Homework),
        ["decay-multiplies-gradient"] = (
            () => (theta, g, _) => theta - Gamma * g * (1 + Lambda * theta),
            Sgd.Homework with
            {
                WeightDecay = new WeightDecay { Coupled = Lambda },
            }
        ),
    };

    private static Adam Right => Reference.Optimizers.Adam.Homework;

    public static TheoryData<string> Names => [.. Faults.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Check_Fault_IsNamed(string name)
    {
        var (element, rule) = Faults[name];
        var elements = Enumerable.Range(0, OwnOptimizer.Parameters).Select(_ => element()).ToArray();
        var finding = Assert.Single(
            OwnOptimizer
                .Check(
                    (theta, g, t) =>
                    {
                        for (var i = 0; i < theta.Length; i++)
                            theta[i] = elements[i](theta[i], g[i], t);
                    },
                    rule
                )
                .Findings
        );
        IsNamed(name, finding);
    }

    /// <summary>In a trace some faults are other rules that people use: those are identified, and the verdict says that they are not torch.optim's.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Run_Fault_IsNamedOrIdentifiedForWhatItIs(string name)
    {
        var (element, rule) = Faults[name];
        var trace = PlainTraces.Make(element) with { Name = rule.Name, LearningRate = Gamma };
        var finding = RecordedOptimizerCheck.Run(trace, threads: 2).Findings[0];
        switch (name)
        {
            case "correction-without-power":
                Assert.Contains("constant one", Assert.Single(finding.Reservations), StringComparison.Ordinal);
                break;
            // Momentum that forgets nothing; and what only the declared rule tells from right.
            case "gradients-accumulated" or "amsgrad-of-corrected" or "decay-multiplies-gradient":
                Assert.True(finding.Status != Status.Disagrees || finding.Cause!.Id == name, finding.Cause?.ToString());
                break;
            default:
                IsNamed(name, finding);
                break;
        }
    }

    private static void IsNamed(string name, Finding finding)
    {
        Assert.Equal(Status.Disagrees, finding.Status);
        Assert.True(
            finding.Cause!.Id == name || finding.Cause.Alternatives.Any(set => set.Any(cause => cause.Id == name)),
            $"{finding.Cause.Id}: {finding.Cause}"
        );
    }

    private static double C(double beta, int t) => 1 - Math.Pow(beta, t);

    private static Func<PlainTraces.Step> Adam(Func<double, double, int, (double M, double V)> correct) =>
        Stateful(
            (s, g, t) =>
            {
                s[0] = Beta1 * s[0] + (1 - Beta1) * g;
                s[1] = Beta2 * s[1] + (1 - Beta2) * g * g;
                var (m, v) = correct(s[0], s[1], t);
                return m / (Math.Sqrt(v) + Epsilon);
            }
        );

    private static Func<PlainTraces.Step> Stateful(Func<double[], double, int, double> direction) =>
        () =>
        {
            var state = new double[3];
            return (theta, g, t) => theta - Gamma * direction(state, g, t);
        };
}
