using Compare.Checks.Updates;
using Compare.Problems;
using Compare.Reference.Optimizers;
using Compare.Results;

namespace Compare.Checks.Own;

/// <summary>Checks somebody's own optimizer against the rule that it should follow, in one call.</summary>
/// <remarks>
/// The step function is run for <see cref="OptimizerProbes.Updates"/> updates on gradients that are chosen to tell update rules apart.
/// Each update is held against the rule from the parameters that the optimizer itself arrived at, within the bound that the rule's own
/// formula yields for the format, whatever the order of operations. Where it differs, the catalogue of mistakes is tried, wrong
/// hyper-parameters are solved for, and if neither explains it, the rule that the optimizer does follow is identified.
/// </remarks>
/// <example>
/// <code>
/// var m = new double[n];
/// OwnOptimizer
///     .Check((theta, g, t) =&gt; { for (var i = 0; i &lt; theta.Length; i++) theta[i] -= 0.01 * (m[i] = 0.9 * m[i] + g[i]); },
///            Momentum.Homework)
///     .AssertAgrees();
/// </code>
/// </example>
public static class OwnOptimizer
{
    private const string CheckName = "own optimizer";

    /// <summary>The number of parameters with which step functions are called: how much state they need.</summary>
    public static int Parameters => OptimizerProbes.Count;

    /// <summary>Checks an optimizer in double precision.</summary>
    /// <param name="step">Makes one update of <see cref="Parameters"/> parameters; called with updates 1, 2, 3 and so on, with fresh state.</param>
    /// <param name="rule">The rule that it should follow, with its hyper-parameters.</param>
    /// <param name="name">What to call it.</param>
    /// <returns>The verdict: where it differs, by how much, why, and what would make it right; or what the check would have caught.</returns>
    public static CheckResult Check(OptimizerStep step, Optimizer rule, string name = "my optimizer") =>
        Check((theta, gradient, update) => step(theta, gradient, update), rule, name, Precision.Float64);

    /// <summary>Checks an optimizer in single precision.</summary>
    /// <param name="step">Makes one update of <see cref="Parameters"/> parameters; called with updates 1, 2, 3 and so on, with fresh state.</param>
    /// <param name="rule">The rule that it should follow, with its hyper-parameters.</param>
    /// <param name="name">What to call it.</param>
    /// <returns>The verdict: where it differs, by how much, why, and what would make it right; or what the check would have caught.</returns>
    public static CheckResult CheckSingle(OptimizerStepSingle step, Optimizer rule, string name = "my optimizer") =>
        Check(
            (theta, gradient, update) =>
            {
                var single = Array.ConvertAll(theta, x => (float)x);
                step(single, Array.ConvertAll(gradient, x => (float)x), update);
                Array.ConvertAll(single, x => (double)x).CopyTo(theta, 0);
            },
            rule,
            name,
            Precision.Float32
        );

    private static CheckResult Check(
        Action<double[], double[], int> step,
        Optimizer rule,
        string name,
        Precision precision
    )
    {
        var subject = $"{name} against {rule.Words}";
        var head = new FindingHead(
            FindingKey.Of(CheckName).With(KeyPart.Precision, precision.Name()).With(KeyPart.Kind, "updates"),
            $"{subject}, {precision.Name()}"
        );
        var theta = OptimizerProbes.Start;
        List<double> parameters = [.. theta],
            gradients = [];
        for (var update = 0; update < OptimizerProbes.Updates; update++)
        {
            var gradient = OptimizerProbes.Gradient(update);
            gradients.AddRange(gradient);
            try
            {
                step(theta, gradient, update + 1);
            }
            catch (Exception exception)
            {
                return new CheckResult(
                    subject,
                    [
                        head.Disagrees(
                            new Cause(
                                "exception",
                                FormattableString.Invariant(
                                    $"the step function threw {exception.GetType().Name} at update {update + 1}: {exception.Message}"
                                )
                            )
                        ),
                    ]
                );
            }
            parameters.AddRange(theta);
        }
        var trace = new UpdateTrace(
            new NamedArray("theta", OptimizerProbes.Updates + 1, OptimizerProbes.Count, [.. parameters]),
            new NamedArray("grad", OptimizerProbes.Updates, OptimizerProbes.Count, [.. gradients]),
            precision
        );
        return new CheckResult(
            subject,
            [
                RuleCheck.Of(
                    rule,
                    head,
                    trace,
                    "yours",
                    element => new Location
                    {
                        Tensor = "theta",
                        Row = element,
                        Quantity = OptimizerProbes.Words(element),
                    }
                ),
            ]
        );
    }
}
