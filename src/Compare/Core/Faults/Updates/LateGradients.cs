using Compare.Faults.Rules;
using Compare.Problems;
using Compare.Reference.Optimizers;
using Compare.Results;

namespace Compare.Faults.Updates;

/// <summary>
/// Tells a trace whose gradients were recorded one update late: row t holds the gradient that update t + 2 was made with, and that of the
/// first update is in no row.
/// </summary>
/// <remarks>
/// For each element the missing gradient is solved for from the second and third update; the updates after them must then follow, to far
/// less than a step. Rules are tried with declared or usual hyper-parameters.
/// </remarks>
/// <param name="trace">A trace that no rule fits.</param>
/// <param name="declared">What the program says of its rule.</param>
internal sealed class LateGradients(UpdateTrace trace, Declaration declared)
{
    private const int MostElements = 6;
    private const int MostUpdates = 30;

    /// <summary>Updates from which the missing gradient is solved for.</summary>
    private const int Solving = 3;

    /// <summary>Updates that have to be foretold.</summary>
    private const int FewestForetold = 2;

    private const int MostValues = 4;
    private const int MostDigits = 4;

    /// <summary>How far a foretold step may be off, relative to it: rounding, and what it does to the gradient that is solved for.</summary>
    private readonly double _off = trace.Precision == Precision.Float32 ? 1e-3 : 1e-8;

    /// <summary>How much worse the rule must be with the gradients as they were recorded.</summary>
    private const double Worse = 30;

    /// <summary>Magnitudes of the missing gradient, beside the largest recorded one, in powers of two.</summary>
    private const int Widest = 12;

    private readonly int _updates = Math.Min(trace.Updates, MostUpdates);

    /// <summary>Looks for a rule.</summary>
    /// <returns>The rule and the cause; null if it is not so.</returns>
    public MistakenRule? Find()
    {
        if (_updates < Solving + FewestForetold)
            return null;
        int[] elements = [.. Enumerable.Range(0, trace.Parameters).Where(Moves).Take(MostElements)];
        if (elements.Length == 0)
            return null;
        foreach (var structure in RuleStructure.Plain.Where(declared.Allows))
        foreach (var rule in Combinations(structure))
            if (elements.All(i => IsForetold(rule, i)))
                return new MistakenRule(
                    rule,
                    new Cause(
                        "gradients-late",
                        "the gradients were recorded one update late: each row holds the gradient that the next update was made with",
                        "O.8",
                        "record the gradient before the update that it belongs to"
                    )
                );
        return null;
    }

    private bool Moves(int element) =>
        Enumerable
            .Range(0, _updates)
            .All(t => double.IsNormal(Step(t, element)) && double.IsFinite(Gradient(t, element)));

    private double Theta(int t, int element) => trace.Theta.Values[t * trace.Parameters + element];

    private double Gradient(int t, int element) => trace.Gradients.Values[t * trace.Parameters + element];

    private double Step(int t, int element) => Theta(t + 1, element) - Theta(t, element);

    private IEnumerable<Optimizer> Combinations(RuleStructure structure)
    {
        // The step of the first update, whose gradient is not known, has the size of the step size in most rules.
        var size = declared.LearningRate ?? UpdateParameter.StepSize.Rounded(Math.Abs(Step(0, 0)), MostDigits);
        return structure.Combinations(
            structure.Template with
            {
                LearningRate = size,
            },
            parameter => declared.Of(parameter) is { } value ? [value] : [.. parameter.Usual.Take(MostValues)]
        );
    }

    /// <summary>Whether some first gradient makes a rule foretell the updates of an element.</summary>
    private bool IsForetold(Optimizer rule, int element)
    {
        var largest = Enumerable.Range(0, _updates).Max(t => Math.Abs(Gradient(t, element)));
        var sign = -Math.Sign(Step(0, element));
        double Misfit(double exponent, int from, int to) =>
            Errors(rule, element, sign * largest * Math.Exp(exponent), to).Skip(from).Sum(x => x * x);
        var (best, least) = (0.0, double.PositiveInfinity);
        for (var power = -Widest; power <= Widest; power++)
            if (Misfit(power * Math.Log(2) / 2, 0, Solving) is var misfit && misfit < least)
                (best, least) = (power * Math.Log(2) / 2, misfit);
        if (!double.IsFinite(least))
            return false;
        var (point, _) = LeastSquares.Minimise(
            at => Errors(rule, element, sign * largest * Math.Exp(at[0]), Solving),
            [best],
            [1e-4],
            (_, x) => Math.Clamp(x, -Widest, Widest)
        );
        return Errors(rule, element, sign * largest * Math.Exp(point[0]), _updates).Max(Math.Abs) is var off
            && off <= _off
            && !(Errors(rule, element, null, _updates).Max(Math.Abs) <= Worse * _off);
    }

    /// <summary>For each update how far the rule's step is from the recorded one, relative to that.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="element">The element.</param>
    /// <param name="first">The gradient of the first update, before those that were recorded; null where each was recorded in its place.</param>
    /// <param name="updates">How many updates.</param>
    private double[] Errors(Optimizer rule, int element, double? first, int updates)
    {
        var records = Enumerable
            .Range(0, updates)
            .Select(t => new UpdateRecord(
                t,
                [
                    new UpdatedTensor(
                        "theta",
                        [Theta(t, element)],
                        [
                            first is not { } missing ? Gradient(t, element)
                            : t == 0 ? missing
                            : Gradient(t - 1, element),
                        ],
                        null,
                        [Theta(t + 1, element)]
                    ),
                ]
            ));
        var errors = new double[updates];
        UpdateReplay.Run<double>(
            new UpdateVariant(rule),
            new UpdateEvidence(trace.Precision, [.. records], [element]),
            (t, _, theta, _) =>
            {
                errors[t] = (theta[0] - Theta(t + 1, element)) / Math.Abs(Step(t, element));
                return true;
            }
        );
        return errors;
    }
}
