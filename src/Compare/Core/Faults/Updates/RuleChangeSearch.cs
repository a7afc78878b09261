using Compare.Faults.Rules;
using Compare.Problems;
using Compare.Reference.Optimizers;

namespace Compare.Faults.Updates;

/// <summary>Finds which hyper-parameter of a known rule has another value from an update on, or at one update alone.</summary>
/// <param name="trace">Updates that the rule reproduces up to some update, and not there.</param>
/// <param name="rule">The rule.</param>
/// <param name="precision">The format to hold the updates against.</param>
internal sealed class RuleChangeSearch(UpdateTrace trace, Optimizer rule, Precision precision)
{
    /// <summary>Elements and updates on which a value is solved for.</summary>
    private const int SomeElements = 48;
    private const int SomeUpdates = 200;
    private const int MoreUpdates = 8;

    /// <summary>Steps of least squares where each goes through many updates.</summary>
    private const int FewSteps = 20;

    private readonly UpdateEvidence _all = UpdateEvidence.Of(
        trace,
        [.. Enumerable.Range(0, trace.Parameters)],
        trace.Updates,
        precision
    );

    /// <summary>The first update that the rule does not reproduce, and by how much; null if it reproduces all.</summary>
    /// <returns>The number of updates before it, the elements that are off, the worst first, and the largest error / bound.</returns>
    public (int UpdatesBefore, IReadOnlyList<int> Elements, double Ratio)? FirstFailure() =>
        FirstFailure(new UpdateVariant(rule));

    /// <summary>Whether the rule reproduces every update but one.</summary>
    /// <param name="updatesBefore">The number of updates before that one.</param>
    /// <returns>Whether it does; false for the last update, after which nothing shows it.</returns>
    public bool IsAlone(int updatesBefore)
    {
        var isAlone = updatesBefore + 1 < trace.Updates;
        UpdateComparison.Compare(
            new UpdateVariant(rule),
            _all,
            (record, _, _, _, recorded, replayed, allowed) =>
                isAlone &= record == updatesBefore || UpdateComparison.Ratio(recorded, replayed, allowed) <= 1
        );
        return isAlone;
    }

    /// <summary>Searches.</summary>
    /// <returns>
    /// The changes that explain the first update that fails, each alone, and as many updates after it as any change does; and how many
    /// updates that are from the first on.
    /// </returns>
    public (IReadOnlyList<RuleChange> Changes, int Until) Find()
    {
        if (FirstFailure() is not { } failure)
            return ([], trace.Updates);
        var elements = failure
            .Elements.Take(SomeElements / 2)
            .Union(UpdateEvidence.Spread(trace.Parameters, SomeElements / 2))
            .Order()
            .ToArray();
        List<(RuleChange Change, int Until)> found = [];
        foreach (var parameter in UpdateParameter.All)
        {
            if (parameter.Get(rule) is not { } current)
                continue;
            void Try(int updatesBefore, double value, bool lasts)
            {
                var change = new RuleChange(parameter, updatesBefore, lasts, current, value);
                var next = FirstFailure(Plant(updatesBefore, lasts, parameter.Set(rule, value)));
                found.Add((change, next?.UpdatesBefore ?? trace.Updates));
            }
            // From the beginning it may take some updates to show.
            if (
                Solve(parameter, 0, lasts: true, failure.UpdatesBefore, elements) is { } throughout
                && throughout != current
            )
                Try(0, throughout, lasts: true);
            if (
                failure.UpdatesBefore == 0
                || Solve(parameter, failure.UpdatesBefore, lasts: false, failure.UpdatesBefore, elements)
                    is not { } value
                || value == current
            )
                continue;
            Try(failure.UpdatesBefore, value, lasts: true);
            Try(failure.UpdatesBefore, value, lasts: false);
        }
        var farthest = found.Select(change => change.Until).DefaultIfEmpty(0).Max();
        // At the last update a change that lasts and one that does not are the same.
        return farthest <= failure.UpdatesBefore
            ? ([], failure.UpdatesBefore)
            : (
                [
                    .. found
                        .Where(change => change.Until == farthest)
                        .Select(change => change.Change)
                        .OrderBy(change => change.UpdatesBefore)
                        .ThenBy(change => FittedParameter.LengthOf(change.To))
                        .DistinctBy(change => change.Parameter),
                ],
                farthest
            );
    }

    private (int UpdatesBefore, IReadOnlyList<int> Elements, double Ratio)? FirstFailure(UpdateVariant variant)
    {
        var first = -1;
        List<(int Element, double Ratio)> failing = [];
        UpdateComparison.Compare(
            variant,
            _all,
            (record, _, _, element, recorded, replayed, allowed) =>
            {
                if (first >= 0 && record > first)
                    return false;
                // A bound that is not finite tells nothing.
                var ratio = double.IsFinite(allowed) ? UpdateComparison.Ratio(recorded, replayed, allowed) : 0;
                if (ratio > 1)
                {
                    first = record;
                    failing.Add((element, ratio));
                }
                return true;
            }
        );
        return first < 0
            ? null
            : (
                first,
                [.. failing.OrderByDescending(element => element.Ratio).Select(element => element.Element)],
                failing.Max(element => element.Ratio)
            );
    }

    private UpdateVariant Plant(int updatesBefore, bool lasts, Optimizer other) =>
        updatesBefore == 0 && lasts
            ? new UpdateVariant(other)
            : new UpdateVariant(rule) { Turn = new RuleTurn(updatesBefore, lasts, other) };

    /// <summary>The value that explains the updates up to the first that fails, and a few more where it lasts.</summary>
    private double? Solve(UpdateParameter parameter, int updatesBefore, bool lasts, int failing, int[] elements)
    {
        var updates = Math.Min(trace.Updates, failing + (lasts ? MoreUpdates : 1));
        var evidence = UpdateEvidence.Of(trace, elements, updates, precision);
        var fit = new UpdateFit(evidence);
        var current = parameter.Get(rule)!.Value;
        var starts = parameter
            .Usual.Prepend(current)
            .Concat(current > 0 && parameter.Accepts(10 * current) ? [current / 10, 2 * current, 10 * current] : [])
            .Where(parameter.Accepts)
            .Select(value => parameter.Set(rule, value))
            .ToList();
        // In the middle of a run no state begins.
        if (updatesBefore > 0 && starts.Exists(start => !start.SlotNames().SequenceEqual(rule.SlotNames())))
            return null;
        UpdateVariant Planted(Optimizer other) => Plant(updatesBefore, lasts, other);
        var steps = updates < SomeUpdates ? LeastSquares.MostSteps : FewSteps;
        var solved = fit.Solve(Planted, starts, [parameter], steps);
        return TraceSample.Rounded(solved.Rule, [parameter], evidence, Planted) is { } rounded
            ? parameter.Get(rounded)
            : null;
    }
}
