using System.Globalization;
using BenchmarkDotNet.Running;
using Compare.Reference.Numerics.Products;

namespace Compare.Benchmarks;

/// <summary>The speed as a share of what a loop of fused multiply-adds reaches in this process.</summary>
internal sealed class PeakColumn : SpeedColumn
{
    private readonly Dictionary<int, double> _peaks = [];

    public override string Id => nameof(PeakColumn);

    public override string ColumnName => "Of peak";

    public override string Legend => "Share of the speed of independent fused multiply-adds on as many threads";

    protected override string Text(double speed, BenchmarkCase benchmarkCase)
    {
        var threads = (int)benchmarkCase.Parameters[nameof(TrainingSteps.Threads)];
        if (!_peaks.TryGetValue(threads, out var peak))
            _peaks[threads] = peak = Enumerable.Range(0, 50).Max(_ => FusedMultiplyAddPeak.Measure(threads));
        return (speed / peak).ToString("0 %", CultureInfo.InvariantCulture);
    }
}
