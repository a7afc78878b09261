using Compare.Checks.Own;
using Compare.Reference.Optimizers;

namespace Compare.Tests.Checks.Own;

/// <summary>NAdam and Adadelta, right and with mistakes.</summary>
internal sealed partial class FaultyPrograms
{
    private enum AdadeltaMistake
    {
        None,
        StepsEnterFirst,
        GradientForStep,
        StepSizeInside,
        ComplementMissing,
        NumeratorWithoutRoot,
    }

    private NAdam RightNAdam =>
        Reference.Optimizers.NAdam.PyTorch with
        {
            LearningRate = Gamma,
            Beta1 = Beta1,
            Beta2 = Beta2,
            Epsilon = Epsilon,
        };

    private Adadelta RightAdadelta =>
        Reference.Optimizers.Adadelta.PyTorch with
        {
            LearningRate = Gamma,
            SmoothingConstant = Rho,
            Epsilon = Epsilon,
        };

    /// <summary>The right programs, with the rules that they follow.</summary>
    public IReadOnlyDictionary<string, (Func<OptimizerStep> Program, Optimizer Rule)> RightOnes =>
        new Dictionary<string, (Func<OptimizerStep> Program, Optimizer Rule)>
        {
            ["nadam"] = (NAdam(Growing), RightNAdam),
            ["nadam, constant"] = (NAdam(_ => Beta1), RightNAdam with { HasConstantMomentum = true }),
            ["adadelta"] = (Adadelta(AdadeltaMistake.None), RightAdadelta),
            ["adam"] = (RightAdam, Right),
        };

    private double Growing(int t) => Beta1 * (1 - 0.5 * Math.Pow(0.96, 0.004 * t));

    private Func<OptimizerStep> NAdam(Func<int, double> mu, bool twice = false) =>
        Elementwise(
            Stateful(
                (s, g, t) =>
                {
                    s[0] = Beta1 * s[0] + (1 - Beta1) * g;
                    s[1] = Beta2 * s[1] + (1 - Beta2) * g * g;
                    s[2] = t == 1 ? mu(1) : s[2] * mu(t);
                    var next = s[2] * mu(t + 1) * (twice ? mu(t) : 1);
                    var ahead = (1 - mu(t)) * g / (1 - s[2]) + mu(t + 1) * s[0] / (1 - next);
                    return ahead / (Math.Sqrt(s[1] / C(Beta2, t)) + Epsilon);
                }
            )
        );

    private Func<OptimizerStep> Adadelta(AdadeltaMistake mistake) =>
        Elementwise(
            Stateful(
                (s, g, _) =>
                {
                    double Root(double x) => Math.Sqrt(x + Epsilon);
                    var rest = mistake == AdadeltaMistake.ComplementMissing ? 1 : 1 - Rho;
                    s[0] = Rho * s[0] + rest * g * g;
                    var before = mistake == AdadeltaMistake.NumeratorWithoutRoot ? s[1] + Epsilon : Root(s[1]);
                    var step = before * g / Root(s[0]);
                    var enters = mistake switch
                    {
                        AdadeltaMistake.StepsEnterFirst => g / Root(s[0]),
                        AdadeltaMistake.GradientForStep => g,
                        AdadeltaMistake.StepSizeInside => Gamma * step,
                        _ => step,
                    };
                    s[1] = Rho * s[1] + rest * enters * enters;
                    return mistake == AdadeltaMistake.StepsEnterFirst ? Root(s[1]) * g / Root(s[0]) : step;
                }
            )
        );
}
