using System.Diagnostics;

namespace Compare.Reference.Numerics.Products;

/// <summary>Runs the parts of a job on the calling thread and on helpers that stay awake for a while for the next job.</summary>
/// <remarks>
/// A product takes tens of microseconds: too few for a task per part. Whoever is free takes the next part, the caller included, so
/// a helper that the system does not run holds up nothing that it has not begun. A job that arrives while another one runs, or
/// from within a part, runs on its own thread alone. Nothing is allocated once the helpers exist.
/// </remarks>
internal static unsafe class ForkJoin
{
    /// <summary>Most helpers that are ever started.</summary>
    private const int MaxHelpers = 63;

    private const int PartBits = 20;

    /// <summary>Most parts of a job that runs on more than one thread.</summary>
    private const int MaxParts = (1 << PartBits) - 1;

    /// <summary>How long a helper waits awake: a tenth of a millisecond, longer than what a training step does between products.</summary>
    private static readonly long Patience = Stopwatch.Frequency / 10_000;

    /// <summary>Where helpers sleep.</summary>
    private static readonly object Bed = new();

    // One job at a time. Its fields are written before its parts are offered, and stay until its last part is finished.
    private static delegate* <void*, int, void> _body;
    private static void* _state;
    private static Action<int>? _action;
    private static int _threads;
    private static int _unfinished;

    /// <summary>
    /// The offer in one word, so that nobody takes a part of a job that is over: the number of the job, the first part that nobody
    /// has taken, and the end of these parts.
    /// </summary>
    private static long _offer;

    private static int _owned;
    private static int _helpers;
    private static int _asleep;

    /// <summary>Whether no helper is awake.</summary>
    public static bool AllAsleep => Volatile.Read(ref _asleep) == Volatile.Read(ref _helpers);

    /// <summary>Calls the body once for each part and returns when all calls have returned.</summary>
    /// <param name="parts">Number of parts; the body gets 0 to parts - 1, in any order, on any thread. It must not throw.</param>
    /// <param name="threads">Greatest number of threads, at least 1.</param>
    /// <param name="body">What to call.</param>
    /// <param name="state">Its first argument.</param>
    public static void Run(int parts, int threads, delegate* <void*, int, void> body, void* state)
    {
        if (TryOwn(parts, ref threads))
            RunOwned(parts, threads, body, state);
        else
            for (var part = 0; part < parts; part++)
                body(state, part);
    }

    /// <summary>The same for a delegate, which the caller makes once.</summary>
    /// <param name="parts">Number of parts.</param>
    /// <param name="threads">Greatest number of threads, at least 1.</param>
    /// <param name="body">What to call with the number of each part. It must not throw.</param>
    public static void Run(int parts, int threads, Action<int> body)
    {
        if (TryOwn(parts, ref threads))
        {
            _action = body;
            RunOwned(parts, threads, &CallAction, null);
        }
        else
            for (var part = 0; part < parts; part++)
                body(part);
    }

    private static void CallAction(void* state, int part) => _action!(part);

    /// <summary>Whether the calling thread may use the helpers, and needs any.</summary>
    private static bool TryOwn(int parts, ref int threads)
    {
        threads = Math.Min(Math.Min(threads, parts), MaxHelpers + 1);
        return threads > 1 && parts <= MaxParts && Interlocked.CompareExchange(ref _owned, 1, 0) == 0;
    }

    private static void RunOwned(int parts, int threads, delegate* <void*, int, void> body, void* state)
    {
        while (_helpers < threads - 1)
            Start(_helpers++);
        _body = body;
        _state = state;
        _threads = threads;
        _unfinished = parts;
        Interlocked.Exchange(ref _offer, ((_offer >> (2 * PartBits)) + 1 << (2 * PartBits)) | (uint)parts);
        if (Volatile.Read(ref _asleep) > 0)
            lock (Bed)
                Monitor.PulseAll(Bed);
        while (TakePart(isHelper: false)) { }
        AwaitTheLastPart();
        _action = null;
        Volatile.Write(ref _owned, 0);
    }

    /// <summary>
    /// Takes a part that nobody has taken and runs it, if there is one. The caller takes the first, a helper the last: so each mostly
    /// meets the parts, and the memory, that it had in the job before.
    /// </summary>
    private static bool TakePart(bool isHelper)
    {
        var offer = Volatile.Read(ref _offer);
        var (first, end) = ((int)(offer >> PartBits) & MaxParts, (int)offer & MaxParts);
        if (first == end)
            return false;
        var rest = isHelper ? offer - 1 : offer + (1 << PartBits);
        if (Interlocked.CompareExchange(ref _offer, rest, offer) == offer)
        {
            _body(_state, isHelper ? end - 1 : first);
            Interlocked.Decrement(ref _unfinished);
        }
        return true;
    }

    private static void AwaitTheLastPart()
    {
        for (var spin = 0; Volatile.Read(ref _unfinished) > 0; spin++)
            if (spin < 1000)
                Thread.SpinWait(4);
            else
                Thread.Yield();
    }

    private static void Start(int helper) =>
        new Thread(() => Help(helper)) { IsBackground = true, Name = $"Matrix product {helper + 1}" }.Start();

    private static void Help(int helper)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
            if (IsWanted(helper) && TakePart(isHelper: true))
                since = Stopwatch.GetTimestamp();
            else if (Stopwatch.GetTimestamp() - since < Patience)
                Thread.SpinWait(4);
            else
            {
                Sleep(helper);
                since = Stopwatch.GetTimestamp();
            }
    }

    /// <summary>Whether parts are left in a job that has a place for this helper.</summary>
    private static bool IsWanted(int helper)
    {
        var offer = Volatile.Read(ref _offer);
        return ((offer >> PartBits) & MaxParts) != (offer & MaxParts) && helper < _threads - 1;
    }

    private static void Sleep(int helper)
    {
        lock (Bed)
        {
            // A caller offers first and looks for sleepers afterwards; so either it sees this one, or this one sees the offer.
            Interlocked.Increment(ref _asleep);
            while (!IsWanted(helper))
                Monitor.Wait(Bed);
            Interlocked.Decrement(ref _asleep);
        }
    }
}
