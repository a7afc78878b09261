using Compare.Checks.Own;
using Compare.Faults.Updates;
using Compare.Problems;
using Compare.Reference.Optimizers;
using Compare.Torch.Modules;
using TorchSharp;
using TorchSharp.Modules;

namespace Compare.Sides;

/// <summary>Any optimizer of TorchSharp's torch.optim, as the one in question or as the rule.</summary>
/// <example>
/// <code>
/// OwnOptimizer.Check(TorchOptimizer.Step(p =&gt; optim.NAdam(p)), [NAdam.PyTorch], [5, 12]).AssertAgrees();
/// OwnOptimizer.Check(myStep, TorchOptimizer.RuleOf(p =&gt; optim.AdamW(p, lr: 0.01))).AssertAgrees();
/// </code>
/// </example>
public static class TorchOptimizer
{
    /// <summary>Makes it one that can be checked.</summary>
    /// <param name="optimizer">Makes the optimizer of some parameters, one for each tensor; groups may be made of them.</param>
    /// <param name="precision">In which format it computes.</param>
    /// <returns>Its updates; a new optimizer is made with each first update.</returns>
    public static OptimizerUpdate Step(
        Func<IReadOnlyList<Parameter>, torch.optim.Optimizer> optimizer,
        Precision precision = Precision.Float64
    )
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ParameterRun? run = null;
        return (parameters, gradients, update) =>
        {
            if (update == 1)
            {
                run?.Dispose();
                run = new ParameterRun(
                    [.. parameters.Select(values => values.Length)],
                    precision == Precision.Float64,
                    optimizer
                );
            }
            run!.Update(parameters, gradients);
        };
    }

    /// <summary>Finds the rule that it follows, with its hyper-parameters, from its updates.</summary>
    /// <param name="optimizer">Makes the optimizer of some parameters.</param>
    /// <returns>The rule.</returns>
    /// <exception cref="NotSupportedException">It follows none that is known here.</exception>
    public static Optimizer RuleOf(Func<IReadOnlyList<Parameter>, torch.optim.Optimizer> optimizer)
    {
        var trace = ProbedTensor.Traces(Step(optimizer), [ProbedTensor.Whole], Precision.Float64)[0];
        return RuleSearch.Identify(trace, threads: Environment.ProcessorCount)?.Rule
            ?? throw new NotSupportedException("The optimizer follows no rule that is known here.");
    }
}
