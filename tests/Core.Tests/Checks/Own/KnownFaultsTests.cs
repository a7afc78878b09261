using Compare.Checks.Own;
using Compare.Checks.Traces;
using Compare.Results;
using Compare.Tests.Support;

namespace Compare.Tests.Checks.Own;

/// <summary>Mistakes of public bug reports and of students, written as plain loops: caught and named, in a function and in a trace.</summary>
public sealed class KnownFaultsTests(ITestOutputHelper output)
{
    public static TheoryData<string> Faults => [.. new FaultyPrograms().All.Keys];

    public static TheoryData<string> All => [.. new FaultyPrograms().All.Keys, .. new FaultyPrograms().Whole.Keys];

    [Theory]
    [MemberData(nameof(All))]
    public void Check_Fault_IsNamed(string name) => IsNamed(name, Check(name, new FaultyPrograms()));

    /// <summary>Hyper-parameters at random: nearly every fault is named, and next to none is called by another name.</summary>
    [Theory(Explicit = true)]
    [MemberData(nameof(All))]
    public void Check_FaultAtRandomHyperParameters_IsNamed(string name)
    {
        const int draws = 20;
        var (detected, named, misnamed) = (0, 0, new List<string>());
        for (var seed = 0; seed < draws; seed++)
        {
            var finding = Check(name, FaultyPrograms.Draw(seed));
            detected += finding.Status == Status.Disagrees ? 1 : 0;
            if (Names(finding, name))
                named++;
            else if (finding.Cause is { IsNamed: true })
                misnamed.Add($"{seed}: {finding.Cause}");
        }
        Assert.Equal(draws, detected);
        Assert.True(named >= draws - 1, $"{named} of {draws} named; {string.Join("; ", misnamed)}");
        Assert.Empty(misnamed);
    }

    public static TheoryData<string> RightOnes => [.. new FaultyPrograms().RightOnes.Keys];

    [Theory]
    [MemberData(nameof(RightOnes))]
    public void Check_RightProgram_Agrees(string name)
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var (program, rule) = FaultyPrograms.Draw(seed).RightOnes[name];
            var finding = Assert.Single(OwnOptimizer.Check(program(), rule).Findings);
            Assert.True(
                finding.Status is Status.Agrees or Status.Rounding,
                $"{seed}: {finding.Status} {finding.Cause}"
            );
        }
    }

    [Fact]
    public void Check_SomeMistakesThatNobodyKnows_HaveNoName() => HaveNoName(6);

    [Fact(Explicit = true)]
    public void Check_MistakesThatNobodyKnows_HaveNoName() => HaveNoName(20);

    private void HaveNoName(int count)
    {
        var findings = Enumerable
            .Range(0, count)
            .AsParallel()
            .AsOrdered()
            .Select(seed =>
            {
                var (name, program, rule) = FaultyPrograms.Draw(seed).Unknown(seed);
                return (name, Finding: Assert.Single(OwnOptimizer.Check(program(), rule).Findings));
            })
            .ToList();
        var passed = findings.Where(found => found.Finding.Status != Status.Disagrees).Select(found => found.name);
        var named = findings
            .Where(found => found.Finding.Cause is { IsNamed: true })
            .Select((found, seed) => $"{seed} {found.name}: {found.Finding.Cause}")
            .ToList();
        output.WriteLine(
            $"{count} mistakes of no name: {passed.Count()} pass, {named.Count} get a name\n{string.Join('\n', named)}"
        );
        Assert.Empty(passed);
        Assert.Empty(named);
    }

    private static Finding Check(string name, FaultyPrograms programs)
    {
        var (program, rule) = programs.Whole.TryGetValue(name, out var whole)
            ? whole
            : (FaultyPrograms.Elementwise(programs.All[name].Element), programs.All[name].Rule);
        return Assert.Single(OwnOptimizer.Check(program(), rule).Findings);
    }

    /// <summary>In a trace some faults are other rules that people use: those are identified, and the verdict says that they are not torch.optim's.</summary>
    [Theory(Explicit = true)]
    [MemberData(nameof(Faults))]
    public void Run_Fault_IsNamedOrIdentifiedForWhatItIs(string name)
    {
        var programs = new FaultyPrograms();
        var (element, rule) = programs.All[name];
        var trace = PlainTraces.Make(element) with { Name = rule.Name, LearningRate = programs.StepSize };
        var finding = RecordedOptimizerCheck.Run(trace, threads: 2).Findings[0];
        switch (name)
        {
            case "correction-without-power":
                Assert.Contains("constant one", Assert.Single(finding.Reservations), StringComparison.Ordinal);
                break;
            // Momentum that forgets nothing; and what only the declared rule tells from right.
            case "gradients-accumulated" or "amsgrad-of-corrected" or "decay-multiplies-gradient":
                Assert.True(finding.Status != Status.Disagrees || finding.Cause!.Id == name, finding.Cause?.ToString());
                break;
            default:
                IsNamed(name, finding);
                break;
        }
    }

    private static void IsNamed(string name, Finding finding)
    {
        Assert.Equal(Status.Disagrees, finding.Status);
        Assert.True(Names(finding, name), $"{finding.Cause!.Id}: {finding.Cause}");
    }

    private static bool Names(Finding finding, string name) =>
        finding.Cause is { } cause
        && name.Split(',')[0] is var id
        && (cause.Id == id || cause.Alternatives.Any(set => set.Any(other => other.Id == id)));
}
