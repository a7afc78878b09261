using Compare.Checks.Traces;
using Compare.Problems.Recorded;
using Compare.Results;
using Compare.Tests.Support;

namespace Compare.Tests.Checks.Traces;

/// <summary>What is said of traces that hold what they claim, that do not, and that no rule made.</summary>
public sealed class RecordedOptimizerCheckTests
{
    [Theory]
    [InlineData("momentum", 0.037)]
    [InlineData("SGD", 0.037)]
    [InlineData(null, null)]
    public void Run_TraceThatHoldsWhatItClaims_Passes(string? name, double? lr)
    {
        var survey = Run(PlainTraces.Momentum(0.037, 0.83), name, lr);

        Assert.All(survey.Findings, finding => Assert.NotEqual(Status.Disagrees, finding.Status));
        Assert.Equal(name is null ? 1 : 3, survey.Findings.Count);
        Assert.Equal(
            "identified as momentum: step size 0.037; momentum factor 0.83",
            FindingWords.Notes(survey.Findings[0])!
        );
        var table = Assert.IsType<TableFigure>(Assert.Single(survey.Figures));
        Assert.Equal(["step size", "momentum factor"], table.Rows.Select(row => row[0]));
        Assert.Equal(["0.037", "0.83"], table.Rows.Select(row => row[1]));
    }

    [Theory]
    [InlineData("adam", "the updates are not those of adam but of momentum")]
    [InlineData("Adam", "the updates are not those of Adam but of momentum")]
    [InlineData("rmsprop", "the updates are not those of rmsprop but of momentum")]
    [InlineData("lion", "the updates are not those of lion but of momentum")]
    public void Run_OtherName_Disagrees(string name, string cause)
    {
        var findings = Run(PlainTraces.Momentum(0.037, 0.83), name, null).Findings;

        Assert.NotEqual(Status.Disagrees, findings[0].Status);
        Assert.Equal("trace/optimizer/name", findings[1].Id);
        Assert.Equal(Status.Disagrees, findings[1].Status);
        Assert.Equal(cause, findings[1].Cause?.ToString());
    }

    [Fact]
    public void Run_OtherStepSize_DisagreesAndGivesTheRightOne()
    {
        var findings = Run(PlainTraces.Adam(0.037, 0.83, 0.9973, 3e-7), null, 0.074).Findings;

        Assert.Equal("trace/optimizer/lr", findings[1].Id);
        Assert.Equal(Status.Disagrees, findings[1].Status);
        Assert.Equal(
            "the updates were made with step size 0.037, 0.500 times the one in the file",
            findings[1].Cause?.ToString()
        );
        Assert.Equal(0.037, findings[1].Error!.Value, 1e-12);
    }

    /// <summary>An exponential moving average is momentum whose step size is multiplied by 1 - rho.</summary>
    [Fact]
    public void Run_DampedFromTheFirstUpdate_TakesTheStepSizeOfTheFile()
    {
        var survey = Run(
            () =>
            {
                double average = 0;
                return (theta, g, _) => theta - 0.37 * (average = 0.8 * average + 0.2 * g);
            },
            "momentum",
            0.37
        );

        Assert.All(survey.Findings, finding => Assert.NotEqual(Status.Disagrees, finding.Status));
        Assert.Equal(
            "identified as momentum, dampened (O.15): step size 0.37; momentum factor 0.8; dampening 0.8",
            FindingWords.Notes(survey.Findings[0])!
        );
    }

    [Fact]
    public void Run_MistakeOfTheCatalogue_NamesRuleAndMistake()
    {
        var survey = Run(
            () =>
            {
                double sum = 0;
                return (theta, g, _) => theta - 0.037 * g / (Math.Sqrt(sum += Math.Abs(g)) + 3e-7);
            },
            null,
            null
        );

        var finding = Assert.Single(survey.Findings);
        Assert.Equal(Status.Disagrees, finding.Status);
        Assert.Equal(
            "the magnitude of the gradient is accumulated in place of its square, against (O.20): square it; "
                + "but for this mistake these are the updates of adagrad, epsilon outside the root (O.9) with step size 0.0370, epsilon 3.00e-7",
            finding.Cause?.ToString()
        );
    }

    [Fact]
    public void Run_NoRuleAtAll_IsUndecided()
    {
        var survey = Run(() => (theta, g, t) => theta - 0.037 * g * (1 + 0.1 * Math.Sin(t)), "sgd", null);

        var finding = Assert.Single(survey.Findings);
        Assert.Equal(Status.Undecided, finding.Status);
        Assert.StartsWith(
            "no rule that is known here reproduces these updates",
            finding.Cause?.ToString(),
            StringComparison.Ordinal
        );
    }

    /// <summary>The search looks at a few elements; the verdict holds for all of them, whatever the number of threads.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Run_OneElementOfManyOff_DisagreesThere(int threads)
    {
        const int n = 300,
            off = 157;
        var trace = PlainTraces.Make(PlainTraces.Momentum(0.037, 0.83), parameters: n);
        trace.Theta.Values[5 * n + off] *= 1 + 1e-12;

        var finding = RecordedOptimizerCheck.Run(trace, threads).Findings[0];

        Assert.Equal(Status.Disagrees, finding.Status);
        Assert.Contains($"theta[{off}]: recorded ", finding.Location?.ToString(), StringComparison.Ordinal);
        Assert.Contains("update 5, ", finding.Location?.ToString(), StringComparison.Ordinal);
    }

    /// <summary>The first step of the adaptive rules is the sign of the gradient: it tells nothing of what they remember.</summary>
    [Theory]
    [InlineData(1, Status.Undecided)]
    [InlineData(2, Status.Undecided)]
    [InlineData(5, Status.Rounding)]
    public void Run_FewUpdates_AreUndecidedAndSayHowManyWouldDo(int updates, Status expected)
    {
        var trace = PlainTraces.Make(PlainTraces.Adam(0.01, 0.9, 0.999, 1e-8), updates: updates);

        var finding = RecordedOptimizerCheck.Run(trace, threads: 2).Findings[0];

        Assert.Equal(expected, finding.Status == Status.Agrees ? Status.Rounding : finding.Status);
        if (expected == Status.Undecided)
            Assert.EndsWith("3 would do", finding.Cause!.Words, StringComparison.Ordinal);
    }

    /// <summary>One parameter that changes five times cannot tell five open hyper-parameters; declared ones are not open.</summary>
    [Fact]
    public void Run_AsManyOpenNumbersAsChanges_IsUndecidedUnlessTheyAreDeclared()
    {
        var trace = PlainTraces.Make(PlainTraces.Adam(0.01, 0.9, 0.999, 1e-8), updates: 4, parameters: 1);
        var declared = trace with
        {
            Name = "adam",
            LearningRate = 0.01,
            Declared = new Dictionary<string, double>
            {
                ["beta1"] = 0.9,
                ["beta2"] = 0.999,
                ["eps"] = 1e-8,
            },
        };

        Assert.Equal(Status.Undecided, RecordedOptimizerCheck.Run(trace, threads: 2).Findings[0].Status);
        Assert.DoesNotContain(
            RecordedOptimizerCheck.Run(declared, threads: 2).Findings,
            finding => finding.Status is Status.Undecided or Status.Disagrees
        );
    }

    [Fact]
    public void Run_GradientsOfZero_IsVacuous()
    {
        var trace = PlainTraces.Of([1, 2, 1, 2], [0, 0], 1);

        var finding = Assert.Single(RecordedOptimizerCheck.Run(trace, 1).Findings);

        Assert.Equal(Status.Vacuous, finding.Status);
        Assert.Equal("every gradient is zero, so any rule could have made this trace", finding.Cause?.ToString());
    }

    /// <summary>Any finite numbers, from the smallest to the largest, get a verdict.</summary>
    [Fact]
    public void Run_ExtremeNumbers_GivesAVerdict()
    {
        double[] numbers = [0, -0.0, 5e-324, 1e-308, -1e-160, 1, -3, 1e160, -1e308, double.MaxValue];
        var random = new Random(5);
        for (var draw = 0; draw < 12; draw++)
        {
            int updates = 1 + draw % 3,
                n = 1 + draw % 2;
            double[] Draw(int count) =>
                [.. Enumerable.Range(0, count).Select(_ => numbers[random.Next(numbers.Length)])];
            var trace = PlainTraces.Of(Draw((updates + 1) * n), Draw(updates * n), updates);

            var findings = RecordedOptimizerCheck.Run(trace with { LearningRate = numbers[draw % 10] }, 2).Findings;

            Assert.NotEmpty(findings);
            Assert.All(
                findings.Where(finding => finding.Status is Status.Disagrees or Status.Vacuous),
                finding => Assert.False(string.IsNullOrEmpty(finding.Cause?.ToString()))
            );
        }
    }

    private static Survey Run(Func<PlainTraces.Step> element, string? name, double? lr)
    {
        RecordedOptimizer trace = PlainTraces.Make(element) with { Name = name, LearningRate = lr };
        return RecordedOptimizerCheck.Run(trace, threads: 2);
    }
}
