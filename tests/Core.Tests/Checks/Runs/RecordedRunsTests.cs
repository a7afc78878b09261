using Compare.Checks.Runs;
using Compare.Results;
using Compare.Tests.Support;

namespace Compare.Tests.Checks.Runs;

/// <summary>Two recorded runs: right ones must pass, and each planted difference is found at its update and tensor.</summary>
public sealed class RecordedRunsTests
{
    private static readonly SmallTraining Right = new();

    /// <summary>Origin: the outside case of two runs in float32; the decay of B is doubled at update 37 alone.</summary>
    [Fact]
    public void Compare_DecayDoubledAtOneUpdate_IsFoundThere()
    {
        var cases = Path.Combine(Repository.Root, "tests/Core.Tests/Checks/Runs/Cases");
        var survey = RecordedRuns.Compare(Path.Combine(cases, "a"), Path.Combine(cases, "b"));
        var departure = survey.Findings[0];
        Assert.Equal(Status.Disagrees, departure.Status);
        Assert.Equal(37, departure.Location!.Update);
        Assert.Contains("after the update", departure.Location.Tensor, StringComparison.Ordinal);
        Assert.Equal("another-coupled-weight-decay", departure.Cause!.Id);
        Assert.Contains(
            "0.0002 and not 0.0001 in B at update 37 alone",
            departure.Cause.Words,
            StringComparison.Ordinal
        );
        Assert.Equal(["W1", "W2", "b1", "b2"], departure.Cause.Tensors.Order(StringComparer.Ordinal));
        Assert.Contains("equal to the bit up to update 37, gradient of", departure.Notes[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Compare_TheSameRun_Agrees(bool isSingle)
    {
        var survey = Compared(Right, Right, isSingle);
        Assert.Equal(
            [Status.Agrees, Status.Rounding, Status.Rounding],
            survey.Findings.Select(finding => finding.Status)
        );
    }

    public static TheoryData<int, bool> RightRuns
    {
        get
        {
            var data = new TheoryData<int, bool>();
            for (var seed = 0; seed < 12; seed++)
            {
                data.Add(seed, true);
                data.Add(seed, false);
            }
            return data;
        }
    }

    /// <summary>Another order of summation is no change, however far rounding grows: all rules, step sizes and kinks.</summary>
    [Theory]
    [MemberData(nameof(RightRuns))]
    public void Compare_SumsInAnotherOrder_NeverDisagrees(int seed, bool isSingle)
    {
        var a = new SmallTraining
        {
            Seed = seed,
            Updates = 120,
            Optimizer = (SmallTraining.Rule)(seed % 4),
            IsRelu = seed / 4 % 2 == 1,
            StepSize = _ => seed % 3 == 0 ? 0.1 : 0.01,
        };
        var b = new SmallTraining
        {
            Seed = seed,
            Updates = a.Updates,
            Optimizer = a.Optimizer,
            IsRelu = a.IsRelu,
            StepSize = a.StepSize,
            Backwards = true,
        };
        Assert.All(
            Compared(a, b, isSingle).Findings,
            finding => Assert.True(finding.Status is not Status.Disagrees, $"{finding.Subject}: {finding.Cause}")
        );
    }

    public static TheoryData<string, int, string, string> Planted =>
        new()
        {
            { "another step size from update 21 on", 21, "lr", "another-setting" },
            { "another initialisation", 1, "W2", "another-initialisation" },
            { "the batch reversed", 1, "input x", "another-order" },
            { "a bias left out", 1, "activation o", "bias-left-out" },
            { "relu for tanh", 1, "activation h", "another-function" },
            { "the loss summed", 1, "loss", "another-reduction" },
            { "smoothed labels", 1, "loss", "another-loss" },
            { "gradients not divided", 1, "gradient of W1", "gradient-factor" },
            { "the gradient clipped", 1, "gradient of W1", "clipped-by-norm" },
            { "b1 frozen from update 11 on", 11, "b1 after the update", "not-updated" },
            { "decay doubled at update 17", 17, "after the update", "another-coupled-weight-decay" },
            { "beta1 0.8", 2, "after the update", "another-beta1" },
            { "epsilon 1e-4", 1, "after the update", "another-epsilon" },
            { "another rule", 1, "after the update", "another-rule" },
            { "W2 changed from outside at update 25", 25, "W2 after the update", "changed-outside" },
            { "W2 left the range at update 9", 9, "W2 after the update", "left-range" },
        };

    [Theory]
    [MemberData(nameof(Planted))]
    public void Compare_Planted_IsFoundAtItsPlaceWithItsCause(string what, int update, string tensor, string cause)
    {
        foreach (var isSingle in new[] { true, false })
        {
            var departure = Compared(Right, With(what), isSingle).Findings[0];
            Assert.Equal(Status.Disagrees, departure.Status);
            Assert.Equal(update, departure.Location!.Update);
            Assert.Contains(tensor, departure.Location.Tensor, StringComparison.Ordinal);
            Assert.Equal(cause, departure.Cause!.Id);
        }
    }

    /// <summary>The first step of Adam is as long as the step size, so in float32 the decay shows only from the second on.</summary>
    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    public void Compare_DecayLeftOut_IsFoundWhereItShows(bool isSingle, int update)
    {
        var departure = Compared(Right, With("decay left out"), isSingle).Findings[0];
        Assert.Equal(update, departure.Location!.Update);
        Assert.Contains("coupled weight decay is 0 and not 0.001", departure.Cause!.Words, StringComparison.Ordinal);
    }

    /// <summary>Where only parameters, gradients and losses were recorded, nothing is said of what was not.</summary>
    [Theory]
    [InlineData("a bias left out", "inputs were not recorded")]
    [InlineData("smoothed labels", "inputs were not recorded")]
    [InlineData("another step size from update 21 on", "step size is 0.02 and not 0.01 in B from update 21 on")]
    [InlineData("b1 frozen from update 11 on", "does not update it from update 11 on")]
    public void Compare_BareRecords_SayNoMoreThanTheyShow(string what, string words)
    {
        var departure = Compared(Bare(Right), Bare(With(what)), isSingle: false).Findings[0];
        Assert.Equal(Status.Disagrees, departure.Status);
        Assert.Contains(words, departure.Cause!.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_OneBitChanged_IsRoundingAndNoChange()
    {
        var bit = new SmallTraining { Afterwards = (t, w2) => w2[0] = t == 10 ? Math.BitIncrement(w2[0]) : w2[0] };
        var departure = Compared(Right, bit, isSingle: false).Findings[0];
        Assert.True(departure.Status is Status.Rounding or Status.Chaos);
        Assert.Contains("equal to the bit up to update 10", departure.Notes[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_ARealChangeOf1e7_IsLocated()
    {
        SmallTraining Of(double change) =>
            new()
            {
                Updates = 80,
                Optimizer = SmallTraining.Rule.RmsProp,
                Afterwards = (t, w2) => w2[0] += t == 50 ? change : 0,
            };
        var departure = Compared(Of(0), Of(1e-7), isSingle: false).Findings[0];
        Assert.Equal(Status.Disagrees, departure.Status);
        Assert.Equal(50, departure.Location!.Update);
        Assert.Equal("changed-outside", departure.Cause!.Id);
    }

    /// <summary>Rounding has grown for long when the step size changes: the change is proved, and is what is told.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Compare_AChangeAfterChaos_IsNotHiddenByIt(bool isBare)
    {
        SmallTraining Of(bool backwards, double last) =>
            new()
            {
                Updates = 150,
                Optimizer = SmallTraining.Rule.RmsProp,
                StepSize = t => t < 140 ? 0.1 : last,
                Backwards = backwards,
                IsBare = isBare,
            };
        Assert.NotEqual(Status.Disagrees, Compared(Of(false, 0.1), Of(true, 0.1), isSingle: true).Findings[0].Status);
        var departure = Compared(Of(false, 0.1), Of(true, 0.05), isSingle: true).Findings[0];
        Assert.Equal((Status.Disagrees, 140), (departure.Status, departure.Location!.Update));
    }

    /// <summary>The same program in float32 and in float64: every update is right in its own format, and the formats are told.</summary>
    [Fact]
    public void Compare_TwoFormats_IsNoChangeOfTheRule()
    {
        using var folder = new TemporaryFolder();
        Right.Record<double>(folder["a"]);
        Right.Record<float>(folder["b"]);
        var findings = RecordedRuns.Compare(folder["a"], folder["b"]).Findings;
        Assert.All(findings, finding => Assert.NotEqual(Status.Disagrees, finding.Status));
        Assert.Equal(Status.Rounding, findings[2].Status);
        Assert.Contains("numbers of 53 bits in A and of 24 bits in B", findings[0].Notes[^1], StringComparison.Ordinal);
    }

    /// <summary>A step size that was noted one update late says nothing wrong of the updates.</summary>
    [Fact]
    public void Compare_StepSizeNotedAfterTheScheduler_IsNotHeldAgainstTheUpdates()
    {
        var late = new SmallTraining { StepSize = t => t < 21 ? 0.01 : 0.001, NotesNextStepSize = true };
        var findings = Compared(late, late, isSingle: false).Findings;
        Assert.Equal([Status.Agrees, Status.Rounding, Status.Rounding], findings.Select(finding => finding.Status));
    }

    /// <summary>A run that stops early is compared as far as it goes, and that is said.</summary>
    [Fact]
    public void Compare_ARunThatStopsEarly_SaysWhatWasNotCompared()
    {
        var findings = Compared(Right, new() { Updates = 30 }, isSingle: false).Findings;
        Assert.Equal(Status.Agrees, findings[0].Status);
        Assert.Contains(
            "A alone has 10 updates, the first of them 32",
            findings[^1].Cause!.Words,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Compare_OtherNamesAndTransposed_AreMatchedByNumbersAndAsTold()
    {
        using var folder = new TemporaryFolder();
        Right.Record<double>(folder["a"]);
        Right.Record<double>(folder["b"]);
        Rename(folder["b"], name => name.Replace("W1", "fc1.kernel", StringComparison.Ordinal), transposed: "W1");
        var byNumbers = RecordedRuns.Compare(folder["a"], folder["b"]);
        Assert.Equal(Status.Agrees, byNumbers.Findings[0].Status);
        var told = RecordedRuns.Compare(folder["a"], folder["b"], new RunMapping("W*=fc*.kernel"));
        Assert.Equal(Status.Agrees, told.Findings[0].Status);
        Assert.Contains("transposed", told.Findings[^1].Notes[0], StringComparison.Ordinal);
    }

    private static void Rename(string folder, Func<string, string> rename, string transposed)
    {
        var files = Directory.GetFiles(folder).Order(StringComparer.Ordinal).ToList();
        var run = global::Compare.Problems.Recorded.Runs.RecordedRun.Open(folder);
        using var other = new TemporaryFolder();
        using (var record = global::Compare.Problems.Recorded.Runs.Recorder.Open(other["b"]))
            foreach (var update in run.Updates)
            {
                using var open = run.OpenUpdate(update);
                foreach (var tensor in open.Tensors)
                {
                    var array = open.Read(tensor);
                    var isTransposed = tensor.Name == transposed;
                    record.Array(
                        rename(tensor.Key),
                        isTransposed
                            ? TensorDifference.Transposed(array.Values, array.Shape[1], array.Shape[0])
                            : array.Values,
                        [.. isTransposed ? array.Shape.Reverse() : array.Shape]
                    );
                }
                record.Next();
            }
        files.ForEach(File.Delete);
        foreach (var file in Directory.GetFiles(other["b"]))
            File.Move(file, Path.Combine(folder, Path.GetFileName(file)));
    }

    private static SmallTraining With(string what) =>
        what switch
        {
            "another step size from update 21 on" => new() { StepSize = t => t < 21 ? 0.01 : 0.02 },
            "another initialisation" => new() { OtherInitialW2 = true },
            "the batch reversed" => new() { ReversesBatch = true },
            "a bias left out" => new() { WithoutSecondBias = true },
            "relu for tanh" => new() { IsRelu = true },
            "the loss summed" => new() { LossFactor = 8 },
            "smoothed labels" => new() { LabelSmoothing = 0.1 },
            "gradients not divided" => new() { GradientFactor = 4 },
            "the gradient clipped" => new() { ClipNorm = 0.1 },
            "b1 frozen from update 11 on" => new() { FrozenFrom = 11 },
            "decay doubled at update 17" => new() { Decay = t => t == 17 ? 2e-3 : 1e-3 },
            "decay left out" => new() { Decay = _ => 0 },
            "beta1 0.8" => new() { Beta1 = 0.8 },
            "epsilon 1e-4" => new() { Epsilon = 1e-4 },
            "another rule" => new() { Optimizer = SmallTraining.Rule.Momentum },
            "W2 changed from outside at update 25" => new() { Afterwards = (t, w2) => w2[3] += t == 25 ? 1e-3 : 0 },
            "W2 left the range at update 9" => new() { Afterwards = (t, w2) => w2[3] = t == 9 ? double.NaN : w2[3] },
            _ => throw new ArgumentOutOfRangeException(nameof(what), what, null),
        };

    private static SmallTraining Bare(SmallTraining training) =>
        new()
        {
            IsBare = true,
            StepSize = training.StepSize,
            WithoutSecondBias = training.WithoutSecondBias,
            LabelSmoothing = training.LabelSmoothing,
            FrozenFrom = training.FrozenFrom,
        };

    private static Survey Compared(SmallTraining a, SmallTraining b, bool isSingle)
    {
        using var folder = new TemporaryFolder();
        foreach (var (training, name) in new[] { (a, "a"), (b, "b") })
            if (isSingle)
                training.Record<float>(folder[name]);
            else
                training.Record<double>(folder[name]);
        return RecordedRuns.Compare(folder["a"], folder["b"]);
    }
}
