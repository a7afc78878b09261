using Compare.Reference.Numerics.Products;

namespace Compare.Reference.Tests.Numerics.Products;

/// <summary>Alone, because there is one set of helpers, and a job that finds it taken runs without.</summary>
[CollectionDefinition(nameof(ForkJoinTests), DisableParallelization = true)]
[Collection(nameof(ForkJoinTests))]
public sealed unsafe class ForkJoinTests
{
    /// <summary>Spent on a deadlock alone: however slow a machine is, what comes at all comes earlier.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    [Fact]
    public void Run_ManyJobs_CallsEveryPartOnce()
    {
        for (var job = 0; job < 20_000; job++)
            CallsEveryPartOnce(parts: job % 37, threads: 1 + job % 5);
    }

    [Fact]
    public void Run_FromFourThreadsAtOnce_CallsEveryPartOnce()
    {
        var callers = Enumerable
            .Range(0, 4)
            .Select(caller => new Thread(() =>
            {
                for (var job = 0; job < 5_000; job++)
                    CallsEveryPartOnce(parts: 1 + (job + caller) % 7, threads: 2);
            }))
            .ToArray();
        foreach (var caller in callers)
            caller.Start();
        Assert.All(callers, caller => Assert.True(caller.Join(Patience), "A caller hangs."));
    }

    [Fact]
    public void Run_WithinAPart_RunsThere()
    {
        var calls = stackalloc int[36];
        static void Inner(void* state, int part) => Interlocked.Increment(ref ((int*)state)[part]);
        static void Outer(void* state, int part) => ForkJoin.Run(6, 2, &Inner, (int*)state + 6 * part);
        new Span<int>(calls, 36).Clear();

        ForkJoin.Run(6, 2, &Outer, calls);

        Assert.All(new Span<int>(calls, 36).ToArray(), count => Assert.Equal(1, count));
    }

    /// <summary>The parts wait for each other, so the helper has to come, even from its sleep.</summary>
    [Fact]
    public void Run_TwoPartsOnTwoThreads_HelperWakesUp()
    {
        for (var round = 0; round < 3; round++)
        {
            Assert.True(
                SpinWait.SpinUntil(() => round == 0 || ForkJoin.AllAsleep, Patience),
                "A helper does not sleep."
            );
            var arrived = 0;
            static void Meet(void* state, int part)
            {
                Interlocked.Increment(ref *(int*)state);
                SpinWait.SpinUntil(() => Volatile.Read(ref *(int*)state) == 2, Patience);
            }

            ForkJoin.Run(2, 2, &Meet, &arrived);

            Assert.Equal(2, arrived);
        }
    }

    private static void CallsEveryPartOnce(int parts, int threads)
    {
        var calls = stackalloc int[parts + 1];
        new Span<int>(calls, parts + 1).Clear();
        static void Count(void* state, int part) => Interlocked.Increment(ref ((int*)state)[part]);

        ForkJoin.Run(parts, threads, &Count, calls);

        for (var part = 0; part < parts; part++)
            if (calls[part] != 1)
                Assert.Fail($"Part {part} of {parts} on {threads} threads was called {calls[part]} times.");
    }
}
