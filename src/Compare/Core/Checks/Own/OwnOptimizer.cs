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
    public static CheckResult Check(OptimizerStep step, Optimizer rule, string name = "my optimizer")
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(rule);
        return Check((theta, gradient, update) => step(theta, gradient, update), rule, name, Precision.Float64);
    }

    /// <summary>Checks an optimizer in single precision.</summary>
    /// <param name="step">Makes one update of <see cref="Parameters"/> parameters; called with updates 1, 2, 3 and so on, with fresh state.</param>
    /// <param name="rule">The rule that it should follow, with its hyper-parameters.</param>
    /// <param name="name">What to call it.</param>
    /// <returns>The verdict: where it differs, by how much, why, and what would make it right; or what the check would have caught.</returns>
    public static CheckResult CheckSingle(OptimizerStepSingle step, Optimizer rule, string name = "my optimizer")
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(rule);
        return Check(
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
    }

    /// <summary>Checks an optimizer of several tensors, such as one with parameter groups.</summary>
    /// <param name="update">Makes one update of all tensors; called with updates 1, 2, 3 and so on.</param>
    /// <param name="rules">The rule that each tensor should follow; one for all of them, or one for each.</param>
    /// <param name="lengths">The number of elements of each tensor; more than <see cref="Parameters"/> are probed like these again.</param>
    /// <param name="precision">In which format it computes; in float32 every number that it is given is one, and what it gives is rounded to it.</param>
    /// <param name="name">What to call it.</param>
    /// <returns>The verdict on each tensor.</returns>
    /// <exception cref="ArgumentException">There is no tensor, one is empty, or there are neither one nor as many rules.</exception>
    public static CheckResult Check(
        OptimizerUpdate update,
        IReadOnlyList<Optimizer> rules,
        IReadOnlyList<int> lengths,
        Precision precision = Precision.Float64,
        string name = "my optimizer"
    )
    {
        ArgumentNullException.ThrowIfNull(update);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(lengths);
        if (lengths.Count == 0 || lengths.Any(length => length < 1))
            throw new ArgumentException("There must be a tensor, and each must have an element.", nameof(lengths));
        if (rules.Count != 1 && rules.Count != lengths.Count)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"There are {rules.Count} rules for {lengths.Count} tensors: give one for all, or one for each."
                ),
                nameof(rules)
            );
        return Check(
            update,
            [
                .. lengths.Select(
                    (length, i) =>
                        (
                            new ProbedTensor(FormattableString.Invariant($"tensor {i + 1}"), length, i),
                            rules[rules.Count == 1 ? 0 : i]
                        )
                ),
            ],
            name,
            precision
        );
    }

    private static CheckResult Check(
        Action<double[], double[], int> step,
        Optimizer rule,
        string name,
        Precision precision
    ) =>
        Check(
            (parameters, gradients, update) => step(parameters[0], gradients[0], update),
            [(ProbedTensor.Whole, rule)],
            name,
            precision
        );

    private static CheckResult Check(
        OptimizerUpdate update,
        IReadOnlyList<(ProbedTensor Tensor, Optimizer Rule)> tensors,
        string name,
        Precision precision
    )
    {
        var rules = tensors.Select(pair => pair.Rule.Words).Distinct().ToList();
        var subject = $"{name} against {string.Join("; ", rules)}";
        var key = FindingKey.Of(CheckName).With(KeyPart.Precision, precision.Name()).With(KeyPart.Kind, "updates");
        var whole = new FindingHead(key, $"{subject}, {precision.Name()}");
        FindingHead Head(ProbedTensor tensor, Optimizer rule) =>
            tensors.Count == 1
                ? whole
                : new FindingHead(
                    key.With(KeyPart.Tensor, tensor.Name),
                    $"{name} against {rule.Words}, {tensor.Name}, {precision.Name()}"
                );
        IReadOnlyList<UpdateTrace> traces;
        try
        {
            traces = ProbedTensor.Traces(update, [.. tensors.Select(pair => pair.Tensor)], precision);
        }
        catch (OptimizerUpdateException thrown)
        {
            return new CheckResult(
                subject,
                [
                    whole.Disagrees(
                        new Cause(
                            "exception",
                            FormattableString.Invariant(
                                $"the step function threw {thrown.InnerException!.GetType().Name} at update {thrown.Update}: {thrown.Message}"
                            )
                        )
                    ),
                ]
            );
        }
        return new CheckResult(
            subject,
            [
                .. tensors.Select(
                    (pair, i) =>
                        RuleCheck.Of(
                            pair.Rule,
                            Head(pair.Tensor, pair.Rule),
                            traces[i],
                            "yours",
                            element => new Location
                            {
                                Tensor = pair.Tensor.Name,
                                Row = element,
                                Quantity = pair.Tensor.Words(element),
                            }
                        )
                ),
            ]
        );
    }
}
