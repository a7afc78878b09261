using Compare.Results;

namespace Compare.Oracles;

/// <summary>Counts comparisons of elements with their bounds and remembers the worst and the first failure.</summary>
internal sealed class Tally
{
    private double _error;
    private double _bound;
    private Location? _worst;
    private Location? _first;
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
    public void Add(double error, double bound, Func<Location> where)
    {
        Count++;
        var ratio = Conclusion.Ratio(error, bound);
        if (error != 0)
            _different++;
        if (!(ratio <= _ratio) && !double.IsNaN(_ratio))
            (_ratio, _error, _bound, _worst) = (ratio, error, bound, where());
        if (!(ratio <= 1) && Outside++ == 0)
            _first = where();
    }

    /// <summary>Draws the conclusion.</summary>
    /// <param name="finding">Key and subject.</param>
    /// <param name="vacuous">Why the check could not have failed, if it could not.</param>
    /// <param name="cause">The cause of a failure, or the strongest hint.</param>
    /// <returns>The finding.</returns>
    public Finding Complete(FindingHead finding, string vacuous, Func<Cause> cause)
    {
        var status = Conclusion.Of(Outside == 0, _informative, _different == 0);
        var reason = status switch
        {
            Status.Disagrees => cause(),
            Status.Vacuous => Cause.Reason(vacuous),
            _ => null,
        };
        if (_worst is null)
            return finding.Complete(status, error: Count > 0 ? 0 : null, cause: reason);
        var place = _worst with { Outside = Outside, Compared = Count, First = _first == _worst ? null : _first };
        return finding.Complete(status, _error, _bound, place, reason) with { Ratio = _ratio };
    }
}
