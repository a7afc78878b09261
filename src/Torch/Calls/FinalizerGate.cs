using System.Runtime.CompilerServices;

namespace Compare.Torch.Calls;

/// <summary>
/// Keeps finalizers from running while libtorch computes. TorchSharp hands the pointer of a temporary (a number made a Scalar, for
/// example) to native code without keeping the temporary alive, so a collection that another thread causes may find it dead, and its
/// finalizer may free it in the middle of the call that uses it.
/// </summary>
/// <remarks>
/// <para>
/// Collections are harmless, the finalizers that follow are not. So the one thread that runs finalizers is held in a finalizer of ours,
/// <see cref="Blocker"/>. From time to time a thread that is about to enter waits until no other is inside, lets the finalizers run that
/// have gathered, and has the thread held again: what they free belonged to calls that are over.
/// </para>
/// <para>
/// Where nobody has entered for a while the thread is let go, so that a program that waits for its finalizers goes on. It is let go as
/// well after <see cref="MostHeld"/>, because code within a call might wait for finalizers.
/// </para>
/// </remarks>
internal static class FinalizerGate
{
    private static readonly TimeSpan BetweenRuns = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan MostHeld = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(5);

    // Guards what follows; pulsed whenever it changes.
    private static readonly object State = new();
    private static int _inside;
    private static bool _isChanging;
    private static Hold? _hold;
    private static long _lastRun;
    private static long _lastLeft;

    [ThreadStatic]
    private static int _depth;

    /// <summary>Whether finalizers are held at the moment; for tests.</summary>
    internal static bool IsHolding
    {
        get
        {
            lock (State)
                return _hold is { IsOver: false };
        }
    }

    /// <summary>Enters a piece of work in which libtorch is called. May be entered again from within.</summary>
    public static void Enter()
    {
        if (_depth++ > 0)
            return;
        lock (State)
        {
            while (_isChanging)
                Monitor.Wait(State);
            if (_hold is { IsOver: false } && Elapsed(_lastRun) < BetweenRuns)
            {
                _inside++;
                return;
            }
            _isChanging = true;
            while (_inside > 0)
                Monitor.Wait(State);
        }
        // Nobody is inside, and nobody comes in before this is over.
        _hold?.End();
        var hold = Hold.Begin();
        lock (State)
        {
            (_hold, _isChanging) = (hold, false);
            _lastRun = _lastLeft = TimeProvider.System.GetTimestamp();
            _inside++;
            Monitor.PulseAll(State);
        }
    }

    /// <summary>Leaves it.</summary>
    public static void Leave()
    {
        if (--_depth > 0)
            return;
        lock (State)
        {
            _inside--;
            _lastLeft = TimeProvider.System.GetTimestamp();
            if (_isChanging && _inside == 0)
                Monitor.PulseAll(State);
        }
    }

    private static TimeSpan Elapsed(long since) => TimeProvider.System.GetElapsedTime(since);

    /// <summary>One stretch of time over which the thread of the finalizers is held.</summary>
    private sealed class Hold
    {
        private bool _isHeld;
        private bool _ends;

        /// <summary>Whether the thread has been let go.</summary>
        public bool IsOver { get; private set; }

        /// <summary>Has the thread of the finalizers held.</summary>
        /// <returns>The hold.</returns>
        public static Hold Begin()
        {
            var hold = new Hold();
            hold.Abandon();
            // A collection of the youngest may keep an object once.
            for (var generation = 0; !hold.HasBegun(); generation = Math.Min(generation + 1, GC.MaxGeneration))
                GC.Collect(generation, GCCollectionMode.Forced, blocking: true);
            return hold;
        }

        /// <summary>Lets the thread go, and returns when it has run the finalizers that have gathered.</summary>
        public void End()
        {
            lock (State)
            {
                _ends = true;
                Monitor.PulseAll(State);
            }
            GC.WaitForPendingFinalizers();
        }

        /// <summary>Called by the thread of the finalizers: does not return before it is let go.</summary>
        public void Keep()
        {
            var since = TimeProvider.System.GetTimestamp();
            lock (State)
            {
                _isHeld = true;
                Monitor.PulseAll(State);
                while (!_ends && (_isChanging || !(IsIdle || Elapsed(since) > MostHeld)))
                    Monitor.Wait(State, Poll);
                IsOver = true;
            }
        }

        private static bool IsIdle => _inside == 0 && Elapsed(_lastLeft) > Idle;

        private bool HasBegun()
        {
            lock (State)
                return _isHeld || (Monitor.Wait(State, Poll) && _isHeld);
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private void Abandon() => _ = new Blocker(this);
    }

    /// <summary>What nobody refers to, so that the next collection gives it to the thread of the finalizers.</summary>
    private sealed class Blocker(Hold hold)
    {
        ~Blocker() => hold.Keep();
    }
}
