using Compare.Reference.Optimizers;

namespace Compare.Homework.Audit;

/// <summary>Measures what an update rule does to a single parameter, so that claims about rules are checked on their behaviour.</summary>
internal static class RuleMotion
{
    /// <summary>How far a rule still moves the parameter when the gradient has become zero, as only a rule with momentum does.</summary>
    /// <param name="rule">The rule.</param>
    /// <returns>The update with a gradient of 0 after one with a gradient of 1, in step sizes; 0 without momentum.</returns>
    public static double Coasting(Optimizer rule) => Steps(rule, [1, 0])[1];

    /// <summary>How the length of the updates changes under a constant gradient.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="early">Number of an update, 1 for the first.</param>
    /// <param name="late">Number of a later one.</param>
    /// <returns>The later over the earlier.</returns>
    public static double Shrinkage(Optimizer rule, int early, int late)
    {
        var steps = Steps(rule, [.. Enumerable.Repeat(1.0, late)]);
        return steps[late - 1] / steps[early - 1];
    }

    private static double[] Steps(Optimizer rule, double[] gradients)
    {
        var state = rule.CreateState<double>(1);
        double[] theta = [0];
        var steps = new double[gradients.Length];
        for (var t = 0; t < steps.Length; t++)
        {
            var before = theta[0];
            rule.Update<double>(theta, [gradients[t]], state);
            steps[t] = (before - theta[0]) / rule.LearningRate;
        }
        return steps;
    }
}
