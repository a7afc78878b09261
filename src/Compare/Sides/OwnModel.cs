using Compare.Checks.Models;
using Compare.Checks.Own;
using Compare.Problems;
using Compare.Problems.Parties;
using Compare.Reference.Graphs;
using Compare.Reference.Optimizers;
using Compare.Results;
using Compare.Torch;
using Compare.Torch.Modules;
using TorchSharp;
using TorchSharp.Modules;

namespace Compare.Sides;

/// <summary>Checks somebody's TorchSharp module against its twin, in one call: another module, an implementation on plain arrays, or a graph.</summary>
/// <remarks>
/// <para>
/// The module's weights are copied over, by name, else by order, transposed where shapes say so. Then, update by update, both compute from the
/// module's weights: what the layers give, the loss, every gradient, buffers such as running means. Both optimizers are given the
/// module's gradient, and their updates are held against the rule within derived bounds. At last both train on their own, beside a
/// shadow that tells how far rounding alone goes.
/// </para>
/// <para>
/// The first tensor that differs by more than rounding is named with its layer, in the order in which a pass makes them: forward from
/// the first layer on, backward from the last. Random numbers of libtorch (dropout) are drawn from one seed on both sides. The module's
/// weights and buffers are put back; those of a twin module stay overwritten. On a processor on which oneDNN's convolutions are wrong
/// (<see cref="Torch.ConvolutionProbe"/>) libtorch computes without it for the time of the check, and the verdict says so.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// OwnModel.Check(module, (y, t) =&gt; nn.functional.mse_loss(y, t), [(x, target)], twin, updates: 200).AssertAgrees();
/// </code>
/// </example>
public static class OwnModel
{
    private const int FewUpdates = 20;

    /// <summary>Checks a module against a second one.</summary>
    /// <param name="module">The module.</param>
    /// <param name="loss">From the module's output and the target to the loss, a single number.</param>
    /// <param name="batches">Inputs and targets; gone through in turn.</param>
    /// <param name="twin">The second module; its weights are overwritten.</param>
    /// <param name="updates">How many updates are made.</param>
    /// <param name="rule">The update rule that both should follow. If no optimizer is given either, plain steps of 0.01.</param>
    /// <param name="optimizer">Makes the optimizer of the module, in place of torch.optim's for the rule.</param>
    /// <param name="twinOptimizer">Makes the optimizer of the twin, in place of one like the module's.</param>
    /// <param name="twinLoss">The loss of the twin, if it is to be another function.</param>
    /// <returns>The verdict: where they part, at which layer, and why; or that all is within rounding.</returns>
    /// <exception cref="ArgumentException">There is no batch, no update, no parameter, or the twin is the module itself.</exception>
    /// <exception cref="NotSupportedException">torch.optim has no such rule, and no optimizer is given.</exception>
    public static CheckResult Check(
        torch.nn.Module<torch.Tensor, torch.Tensor> module,
        Func<torch.Tensor, torch.Tensor, torch.Tensor> loss,
        IReadOnlyList<(torch.Tensor Input, torch.Tensor Target)> batches,
        torch.nn.Module<torch.Tensor, torch.Tensor> twin,
        int updates = FewUpdates,
        Optimizer? rule = null,
        Func<IEnumerable<Parameter>, torch.optim.Optimizer>? optimizer = null,
        Func<IEnumerable<Parameter>, torch.optim.Optimizer>? twinOptimizer = null,
        Func<torch.Tensor, torch.Tensor, torch.Tensor>? twinLoss = null
    )
    {
        ArgumentNullException.ThrowIfNull(loss);
        return Check(
            module,
            (it, batch) => loss(it.call(batch.Input), batch.Target),
            batches,
            twin,
            (it, batch) => (twinLoss ?? loss)(it.call(batch.Input), batch.Target),
            updates,
            rule,
            optimizer,
            twinOptimizer
        );
    }

    /// <summary>Checks a module with any inputs and outputs against a second one.</summary>
    /// <typeparam name="TModule">The type of the module.</typeparam>
    /// <typeparam name="TTwin">The type of the twin.</typeparam>
    /// <typeparam name="TBatch">What a batch is.</typeparam>
    /// <param name="module">The module.</param>
    /// <param name="loss">Calls the module with a batch, and gives the loss, a single number.</param>
    /// <param name="batches">The batches; gone through in turn.</param>
    /// <param name="twin">The second module; its weights are overwritten.</param>
    /// <param name="twinLoss">The same for the twin.</param>
    /// <param name="updates">How many updates are made.</param>
    /// <param name="rule">The update rule that both should follow. If no optimizer is given either, plain steps of 0.01.</param>
    /// <param name="optimizer">Makes the optimizer of the module, in place of torch.optim's for the rule.</param>
    /// <param name="twinOptimizer">Makes the optimizer of the twin, in place of one like the module's.</param>
    /// <returns>The verdict: where they part, at which layer, and why; or that all is within rounding.</returns>
    /// <exception cref="ArgumentException">There is no batch, no update, no parameter, or the twin is the module itself.</exception>
    /// <exception cref="NotSupportedException">torch.optim has no such rule, and no optimizer is given.</exception>
    public static CheckResult Check<TModule, TTwin, TBatch>(
        TModule module,
        Func<TModule, TBatch, torch.Tensor> loss,
        IReadOnlyList<TBatch> batches,
        TTwin twin,
        Func<TTwin, TBatch, torch.Tensor> twinLoss,
        int updates = FewUpdates,
        Optimizer? rule = null,
        Func<IEnumerable<Parameter>, torch.optim.Optimizer>? optimizer = null,
        Func<IEnumerable<Parameter>, torch.optim.Optimizer>? twinOptimizer = null
    )
        where TModule : torch.nn.Module
        where TTwin : torch.nn.Module
    {
        Require(module, batches, updates);
        ArgumentNullException.ThrowIfNull(twin);
        if (ReferenceEquals(module, twin))
            throw new ArgumentException("The twin is the module itself: give a second instance.", nameof(twin));
        rule = RuleOf(rule, optimizer);
        using var a = Party("the module", module, loss, batches, rule, optimizer);
        using var b = Party("the twin", twin, twinLoss, batches, rule, twinOptimizer ?? optimizer);
        return Run(a, b, batches.Count, updates, rule);
    }

    /// <summary>Checks a module against an implementation on plain arrays.</summary>
    /// <param name="module">The module.</param>
    /// <param name="loss">From the module's output and the target to the loss, a single number.</param>
    /// <param name="batches">Inputs and targets; gone through in turn.</param>
    /// <param name="twin">The implementation: from parameters, input and target to the loss and its gradient.</param>
    /// <param name="updates">How many updates are made.</param>
    /// <param name="rule">The update rule that both should follow. If no optimizer is given either, plain steps of 0.01.</param>
    /// <param name="optimizer">Makes the optimizer of the module, in place of torch.optim's for the rule.</param>
    /// <param name="twinUpdate">The implementation's own update, in place of the from-scratch one of the rule.</param>
    /// <returns>The verdict: where they part, at which layer, and why; or that all is within rounding.</returns>
    /// <exception cref="ArgumentException">There is no batch, no update or no parameter, or the twin's arrays have other lengths.</exception>
    /// <exception cref="NotSupportedException">torch.optim has no such rule, and no optimizer is given.</exception>
    public static CheckResult Check(
        torch.nn.Module<torch.Tensor, torch.Tensor> module,
        Func<torch.Tensor, torch.Tensor, torch.Tensor> loss,
        IReadOnlyList<(torch.Tensor Input, torch.Tensor Target)> batches,
        TwinGradient twin,
        int updates = FewUpdates,
        Optimizer? rule = null,
        Func<IEnumerable<Parameter>, torch.optim.Optimizer>? optimizer = null,
        OptimizerUpdate? twinUpdate = null
    )
    {
        Require(module, batches, updates);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(twin);
        var own = RuleOf(rule, optimizer);
        using var a = Party("the module", module, Called(loss), batches, own, optimizer);
        var plain = batches
            .Select(batch => (Input: ModuleRun.Numbers(batch.Input), Target: ModuleRun.Numbers(batch.Target)))
            .ToList();
        using var b = new ArrayParty(
            a.CopyParameters(),
            (parameters, batch) =>
                twin(
                    parameters,
                    (double[])plain[batch].Input.Values.Clone(),
                    (double[])plain[batch].Target.Values.Clone()
                ),
            twinUpdate,
            own
        );
        return Run(a, b, batches.Count, updates, own);
    }

    /// <summary>Checks a module against a graph of operations: every gradient of the first batch within derived bounds as well.</summary>
    /// <param name="module">The module.</param>
    /// <param name="loss">From the module's output and the target to the loss, a single number.</param>
    /// <param name="batches">Inputs and targets; gone through in turn.</param>
    /// <param name="twin">The loss as a graph of the module's parameters.</param>
    /// <param name="updates">How many updates are made.</param>
    /// <param name="rule">The update rule that both should follow. If no optimizer is given either, plain steps of 0.01.</param>
    /// <param name="optimizer">Makes the optimizer of the module, in place of torch.optim's for the rule.</param>
    /// <returns>The verdict; a wrong gradient has the path of the graph that it is wrong on, where a mistake there gives its numbers.</returns>
    /// <exception cref="ArgumentException">There is no batch, no update or no parameter, or shapes do not fit.</exception>
    /// <exception cref="NotSupportedException">torch.optim has no such rule, and no optimizer is given.</exception>
    public static CheckResult Check(
        torch.nn.Module<torch.Tensor, torch.Tensor> module,
        Func<torch.Tensor, torch.Tensor, torch.Tensor> loss,
        IReadOnlyList<(torch.Tensor Input, torch.Tensor Target)> batches,
        TwinGraph twin,
        int updates = FewUpdates,
        Optimizer? rule = null,
        Func<IEnumerable<Parameter>, torch.optim.Optimizer>? optimizer = null
    )
    {
        Require(module, batches, updates);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(twin);
        var own = RuleOf(rule, optimizer);
        using var a = Party("the module", module, Called(loss), batches, own, optimizer);
        var parameters = a.CopyParameters();
        var start = parameters.Select(parameter => parameter.Values).ToList();
        var plain = batches.Select(batch => (Input: Constant(batch.Input), Target: Constant(batch.Target))).ToList();
        Graph GraphOf(double[][] values, int batch) =>
            Graph.Of(
                [.. parameters.Select((parameter, p) => (parameter.Name, Shaped(parameter.Shape, values[p])))],
                nodes => twin(nodes, plain[batch].Input, plain[batch].Target)
            );
        using var b = new ArrayParty(
            parameters,
            (values, batch) =>
            {
                var graph = GraphOf(values, batch);
                var evaluation = graph.Evaluate<double>();
                var gradient = evaluation.Differentiate();
                return new TwinPass(
                    evaluation.Of(graph.Result).Elements[0],
                    [
                        .. graph.Arguments.Select(
                            (argument, p) =>
                                gradient[graph.NumberOf(argument)]?.Elements ?? new double[values[p].Length]
                        ),
                    ]
                );
            },
            update: null,
            own
        );
        return Held(
            a,
            () =>
            {
                var derived = OwnGradient.Check(
                    GraphOf([.. start], 0),
                    arguments =>
                    {
                        a.LoadParameters(arguments);
                        return
                        [
                            .. a.Evaluate(0, seed: 1)
                                .Gradients.Select((gradient, p) => gradient?.Values ?? new double[arguments[p].Length]),
                        ];
                    },
                    parameters[0].Precision == Precision.Float64 ? NumberFormat.Float64 : NumberFormat.Float32
                );
                a.LoadParameters(start);
                var result = ModelCheck.Run(a, b, batches.Count, updates, own);
                return result with { Findings = [.. derived.Findings, .. result.Findings] };
            }
        );
    }

    private static Func<
        torch.nn.Module<torch.Tensor, torch.Tensor>,
        (torch.Tensor Input, torch.Tensor Target),
        torch.Tensor
    > Called(Func<torch.Tensor, torch.Tensor, torch.Tensor> loss) =>
        (module, batch) => loss(module.call(batch.Input), batch.Target);

    private static CheckResult Run(ModuleParty a, IModelParty b, int batches, int updates, Optimizer? rule) =>
        Held(a, () => ModelCheck.Run(a, b, batches, updates, rule));

    /// <summary>Checks with right convolutions, and puts weights and buffers of the module back.</summary>
    private static CheckResult Held(ModuleParty a, Func<CheckResult> check)
    {
        var (parameters, buffers) = (a.CopyParameters(), a.CopyBuffers());
        if (parameters.Count == 0)
            throw new ArgumentException("The module has no parameters.");
        using var convolutions = RightConvolutions.Begin();
        try
        {
            var result = check();
            return convolutions.IsOff
                ? result with
                {
                    Findings =
                    [
                        result
                            .Findings[0]
                            .Noting(
                                "libtorch computed without oneDNN, which takes gradients of float32 convolutions from memory that nobody has written on this processor"
                            ),
                        .. result.Findings.Skip(1),
                    ],
                }
                : result;
        }
        finally
        {
            a.LoadParameters([.. parameters.Select(parameter => parameter.Values)]);
            a.LoadBuffers([.. buffers.Select(buffer => buffer.Values)]);
        }
    }

    private static ModuleParty Party<TModule, TBatch>(
        string name,
        TModule module,
        Func<TModule, TBatch, torch.Tensor> loss,
        IReadOnlyList<TBatch> batches,
        Optimizer? rule,
        Func<IEnumerable<Parameter>, torch.optim.Optimizer>? optimizer
    )
        where TModule : torch.nn.Module =>
        new(
            name,
            optimizer is not null ? new ModuleRun(module, optimizer) : new ModuleRun(module, TorchRules.For(rule!)),
            [.. batches.Select(batch => (Func<torch.Tensor>)(() => loss(module, batch)))]
        );

    private static Optimizer? RuleOf(Optimizer? rule, Func<IEnumerable<Parameter>, torch.optim.Optimizer>? optimizer) =>
        rule ?? (optimizer is null ? new Sgd { LearningRate = 0.01 } : null);

    private static void Require<TBatch>(torch.nn.Module module, IReadOnlyList<TBatch> batches, int updates)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentOutOfRangeException.ThrowIfLessThan(updates, 1);
        if (batches.Count == 0)
            throw new ArgumentException("There is no batch.", nameof(batches));
    }

    private static Node Constant(torch.Tensor tensor)
    {
        var array = ModuleRun.Numbers(tensor);
        return Node.Of(Shaped(array.Shape, array.Values));
    }

    private static Array Shaped(IReadOnlyList<int> shape, double[] values)
    {
        var result = Array.CreateInstance(typeof(double), shape.DefaultIfEmpty(1).ToArray());
        Buffer.BlockCopy(values, 0, result, 0, values.Length * sizeof(double));
        return result;
    }
}
