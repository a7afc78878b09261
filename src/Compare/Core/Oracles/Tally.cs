using Compare.Results;

namespace Compare.Oracles;

/// <summary>Counts comparisons of elements with their bounds and remembers the worst and the first failure.</summary>
internal sealed class Tally
{
    private double _error;
    private double _bound;
    private string? _worst;
    private string? _first;
    private double _ratio = -1;
    private long _different;
    private bool _informative;

    /// <summary>Number of comparisons.</summary>
    public long Count { get; private set; }

    /// <summary>Number of comparisons outside their bound.</summary>
    public long Outside { get; private set; }

    /// <summary>Takes in comparisons that came out equal to the last bit.</summary>
    /// <param name="count">Their number.</param>
    public void AddEqual(long count) => Count += count;

    /// <summary>Records that something was compared where a wrong value would have been noticed.</summary>
    public void CouldHaveFailed() => _informative = true;

    /// <summary>Takes in one comparison.</summary>
    /// <param name="error">The absolute difference; infinite or NaN where there is none.</param>
    /// <param name="bound">The error allowed.</param>
    /// <param name="where">Describes the place; called only where it is worth telling.</param>
    public void Add(double error, double bound, Func<string> where)
    {
        Count++;
        var ratio = error == 0 ? 0 : error / bound;
        if (error != 0)
            _different++;
        if (!(ratio <= _ratio) && !double.IsNaN(_ratio))
            (_ratio, _error, _bound, _worst) = (ratio, error, bound, where());
        if (!(ratio <= 1) && Outside++ == 0)
            _first = where();
    }

    /// <summary>Draws the conclusion.</summary>
    /// <param name="finding">Id, check and subject.</param>
    /// <param name="vacuous">Why the check could not have failed, if it could not.</param>
    /// <param name="cause">The cause of a failure, or the strongest hint.</param>
    /// <returns>The finding.</returns>
    public Finding Complete(FindingHead finding, string vacuous, Func<string> cause)
    {
        var status =
            Outside > 0 ? Status.Disagrees
            : !_informative ? Status.Vacuous
            : _different == 0 ? Status.Agrees
            : Status.Rounding;
        var failures = Outside switch
        {
            0 => "",
            1 => "",
            _ when _first == _worst => FormattableString.Invariant($"; {Outside} of {Count} are outside their bound"),
            _ => FormattableString.Invariant($"; {Outside} of {Count} are outside their bound, the first at {_first}"),
        };
        return _worst is null
            ? finding.Complete(
                status,
                Count > 0 ? 0 : null,
                null,
                Count > 0 ? 0 : null,
                null,
                status == Status.Vacuous ? vacuous : null
            )
            : finding.Complete(
                status,
                _error,
                _bound,
                _ratio,
                _worst + failures,
                status switch
                {
                    Status.Disagrees => cause(),
                    Status.Vacuous => vacuous,
                    _ => null,
                }
            );
    }
}
