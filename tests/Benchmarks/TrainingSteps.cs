using BenchmarkDotNet.Attributes;
using Compare.Homework.Timing;
using Compare.Problems.Data;
using Compare.Results;
using Compare.Sides;

namespace Compare.Benchmarks;

/// <summary>One training step of each of the homework's 20 cells: from scratch, idiomatic TorchSharp, hand-written tensor code.</summary>
public class TrainingSteps
{
    private const int Batch = 100;

    /// <summary>How many steps libtorch's losses may pile up before they are dropped.</summary>
    private const int BetweenRests = 64;

    private static readonly Dictionary<string, TrainingCell> ByName = TrainingCell
        .Homework(Datasets.Load("digits", CancellationToken.None).Train, Batch, seed: 0)
        .ToDictionary(cell => cell.Name);

    private Contender[] _contenders = [];
    private int _steps;

    /// <summary>The cells.</summary>
    public static IEnumerable<string> Cells => ByName.Keys;

    /// <summary>Model and rule.</summary>
    [ParamsSource(nameof(Cells))]
    public string Cell { get; set; } = "";

    /// <summary>Of both sides.</summary>
    [Params(1, 2)]
    public int Threads { get; set; }

    /// <summary>Operations of a step of a cell.</summary>
    public static double Operations(string cell) => ByName[cell].Operations;

    /// <summary>Makes the contenders and refuses to time them if they do not agree.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var cell = ByName[Cell];
        var torch = TorchSide.Open("cpu", Threads);
        _contenders =
        [
            new ReferenceContender(cell, Threads),
            new IdiomaticContender(cell, torch),
            new ByHandContender(cell, torch),
        ];
        foreach (var finding in Agreement.Of(cell, _contenders, Environment.ProcessorCount))
            if (finding.Status is not (Status.Agrees or Status.Rounding))
                throw new InvalidOperationException($"{finding.Subject}: {finding.Status}; {finding.Location}");
    }

    /// <summary>The from-scratch side.</summary>
    [Benchmark(Baseline = true)]
    public void FromScratch() => _contenders[0].Step();

    /// <summary>Module, autograd, torch.optim.</summary>
    [Benchmark]
    public void TorchSharp() => Step(_contenders[1]);

    /// <summary>Tensor code without autograd.</summary>
    [Benchmark]
    public void ByHandOnLibtorch() => Step(_contenders[2]);

    /// <summary>Frees what libtorch holds.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        foreach (var contender in _contenders)
            contender.Dispose();
    }

    private void Step(Contender contender)
    {
        contender.Step();
        if (++_steps % BetweenRests == 0)
            contender.Rest();
    }
}
