using System.Text.Json;
using Compare.Reference.Optimizers;

namespace Compare.Reference.Tests.Optimizers;

/// <summary>Twenty steps of torch.optim of PyTorch 1.13.1 in float64, replayed to 1e-12.</summary>
public sealed class PyTorchReplayTests
{
    private const string File = "pytorch_optimizer_steps.json";
    private const int Count = 17;
    private const double Tolerance = 1e-12;

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Count)];

    [Fact]
    public void File_HasNoCaseThatIsNotReplayed() =>
        Assert.Equal(Count, RecordedVectors.Open(File).GetProperty("cases").GetArrayLength());

    [Theory]
    [MemberData(nameof(Cases))]
    public void Case_IsReproduced(int index)
    {
        var recorded = RecordedVectors.Open(File).GetProperty("cases")[index];
        var rule = Rule(recorded.GetProperty("optimizer").GetString()!, recorded.GetProperty("options"));
        var expected = recorded.GetProperty("expected").EnumerateArray().Select(RecordedVectors.Numbers).ToArray();

        var actual = Replay.Run<double>(
            rule,
            recorded.GetProperty("x0").Numbers(),
            [.. recorded.GetProperty("gradients").EnumerateArray().Select(RecordedVectors.Numbers)]
        );

        var sizes = recorded.GetProperty("x0").Numbers().Select(Math.Abs).ToArray();
        for (var t = 0; t < expected.Length; t++)
        for (var i = 0; i < expected[t].Length; i++)
            // Of the largest value so far: where steps bring a parameter near zero, its own size says nothing of their digits.
            Assert.Equal(
                expected[t][i],
                actual[t][i],
                Tolerance * (sizes[i] = Math.Max(sizes[i], Math.Abs(expected[t][i])))
            );
    }

    private static Optimizer Rule(string name, JsonElement options)
    {
        Optimizer rule = name switch
        {
            "SGD" => Momentum.PyTorch,
            "RMSprop" => RmsProp.PyTorch,
            "Adagrad" => AdaGrad.PyTorch,
            "Adam" or "AdamW" => Adam.PyTorch,
            "NAdam" => NAdam.PyTorch with { CountsMomentumTwice = true, KeepsProductInFloat32 = true },
            "Adamax" => Adamax.PyTorch,
            "RAdam" => RAdam.PyTorch,
            _ => Adadelta.PyTorch,
        };
        return options
            .EnumerateObject()
            .Aggregate(
                rule,
                (with, option) =>
                    (option.Name, with) switch
                    {
                        ("lr", _) => with with { LearningRate = option.Value.GetDouble() },
                        ("lr_decay", _) => with with { LearningRateDecay = option.Value.GetDouble() },
                        ("weight_decay", _) when name == "AdamW" => with with
                        {
                            WeightDecay = new() { Decoupled = option.Value.GetDouble() },
                        },
                        ("weight_decay", _) => with with { WeightDecay = new() { Coupled = option.Value.GetDouble() } },
                        ("momentum", IHasMomentum r) => r.WithMomentum(option.Value.GetDouble()),
                        ("nesterov", Momentum r) => r with { Nesterov = option.Value.GetBoolean() },
                        ("dampening", Momentum r) => r with { Dampening = option.Value.GetDouble() },
                        ("centered", RmsProp r) => r with { Centred = option.Value.GetBoolean() },
                        ("initial_accumulator_value", IHasAccumulator r) => r.WithAccumulator(option.Value.GetDouble()),
                        ("amsgrad", Adam r) => r with { AmsGrad = option.Value.GetBoolean() },
                        ("betas", IHasMoments r) => r.WithBetas(
                            option.Value[0].GetDouble(),
                            option.Value[1].GetDouble()
                        ),
                        ("momentum_decay", NAdam r) => r with { MomentumDecay = option.Value.GetDouble() },
                        ("rho", IHasSmoothing r) => r.WithSmoothing(option.Value.GetDouble()),
                        ("eps", IHasEpsilon r) => r.WithEpsilon(option.Value.GetDouble()),
                        _ => throw new ArgumentException($"{option.Name} of {name} is not translated."),
                    }
            );
    }
}
