using Compare.Reference.Numerics.Products;

namespace Compare.Homework.Timing;

/// <summary>Times contenders in turns, so that whatever else the machine does meets all of them.</summary>
internal sealed class Race
{
    /// <summary>How long a contender runs before it is the next one's turn.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(6);

    /// <summary>libtorch's threads stay awake for some milliseconds after their work and would take the processor from the next contender.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromMilliseconds(200);

    private const int WarmUp = 30;
    private const int FewestRounds = 5;

    private readonly IReadOnlyList<Contender> _contenders;
    private readonly int _threads;
    private readonly int[] _steps;
    private readonly List<double>[] _times;
    private readonly List<double> _peaks = [];

    /// <summary>Warms the contenders up.</summary>
    /// <param name="contenders">At least one.</param>
    /// <param name="threads">Threads that they use.</param>
    public Race(IReadOnlyList<Contender> contenders, int threads)
    {
        _contenders = contenders;
        _threads = threads;
        _times = [.. contenders.Select(_ => new List<double>())];
        _steps =
        [
            .. contenders.Select(contender =>
            {
                var started = TimeProvider.System.GetTimestamp();
                for (var step = 0; step < WarmUp && TimeProvider.System.GetElapsedTime(started) < LongestWarmUp; step++)
                    Time(contender, 1);
                var fastest = Enumerable.Range(0, 3).Min(_ => Time(contender, 1));
                return (int)Math.Clamp(Turn.TotalSeconds / fastest, 1, 1000);
            }),
        ];
    }

    /// <summary>Managed bytes that each contender allocates in a step.</summary>
    public IReadOnlyList<double> Allocated { get; private set; } = [];

    /// <summary>Lets everybody have their turns.</summary>
    /// <param name="duration">About how long.</param>
    public void Run(TimeSpan duration)
    {
        var started = TimeProvider.System.GetTimestamp();
        for (var round = 0; round < FewestRounds || TimeProvider.System.GetElapsedTime(started) < duration; round++)
        {
            for (var turn = 0; turn < _contenders.Count; turn++)
            {
                var next = (round + turn) % _contenders.Count;
                if (_threads > 1)
                    StayAwake(Silence);
                Time(_contenders[next], _steps[next] == 1 ? 1 : 2);
                _times[next].Add(Time(_contenders[next], _steps[next]));
            }
            FusedMultiplyAddPeak.Measure(_threads); // wakes the threads
            _peaks.Add(FusedMultiplyAddPeak.Measure(_threads));
        }
        Allocated = [.. _contenders.Select((contender, c) => Allocation(contender, _steps[c]))];
    }

    /// <summary>Seconds per step, in the median of the rounds.</summary>
    public double Seconds(int contender) => Median(_times[contender]);

    /// <summary>How many times as long another contender takes as the first, in the median of the rounds.</summary>
    public double Ratio(int contender) =>
        Median([.. _times[contender].Zip(_times[0], (other, first) => other / first)]);

    /// <summary>The processor's peak while the race went on, in operations per second: the median.</summary>
    public double Peak => Median(_peaks);

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    private static double Time(Contender contender, int steps)
    {
        var started = TimeProvider.System.GetTimestamp();
        for (var step = 0; step < steps; step++)
            contender.Step();
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds / steps;
        contender.Rest();
        return seconds;
    }

    /// <summary>Waits without sleep: threads of a process that slept may share one processor for some milliseconds.</summary>
    private static void StayAwake(TimeSpan duration)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) < duration)
            Thread.SpinWait(10);
    }

    private static double Allocation(Contender contender, int steps)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var step = 0; step < steps; step++)
            contender.Step();
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        contender.Rest();
        return (double)bytes / steps;
    }
}
