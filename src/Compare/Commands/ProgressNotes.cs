using System.Diagnostics;
using System.Globalization;

namespace Compare.Commands;

/// <summary>Tells on stderr how far a run is: one line that rewrites itself on a terminal, otherwise a line every few seconds.</summary>
/// <param name="session">The streams.</param>
/// <param name="enabled">False for <c>--quiet</c> and <c>--no-progress</c>.</param>
public sealed class ProgressNotes(Session session, bool enabled) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongRun = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan TerminalInterval = TimeSpan.FromMilliseconds(100);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _lastShown = TimeSpan.MinValue;
    private int _widest;

    /// <summary>Reports the state; shows it when the run has lasted two seconds and the last line is old enough.</summary>
    /// <param name="done">Parts finished.</param>
    /// <param name="total">Parts in all.</param>
    /// <param name="part">What is being done now.</param>
    public void Report(int done, int total, string part)
    {
        var now = _clock.Elapsed;
        var interval = session.ErrorIsTerminal ? TerminalInterval : PlainInterval;
        if (!enabled || now < Patience || (_lastShown != TimeSpan.MinValue && now - _lastShown < interval))
            return;
        _lastShown = now;
        var left = done == 0 ? "" : $", {Rate(done, now)}about {Words(now / done * (total - done))} left";
        var line = string.Create(CultureInfo.InvariantCulture, $"{done} of {total}, {Words(now)}{left}: {part}");
        if (session.ErrorIsTerminal)
        {
            session.Error.Write($"\r{line.PadRight(_widest)}");
            _widest = line.Length;
        }
        else
        {
            session.Error.WriteLine(line);
        }
        session.Error.Flush();
    }

    /// <summary>Removes the line from the terminal.</summary>
    public void Dispose()
    {
        if (_widest > 0)
            session.Error.Write($"\r{new string(' ', _widest)}\r");
        session.Error.Flush();
    }

    /// <summary>How fast a long run goes on; a short one is over before anybody asks.</summary>
    private static string Rate(int done, TimeSpan time) =>
        time < LongRun ? "" : string.Create(CultureInfo.InvariantCulture, $"{done / time.TotalMinutes:0.0} a minute, ");

    private static string Words(TimeSpan time) =>
        time < LongRun
            ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s")
            : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.0} min");
}
