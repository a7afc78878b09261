using Compare.Reference.Optimizers;
using Compare.Reference.Optimizers.Schedules;

namespace Compare.Reference.Tests.Optimizers;

/// <summary>Schedules of the step size against those that PyTorch 1.13.1 gave, and what they do to a rule.</summary>
public sealed class ScheduleTests
{
    private static readonly Dictionary<string, Schedule> Schedules = new()
    {
        ["StepLR"] = new StepSchedule(7, 0.5),
        ["MultiStepLR"] = new PiecewiseSchedule((5, 0.1), (12, 0.01), (30, 0.001)),
        ["ExponentialLR"] = new ExponentialSchedule(0.93),
        ["CosineAnnealingLR"] = new CosineSchedule(25, 0.1),
        ["LinearLR"] = new LinearSchedule(15, 0.2, 0.9),
        ["SequentialLR"] = new WarmupSchedule(8, 0.1, new ExponentialSchedule(0.9)),
        ["OneCycleLR"] = new OneCycleSchedule(40),
    };

    public static TheoryData<string> Names => [.. Schedules.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Factor_OfPyTorchsSchedulers_IsReproduced(string name)
    {
        var file = RecordedVectors.Open("pytorch_schedules.json");
        var rate = file.GetProperty("lr").GetDouble();
        var sizes = file.GetProperty("cases").GetProperty(name).Numbers();
        for (var n = 0; n < sizes.Length; n++)
            Assert.Equal(sizes[n], rate * Schedules[name].Factor(n), 1e-13 * rate);
    }

    [Fact]
    public void File_HasNoSchedulerThatIsNotReproduced() =>
        Assert.Equal(
            Schedules.Keys.Order(),
            RecordedVectors
                .Open("pytorch_schedules.json")
                .GetProperty("cases")
                .EnumerateObject()
                .Select(property => property.Name)
                .Order()
        );

    /// <summary>Of every rule but Adadelta's state, which a schedule does not touch either, a step is the step size times something.</summary>
    [Fact]
    public void Update_WithASchedule_TakesTheStepOfItsUpdate()
    {
        var schedule = new PiecewiseSchedule((2, 0.25));
        foreach (var row in OptimizerTable.Rows)
        {
            double[] constant = [1],
                scheduled = [1];
            TensorState<double> state = row.Rule.CreateState<double>(1),
                other = row.Rule.CreateState<double>(1);
            for (var t = 0; t < 4; t++)
            {
                // From the same parameter, so that the steps can be held against each other.
                scheduled[0] = constant[0];
                var before = constant[0];
                row.Rule.Update<double>(constant, [0.5], state);
                (row.Rule with { Schedule = schedule }).Update<double>(scheduled, [0.5], other);
                var expected = (constant[0] - before) * schedule.Factor(t);
                Assert.Equal(expected, scheduled[0] - before, 1e-12 * Math.Abs(expected) + 1e-16);
            }
        }
    }

    /// <summary>By name: all but the steps end far below where they began, none rises above the step size of the rule.</summary>
    [Fact]
    public void Named_OverANumberOfUpdates_EndsWithThem()
    {
        foreach (var name in ScheduleTable.Names)
        foreach (var updates in new long[] { 1, 2, 3, 30, 1000 })
        {
            var schedule = ScheduleTable.Named(name, updates);
            var factors = Enumerable.Range(0, (int)updates).Select(n => schedule.Factor(n)).ToList();
            Assert.All(factors, factor => Assert.InRange(factor, 0, 1 + 1e-12));
            if (updates >= 30)
                Assert.InRange(factors[^1], 0, 0.11);
        }
        Assert.Throws<ArgumentException>(() => ScheduleTable.Named("cosin", 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => ScheduleTable.Named("cosine", 0));
    }

    [Fact]
    public void Create_OutOfRange_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new StepSchedule(0, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentialSchedule(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CosineSchedule(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LinearSchedule(3, double.NaN, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OneCycleSchedule(1));
        Assert.Throws<ArgumentException>(() => new PiecewiseSchedule());
        Assert.Throws<ArgumentException>(() => new PiecewiseSchedule((3, 1), (3, 2)));
    }
}
