using System.Text.Json;
using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Bounds;
using Compare.Reference.Optimizers;

namespace Compare.Reference.Tests.Optimizers;

/// <summary>
/// burn's optimizer tests on a linear layer 6 -> 6, whose values came from PyTorch, replayed with burn's presets.
/// </summary>
public sealed class BurnReplayTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Case_IsReproduced(int index)
    {
        var file = RecordedVectors.Open("burn_optimizer_golden.json");
        var cases = file.GetProperty("cases");
        Assert.Equal(3, cases.GetArrayLength());
        var recorded = cases[index];
        var rule = Rule(recorded.GetProperty("optimizer").GetString()!, recorded.GetProperty("hyperparameters"));
        var batches = recorded.GetProperty("batches").EnumerateArray().Select(RecordedVectors.Numbers).ToArray();
        // The loss is the sum of all outputs: each weight's gradient is the batch sum of the input it multiplies.
        var outByIn = recorded
            .GetProperty("weight_layout")
            .GetString()!
            .StartsWith("out x in", StringComparison.Ordinal);
        double[][] dW = [.. batches.Select(x => WeightGradient(x, outByIn))];
        double[][] db = [.. batches.Select(x => Enumerable.Repeat(x.Length / 6.0, 6).ToArray())];

        var replay = new Replay($"burn {rule.Name}");
        var unit = file.HalfUnit("W_after_2");
        CompareTensor(replay, rule, recorded, "W", dW, 1, unit);
        CompareTensor(replay, rule, recorded, "b", db, 2, unit);
        replay.CompareWorstWith(recorded.GetProperty("replay_max_abs_deviation").GetDouble());
        replay.Finish(unit);
    }

    private static void CompareTensor(
        Replay replay,
        Optimizer rule,
        JsonElement recorded,
        string tensor,
        double[][] gradients,
        int number,
        double unit
    )
    {
        var theta0 = recorded.GetProperty($"{tensor}0").Numbers();
        var expected = recorded.GetProperty($"{tensor}_after_2").Numbers();
        var actual = Replay.Run<double>(rule, theta0, gradients, number)[^1];
        var bounded = Replay.Run<Bounded<Binary64>>(rule, theta0, gradients, number)[^1];
        for (var i = 0; i < theta0.Length; i++)
            replay.Compare($"{tensor}[{i}]", expected[i], actual[i], unit, bounded[i].Error);
    }

    private static double[] WeightGradient(double[] x, bool outByIn)
    {
        var dW = new double[36];
        for (var n = 0; n < x.Length / 6; n++)
        for (var i = 0; i < 6; i++)
        for (var j = 0; j < 6; j++)
            dW[6 * i + j] += x[6 * n + (outByIn ? j : i)];
        return dW;
    }

    private static Optimizer Rule(string optimizer, JsonElement p)
    {
        double Value(string name) => p.TryGetProperty(name, out var value) ? value.GetDouble() : 0;
        Optimizer rule = optimizer switch
        {
            "adam" => Adam.Burn with { Beta1 = Value("beta1"), Beta2 = Value("beta2"), Epsilon = Value("eps") },
            "adagrad" => AdaGrad.Burn with { Epsilon = Value("eps"), LearningRateDecay = Value("lr_decay") },
            _ => RmsProp.Burn with
            {
                SmoothingConstant = Value("alpha"),
                Epsilon = Value("eps"),
                MomentumFactor = Value("momentum"),
                Centred = p.GetProperty("centered").GetBoolean(),
            },
        };
        return rule with
        {
            LearningRate = Value("lr"),
            WeightDecay = new WeightDecay { Coupled = Value("weight_decay") },
        };
    }
}
