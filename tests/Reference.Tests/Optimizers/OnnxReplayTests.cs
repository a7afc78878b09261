using System.Numerics;
using System.Text.Json;
using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Bounds;
using Compare.Reference.Optimizers;

namespace Compare.Reference.Tests.Optimizers;

/// <summary>
/// The test vectors of ONNX's training operators: recorded in float32 and replayed in float within the bound on
/// rounding, and the formulas' values in double likewise.
/// </summary>
public sealed class OnnxReplayTests
{
    private const string File = "onnx_training_ops.json";

    /// <summary>ONNX's names of the state inputs, and ours.</summary>
    private static readonly Dictionary<string, (string Theirs, string Ours)[]> StateNames = new()
    {
        ["Adagrad"] = [("h", "r")],
        ["Adam"] = [("v", "m"), ("h", "v")],
        ["Momentum"] = [("v", "m")],
    };

    public static IEnumerable<TheoryDataRow<string, int>> Cases =>
        [
            .. Enumerable.Range(0, 10).Select(i => new TheoryDataRow<string, int>("cases", i)),
            .. Enumerable.Range(0, 12).Select(i => new TheoryDataRow<string, int>("extra_same_formula_t_positive", i)),
        ];

    [Theory]
    [InlineData("cases", 10)]
    [InlineData("extra_same_formula_t_positive", 12)]
    public void File_HasNoCaseThatIsNotReplayed(string list, int count) =>
        Assert.Equal(count, RecordedVectors.Open(File).GetProperty(list).GetArrayLength());

    [Theory]
    [MemberData(nameof(Cases))]
    public void Formula_InDouble_IsReproduced(string list, int index)
    {
        var recorded = RecordedVectors.Open(File).GetProperty(list)[index];
        var replay = new Replay($"{Name(recorded)} formula");
        var actual = Update<double>(recorded);
        var bounded = Update<Bounded<Binary64>>(recorded);
        foreach (var output in recorded.GetProperty("formula_float64").EnumerateObject())
        {
            var expected = output.Value.Numbers();
            for (var i = 0; i < expected.Length; i++)
                replay.Compare(
                    $"{output.Name}[{i}]",
                    expected[i],
                    actual[output.Name][i],
                    0,
                    bounded[output.Name][i].Error
                );
        }
        replay.Finish(0);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void RecordedFloats_AreReproduced(string list, int index)
    {
        var recorded = RecordedVectors.Open(File).GetProperty(list)[index];
        if (!recorded.TryGetProperty("recorded_float32", out var outputs))
            return;
        var replay = new Replay($"{Name(recorded)} float32");
        var actual = Update<float>(recorded);
        var bounded = Update<Bounded<Binary32>>(recorded);
        var formula = Update<double>(recorded);
        var formulaBounded = Update<Bounded<Binary64>>(recorded);
        var fromFormula = new Replay($"{Name(recorded)} float32 from the formula");
        foreach (var output in outputs.EnumerateObject())
        {
            var expected = output.Value.Numbers();
            for (var i = 0; i < expected.Length; i++)
            {
                replay.Compare(
                    $"{output.Name}[{i}]",
                    expected[i],
                    actual[output.Name][i],
                    0,
                    bounded[output.Name][i].Error
                );
                var x = formula[output.Name][i];
                fromFormula.Compare(output.Name, expected[i], x, double.MaxValue, formulaBounded[output.Name][i].Error);
            }
        }
        // How far the record is from the formula is in the file too.
        fromFormula.CompareWorstWith(recorded.GetProperty("max_abs_difference").GetDouble());
        fromFormula.Finish(0);
        replay.Finish(0);
    }

    private static string Name(JsonElement recorded) =>
        recorded.TryGetProperty("test", out var test)
            ? $"{test} tensor {recorded.GetProperty("tensor")}"
            : $"{recorded.GetProperty("op")} t = {recorded.GetProperty("t")}";

    /// <summary>
    /// One update from the recorded inputs. They are rounded to float for float, which is what was recorded.
    /// </summary>
    private static Dictionary<string, T[]> Update<T>(JsonElement recorded)
        where T : unmanaged, INumber<T>, IRootFunctions<T>
    {
        var op = recorded.GetProperty("op").GetString()!;
        var inputs = recorded.GetProperty("inputs");
        var isFloat = typeof(T) == typeof(float) || typeof(T) == typeof(Bounded<Binary32>);
        T[] Input(string name) =>
            [.. inputs.GetProperty(name).Numbers().Select(x => T.CreateChecked(isFloat ? (float)x : x))];

        var rule = Rule(op, recorded.GetProperty("attributes")) with
        {
            LearningRate = recorded.GetProperty("lr").GetDouble(),
        };
        var theta = Input("x");
        var state = rule.CreateState<T>(theta.Length);
        state.Updates = recorded.GetProperty("t").GetInt64();
        foreach (var (theirs, ours) in StateNames[op])
            Input(theirs).CopyTo(state[ours]);
        rule.Update(theta, Input("g"), state);

        var outputs = new Dictionary<string, T[]> { ["x_new"] = theta };
        foreach (var (theirs, ours) in StateNames[op])
            outputs[$"{theirs}_new"] = state[ours].ToArray();
        return outputs;
    }

    private static Optimizer Rule(string op, JsonElement attributes)
    {
        double Value(string name) => attributes.TryGetProperty(name, out var value) ? value.GetDouble() : 0;
        Optimizer rule = op switch
        {
            "Adagrad" => AdaGrad.Onnx with { Epsilon = Value("epsilon"), LearningRateDecay = Value("decay_factor") },
            "Adam" => Adam.Onnx with { Beta1 = Value("alpha"), Beta2 = Value("beta"), Epsilon = Value("epsilon") },
            _ => Momentum.Onnx with
            {
                MomentumFactor = Value("alpha"),
                Dampening = 1 - Value("beta"),
                Nesterov = attributes.GetProperty("mode").GetString() == "nesterov",
            },
        };
        return rule with
        {
            WeightDecay = new WeightDecay
            {
                Coupled = Value("norm_coefficient"),
                AfterUpdate = Value("norm_coefficient_post"),
            },
        };
    }
}
