using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Compare.Benchmarks;

/// <summary>Operations of the products per second.</summary>
internal class SpeedColumn : IColumn
{
    public virtual string Id => nameof(SpeedColumn);

    public virtual string ColumnName => "GFLOP/s";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public virtual string Legend => "Floating-point operations of the products of a step, in billions per second";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
        Speed(summary, benchmarkCase) is { } speed ? Text(speed, benchmarkCase) : "-";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) =>
        GetValue(summary, benchmarkCase);

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public bool IsAvailable(Summary summary) => true;

    protected virtual string Text(double speed, BenchmarkCase benchmarkCase) =>
        (speed / 1e9).ToString("0.0", CultureInfo.InvariantCulture);

    private static double? Speed(Summary summary, BenchmarkCase benchmarkCase) =>
        benchmarkCase.Parameters[nameof(TrainingSteps.Cell)] is string cell
        && summary[benchmarkCase]?.ResultStatistics is { } statistics
            ? TrainingSteps.Operations(cell) / (statistics.Median * 1e-9)
            : null;
}
