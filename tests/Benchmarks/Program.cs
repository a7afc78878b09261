using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Compare.Benchmarks;

// In this process, because libtorch is half a gigabyte that a process per benchmark would load anew.
var config = ManualConfig
    .Create(DefaultConfig.Instance)
    .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance))
    .AddDiagnoser(MemoryDiagnoser.Default)
    .AddColumn(new SpeedColumn(), new PeakColumn())
    .HideColumns(Column.Error, Column.StdDev, Column.RatioSD, Column.AllocRatio)
    .WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(40))
    .WithOption(ConfigOptions.JoinSummary, true);
return BenchmarkSwitcher
    .FromAssembly(typeof(TrainingSteps).Assembly)
    .Run(args, config)
    .Any(summary => summary.HasCriticalValidationErrors)
    ? 1
    : 0;
