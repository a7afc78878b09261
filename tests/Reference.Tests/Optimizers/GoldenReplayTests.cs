using System.Text.Json;
using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Bounds;
using Compare.Reference.Optimizers;

namespace Compare.Reference.Tests.Optimizers;

/// <summary>
/// The optimizer tests of Keras and Sonnet, replayed with the matching preset to half a unit of the last recorded
/// digit.
/// </summary>
public sealed class GoldenReplayTests
{
    private const string KerasFile = "keras_optimizer_golden.json";
    private const string SonnetFile = "sonnet_optimizer_golden.json";
    private const int KerasCases = 8;
    private const int SonnetCases = 5;

    public static IEnumerable<TheoryDataRow<string, int>> Cases =>
        [
            .. Enumerable.Range(0, KerasCases).Select(i => new TheoryDataRow<string, int>(KerasFile, i)),
            .. Enumerable.Range(0, SonnetCases).Select(i => new TheoryDataRow<string, int>(SonnetFile, i)),
        ];

    [Theory]
    [InlineData(KerasFile, KerasCases)]
    [InlineData(SonnetFile, SonnetCases)]
    public void File_HasNoCaseThatIsNotReplayed(string file, int count) =>
        Assert.Equal(count, RecordedVectors.Open(file).GetProperty("cases").GetArrayLength());

    [Theory]
    [MemberData(nameof(Cases))]
    public void Case_IsReproduced(string file, int index)
    {
        var root = RecordedVectors.Open(file);
        var recorded = root.GetProperty("cases")[index];
        var x0 = recorded.GetProperty("x0").Numbers();
        double[][] gradients = [.. recorded.GetProperty("gradients").EnumerateArray().Select(RecordedVectors.Numbers)];
        double[][] expected = [.. recorded.GetProperty("expected").EnumerateArray().Select(RecordedVectors.Numbers)];
        var unit = root.HalfUnit("expected");
        foreach (var preset in Presets(file, recorded.GetProperty("optimizer").GetString()!))
        {
            var rule = With(preset, recorded.GetProperty("hyperparameters"));
            var actual = Replay.Run<double>(rule, x0, gradients);
            var bounded = Replay.Run<Bounded<Binary64>>(rule, x0, gradients);
            var replay = new Replay($"{file} case {index}, {recorded.GetProperty("test")}, {rule.Name}");
            for (var t = 0; t < expected.Length; t++)
            {
                var precision = unit;
                // Keras recorded one number per update of AMSGrad for ten elements with ten different gradients. It can
                // be right to its last digit for some of them only: it has to lie within half a unit of the interval
                // that they span.
                if (rule is Adam { AmsGrad: true } && DistanceToInterval(expected[t][0], actual[t]) <= unit)
                    precision += Spread(actual[t]);
                for (var i = 0; i < x0.Length; i++)
                    replay.Compare(
                        $"x[{i}] after update {t + 1}",
                        expected[t][i],
                        actual[t][i],
                        precision,
                        bounded[t][i].Error
                    );
            }
            replay.CompareWorstWith(recorded.GetProperty("replay_max_abs_deviation").GetDouble());
            replay.Finish(unit);
        }
    }

    /// <summary>
    /// Why AMSGrad of Keras is judged by its interval: the record gives equal parameters where the rule gives different
    /// ones.
    /// </summary>
    [Fact]
    public void KerasAmsGrad_RecordsOneNumberForDifferentParameters()
    {
        var file = RecordedVectors.Open(KerasFile);
        var recorded = file.GetProperty("cases")[0];
        double[][] gradients = [.. recorded.GetProperty("gradients").EnumerateArray().Select(RecordedVectors.Numbers)];
        var actual = Replay.Run<double>(
            With(Adam.Keras, recorded.GetProperty("hyperparameters")),
            recorded.GetProperty("x0").Numbers(),
            gradients
        );
        Assert.Equal(10, gradients[^1].Distinct().Count());
        Assert.Single(recorded.GetProperty("expected")[4].Numbers().Distinct());
        Assert.True(Spread(actual[^1]) > 2 * file.HalfUnit("expected"));
    }

    private static double Spread(double[] values) => values.Max() - values.Min();

    private static double DistanceToInterval(double x, double[] values) =>
        Math.Max(0, Math.Max(values.Min() - x, x - values.Max()));

    private static Optimizer[] Presets(string file, string optimizer) =>
        (file, optimizer) switch
        {
            // Keras has one class for both: without momentum they must agree.
            (KerasFile, "sgd") => [Sgd.Keras, Momentum.Keras],
            (KerasFile, "adam") => [Adam.Keras],
            (KerasFile, "adagrad") => [AdaGrad.Keras],
            (KerasFile, "rmsprop") => [RmsProp.Keras],
            (SonnetFile, "momentum") => [Momentum.Sonnet],
            (SonnetFile, "adam") => [Adam.Sonnet],
            (SonnetFile, "rmsprop") => [RmsProp.Sonnet],
            _ => throw new InvalidOperationException($"No preset for {optimizer} of {file}."),
        };

    private static Optimizer With(Optimizer rule, JsonElement hyperParameters)
    {
        foreach (var p in hyperParameters.EnumerateObject())
            rule = (rule, p.Name) switch
            {
                (_, "lr") => rule with { LearningRate = p.Value.GetDouble() },
                (Momentum r, "momentum") => r with { MomentumFactor = p.Value.GetDouble() },
                (Momentum r, "nesterov") => r with { Nesterov = p.Value.GetBoolean() },
                (Sgd, "momentum") when p.Value.GetDouble() == 0 => rule,
                (Sgd, "nesterov") => rule,
                (Adam r, "b1") => r with { Beta1 = p.Value.GetDouble() },
                (Adam r, "b2") => r with { Beta2 = p.Value.GetDouble() },
                (Adam r, "eps") => r with { Epsilon = p.Value.GetDouble() },
                (Adam r, "amsgrad") => r with { AmsGrad = p.Value.GetBoolean() },
                (RmsProp r, "rho") => r with { SmoothingConstant = p.Value.GetDouble() },
                (RmsProp r, "eps") => r with { Epsilon = p.Value.GetDouble() },
                (RmsProp r, "centered") => r with { Centred = p.Value.GetBoolean() },
                (AdaGrad r, "eps") => r with { Epsilon = p.Value.GetDouble() },
                (AdaGrad r, "acc0") => r with { InitialAccumulator = p.Value.GetDouble() },
                _ => throw new InvalidOperationException($"{rule.Name} has no hyper-parameter {p.Name}."),
            };
        return rule;
    }
}
