using System.Globalization;
using Compare.Results;

namespace Compare.Faults.Gradients;

/// <summary>
/// What can be wrong with a gradient of anything and has a number that nobody knows: a constant factor, a term in proportion to the
/// argument, float32 where double was meant. The number is solved for and must explain every element.
/// </summary>
internal static class FittedTerms
{
    /// <summary>The id of the cause of a gradient that is right to the accuracy of float32.</summary>
    public const string SinglePrecision = "float32";

    /// <summary>The id of a constant factor that was solved for.</summary>
    public const string FactorId = "factor";

    /// <summary>The id of a term in proportion to the argument.</summary>
    public const string PenaltyId = "penalty";

    /// <summary>What a computation in float32 may be off by, relative to the largest element.</summary>
    private const double SingleError = 1e-5;

    /// <summary>A number that was solved for.</summary>
    /// <param name="Value">It.</param>
    /// <param name="Uncertainty">How far the truth may be from it.</param>
    private readonly record struct Fitted(double Value, double Uncertainty)
    {
        /// <summary>The number to the digits that are known, at most seven.</summary>
        public string Words
        {
            get
            {
                var known = Uncertainty > 0 ? -Math.Log10(Uncertainty / Math.Abs(Value)) : 7;
                return Value.ToString($"G{(int)Math.Clamp(known, 1, 7)}", CultureInfo.InvariantCulture);
            }
        }

        public bool IsSame(Fitted other) => Math.Abs(Value - other.Value) <= Uncertainty + other.Uncertainty;
    }

    /// <summary>Explains one tensor.</summary>
    /// <param name="wrong">The tensor.</param>
    /// <param name="all">All wrong tensors, this one among them, which may be wrong in the same way.</param>
    /// <returns>What explains it, the simplest first, each alone; none if nothing does.</returns>
    public static List<Cause> Of(WrongTensor wrong, IReadOnlyList<WrongTensor> all)
    {
        if (!Array.TrueForAll(wrong.Found, double.IsFinite))
            return [];
        List<Cause> causes = [];
        if (IsSingle(wrong))
            causes.Add(
                new Cause(
                    SinglePrecision,
                    "it is right to float32 accuracy: every number is a float",
                    null,
                    "compute in double throughout"
                )
            );
        if (Factor(wrong) is { } factor)
            causes.Add(
                new Cause(FactorId, $"it is {factor.Words} times what it must be", null, $"divide by {factor.Words}")
                {
                    Tensors = Alike(all, other => Factor(other)?.IsSame(factor) == true),
                }
            );
        if (Penalty(wrong) is { } lambda)
            causes.Add(
                new Cause(
                    PenaltyId,
                    lambda.Value < 0
                        ? $"a term {(lambda with { Value = -lambda.Value }).Words} x {wrong.Argument!.Name} is missing, the gradient of a penalty on its square"
                        : $"there is a term {lambda.Words} x {wrong.Argument!.Name} too much: a weight decay, or the gradient of a penalty on its square",
                    null,
                    lambda.Value < 0 ? "add it" : "leave it to the optimizer, or add the penalty to the function"
                )
                {
                    Tensors = Alike(all, other => Penalty(other)?.IsSame(lambda) == true),
                }
            );
        return causes;
    }

    /// <summary>The tensors of which the same is true, where it is more than one.</summary>
    private static List<string> Alike(IReadOnlyList<WrongTensor> tensors, Func<WrongTensor, bool> isAlike)
    {
        List<string> names = [.. tensors.Where(isAlike).Select(tensor => tensor.Name)];
        return names.Count > 1 ? names : [];
    }

    private static bool IsSingle(WrongTensor wrong)
    {
        var largest = wrong.Right.Max(Math.Abs);
        return wrong.Right.Any(right => (float)right != right)
            && Array.TrueForAll(wrong.Found, found => (float)found == found)
            && wrong.Found.Zip(wrong.Right).All(pair => Math.Abs(pair.First - pair.Second) <= SingleError * largest);
    }

    private static Fitted? Factor(WrongTensor wrong)
    {
        var (found, right, allowed) = (wrong.Found, wrong.Right, wrong.Allowed);
        // One number is a multiple of any other.
        if (Enumerable.Range(0, right.Length).Count(i => Math.Abs(right[i]) > allowed[i]) < 2)
            return null;
        var largest = Enumerable
            .Range(0, right.Length)
            .Where(i => double.IsFinite(allowed[i]))
            .MaxBy(i => Math.Abs(right[i]));
        var factor = found[largest] / right[largest];
        var uncertainty = (1 + Math.Abs(factor)) * allowed[largest] / Math.Abs(right[largest]);
        if (!double.IsNormal(factor) || Math.Abs(factor - 1) <= 2 * uncertainty || uncertainty >= Math.Abs(factor))
            return null;
        for (var i = 0; i < found.Length; i++)
            if (
                !(
                    Math.Abs(found[i] - factor * right[i])
                    <= (1 + Math.Abs(factor)) * allowed[i] + uncertainty * Math.Abs(right[i])
                )
            )
                return null;
        return new Fitted(factor, uncertainty);
    }

    /// <summary>A term in proportion to the argument itself, as a penalty lambda / 2 |argument|^2 has it.</summary>
    private static Fitted? Penalty(WrongTensor wrong)
    {
        if (wrong.Argument is not { } argument)
            return null;
        var (found, right, allowed, theta) = (wrong.Found, wrong.Right, wrong.Allowed, argument.Values);
        double along = 0,
            norm = 0,
            spread = 0;
        var telling = 0;
        for (var i = 0; i < found.Length; i++)
            if (double.IsFinite(allowed[i]))
            {
                along += (found[i] - right[i]) * theta[i];
                norm += theta[i] * theta[i];
                spread += allowed[i] * Math.Abs(theta[i]);
                telling += theta[i] != 0 ? 1 : 0;
            }
        var (lambda, uncertainty) = (along / norm, spread / norm);
        if (telling < 2 || !double.IsNormal(lambda) || Math.Abs(lambda) <= 2 * uncertainty)
            return null;
        for (var i = 0; i < found.Length; i++)
            if (!(Math.Abs(found[i] - right[i] - lambda * theta[i]) <= allowed[i] + uncertainty * Math.Abs(theta[i])))
                return null;
        return new Fitted(lambda, uncertainty);
    }
}
