using Compare.Problems.Recorded;
using Compare.Problems.Recorded.Runs;
using Compare.Reference.Activations;
using Compare.Reference.Graphs;
using Compare.Results;

namespace Compare.Faults.Runs;

/// <summary>
/// Why an activation differs where everything before it is the same: a bias that is left out, another elementwise function, another
/// epsilon of a layer norm. Each has to reproduce every element of both runs.
/// </summary>
/// <param name="scene">The update.</param>
internal sealed class ForwardPatterns(UpdateScene scene)
{
    /// <summary>How many times what is allowed between two runs a formula may be off: it is evaluated in other steps.</summary>
    private const double Slack = 4;

    private static readonly double[] UsualEpsilons =
    [
        0,
        1e-12,
        1e-10,
        1e-9,
        1e-8,
        1e-7,
        1e-6,
        5e-6,
        1e-5,
        5e-5,
        1e-4,
        5e-4,
        1e-3,
        5e-3,
        1e-2,
        0.1,
    ];

    /// <summary>Those of the table of activations, and others that networks have.</summary>
    private static readonly (string Name, Func<double[], double[]> Of)[] Functions =
    [
        .. Activation.Names.Select(name => (name, Applied(Activation.Named(name)))),
        ("leaky relu with slope 0.01", Applied(x => x.LeakyRelu(0.01))),
        ("silu", Applied(x => x * x.Sigmoid())),
        ("gelu", Applied(x => x.Gelu())),
        ("gelu by tanh", Applied(x => x.GeluTanh())),
        ("quick gelu, x sigmoid(1.702 x)", Applied(x => x * (1.702 * x).Sigmoid())),
        ("elu", Applied(x => x.Elu())),
        ("softplus", Applied(x => x.Softplus())),
    ];

    /// <summary>Explains.</summary>
    /// <param name="at">The first tensor that differs.</param>
    /// <returns>The cause; null for none.</returns>
    public Cause? Find(SceneTensor at)
    {
        if (at.Tensor.Kind != RecordedKind.Activation || at.A.Length != at.B.Length)
            return null;
        var wiring = new WiringPatterns(at, [.. Before(at)]);
        return Bias(at)
            ?? ChannelBias(at)
            ?? Function(at)
            ?? FunctionLeftOut(at)
            ?? LayerNorm(at)
            ?? wiring.Find()
            ?? Scaled(at)
            ?? Border(at)
            ?? wiring.Itself();
    }

    /// <summary>Every row differs by the same vector, which is a parameter.</summary>
    private Cause? Bias(SceneTensor at)
    {
        var shape = at.Arrays.Value.A.Shape;
        if (shape.Count < 2)
            return null;
        var columns = shape[^1];
        var difference = at.A.Take(columns).Zip(at.B, (a, b) => a - b).ToArray();
        for (var i = 0; i < at.A.Length; i++)
            if (!(Math.Abs(at.A[i] - at.B[i] - difference[i % columns]) <= Slack * at.Allowed))
                return null;
        foreach (
            var (parameter, values, run, other) in scene
                .Of(RecordedKind.Parameter)
                .Select(tensor => (tensor.Tensor, tensor.A, "B", "A"))
                .Concat(Alone(scene.OnlyA, "B", "A"))
                .Concat(Alone(scene.OnlyB, "A", "B"))
        )
        {
            var sign = run == "B" ? 1 : -1;
            if (
                values.Length == columns
                && Enumerable
                    .Range(0, columns)
                    .All(j => Math.Abs(sign * difference[j] - values[j]) <= Slack * at.Allowed)
            )
                return new Cause(
                    "bias-left-out",
                    $"{parameter.Name} is not added in {run}: every row of {at.Tensor.Name} differs by it from that of {other}",
                    Remedy: "add it, or leave it out of both"
                );
        }
        return null;
    }

    /// <summary>Every channel of images differs by its bias.</summary>
    private Cause? ChannelBias(SceneTensor at)
    {
        var shape = at.Arrays.Value.A.Shape;
        if (shape.Count < 3)
            return null;
        var size = at.A.Length / (shape[0] * shape[1]);
        double Difference(int channel) => at.A[channel * size] - at.B[channel * size];
        for (var i = 0; i < at.A.Length; i++)
            if (!(Math.Abs(at.A[i] - at.B[i] - Difference(i / size % shape[1])) <= Slack * at.Allowed))
                return null;
        foreach (
            var (parameter, values, run, other) in Alone(scene.OnlyA, "B", "A").Concat(Alone(scene.OnlyB, "A", "B"))
        )
            if (
                values.Length == shape[1]
                && Enumerable
                    .Range(0, shape[1])
                    .All(channel =>
                        Math.Abs((run == "B" ? 1 : -1) * Difference(channel) - values[channel]) <= Slack * at.Allowed
                    )
            )
                return new Cause(
                    "bias-left-out",
                    $"{parameter.Name} is not added in {run}: every channel of {at.Tensor.Name} differs by it from that of {other}",
                    Remedy: "add it, or leave it out of both"
                );
        return null;
    }

    private static IEnumerable<(RunTensor, double[], string, string)> Alone(
        IEnumerable<(RunTensor Tensor, Lazy<NpyArray> Array)> tensors,
        string run,
        string other
    ) =>
        tensors
            .Where(tensor => tensor.Tensor.Kind == RecordedKind.Parameter)
            .Select(tensor => (tensor.Tensor, tensor.Array.Value.Values, run, other));

    /// <summary>Both are known functions of one tensor that is the same.</summary>
    private Cause? Function(SceneTensor at)
    {
        foreach (var input in Before(at).Where(input => input.A.Length == at.A.Length))
            if (
                Functions.FirstOrDefault(function => Gives(function.Of, input.A, at.A, at.Allowed)) is { Name: { } ofA }
                && Functions.FirstOrDefault(function => Gives(function.Of, input.B, at.B, at.Allowed))
                    is { Name: { } ofB }
                && ofA != ofB
            )
                return new Cause(
                    "another-function",
                    $"{at.Tensor.Name} is {ofA} of {input.Tensor.Name} in A, and {ofB} in B",
                    Remedy: "take one of the two in both"
                );
        return null;
    }

    /// <summary>One of the two is a known function of the other.</summary>
    private static Cause? FunctionLeftOut(SceneTensor at)
    {
        foreach (var (full, rest, run, other) in new[] { (at.A, at.B, "A", "B"), (at.B, at.A, "B", "A") })
            if (Functions.FirstOrDefault(function => Gives(function.Of, rest, full, at.Allowed)) is { Name: { } name })
                return new Cause(
                    "function-left-out",
                    $"{at.Tensor.Name} of {run} is {name} of that of {other}",
                    Remedy: $"apply {name} in both, or in neither"
                );
        return null;
    }

    private static bool Gives(Func<double[], double[]> function, double[] x, double[] y, double allowed) =>
        function(x).Zip(y).All(pair => Math.Abs(pair.First - pair.Second) <= Slack * allowed);

    /// <summary>Both normalise the last axis of one tensor that is the same, with different epsilons.</summary>
    private Cause? LayerNorm(SceneTensor at)
    {
        var columns = at.Arrays.Value.A.Shape is { Count: > 1 } shape ? shape[^1] : 0;
        if (columns < 2)
            return null;
        double[]? Parameter(string name) =>
            scene
                .Of(RecordedKind.Parameter)
                .FirstOrDefault(tensor =>
                    tensor.Tensor.Name == $"{at.Tensor.Name}.{name}" && tensor.A.Length == columns
                )
                ?.A;
        double[] gamma = Parameter("weight") ?? [.. Enumerable.Repeat(1.0, columns)],
            beta = Parameter("bias") ?? new double[columns];
        foreach (var input in Before(at).Where(input => input.A.Length == at.A.Length))
        {
            var inA = Epsilons(input.A, at.A, gamma, beta, at.Allowed);
            var inB = Epsilons(input.B, at.B, gamma, beta, at.Allowed);
            if (inA.Count > 0 && inB.Count > 0 && !inA.Intersect(inB).Any())
                return new Cause(
                    "another-norm-epsilon",
                    $"the epsilon of {at.Tensor.Name} is {Range(inA)} in A and {Range(inB)} in B",
                    Remedy: "set it alike"
                );
        }
        return null;
    }

    private static string Range(List<double> epsilons) =>
        epsilons.Count == 1
            ? Numbers.Text(epsilons[0])
            : $"between {Numbers.Text(epsilons.Min())} and {Numbers.Text(epsilons.Max())}";

    /// <summary>The usual epsilons with which a layer norm gives all rows.</summary>
    private static List<double> Epsilons(double[] x, double[] y, double[] gamma, double[] beta, double allowed)
    {
        bool Fits(double epsilon)
        {
            var columns = gamma.Length;
            for (var start = 0; start < x.Length; start += columns)
            {
                var row = x.AsSpan(start, columns);
                double mean = 0,
                    variance = 0;
                foreach (var value in row)
                    mean += value / columns;
                foreach (var value in row)
                    variance += (value - mean) * (value - mean) / columns;
                for (var j = 0; j < columns; j++)
                {
                    var normalised = gamma[j] * (row[j] - mean) / Math.Sqrt(variance + epsilon) + beta[j];
                    if (!(Math.Abs(normalised - y[start + j]) <= Slack * allowed))
                        return false;
                }
            }
            return true;
        }
        return [.. UsualEpsilons.Where(Fits)];
    }

    private static Cause? Scaled(SceneTensor at) =>
        at.A.Length > 1 && at.Factor is { } factor && Math.Abs(factor - 1) > 1e-4
            ? new Cause(
                "activation-factor",
                $"{at.Tensor.Name} of B is {Numbers.Text(factor)} times that of A in every element",
                Remedy: "scale both alike"
            )
            : null;

    /// <summary>Images that differ at their borders alone.</summary>
    private static Cause? Border(SceneTensor at)
    {
        const int ofImages = 4;
        var shape = at.Arrays.Value.A.Shape;
        if (shape.Count != ofImages || shape[^1] < ofImages || shape[^2] < ofImages)
            return null;
        for (var i = 0; i < at.A.Length; i++)
        {
            int column = i % shape[^1],
                row = i / shape[^1] % shape[^2];
            var isInside = column > 0 && column < shape[^1] - 1 && row > 0 && row < shape[^2] - 1;
            if (isInside && !(Math.Abs(at.A[i] - at.B[i]) <= at.Allowed))
                return null;
        }
        return new Cause(
            "another-padding",
            $"{at.Tensor.Name} differs at the border of its images alone: another padding",
            Remedy: "pad alike: zeros, the border repeated, or reflected"
        );
    }

    private IEnumerable<SceneTensor> Before(SceneTensor at) =>
        scene
            .Tensors.TakeWhile(tensor => tensor != at)
            .Where(tensor => tensor.IsSame && tensor.Tensor.Kind is RecordedKind.Input or RecordedKind.Activation)
            .Reverse();

    private static Func<double[], double[]> Applied(Activation activation) =>
        x =>
        {
            var z = new double[x.Length];
            activation.Apply<double>(x, z);
            return z;
        };

    private static Func<double[], double[]> Applied(Func<Node, Node> function) =>
        x =>
        {
            Node? y = null;
            var graph = Graph.Of(("x", x), argument => (y = function(argument)).Sum());
            return [.. graph.Evaluate<double>().Of(y!).Elements];
        };
}
