using Compare.Results;

namespace Compare.Faults.Gradients;

/// <summary>A mistake that, replanted, gives the numbers of a tensor.</summary>
/// <param name="Mistake">The row of the catalogue.</param>
/// <param name="Step">The step size that was solved for, where the mistake has one; negative for weights from before the step.</param>
internal sealed record FoundMistake(GradientMistake Mistake, double? Step)
{
    /// <summary>The mistake as a cause, with what was solved for.</summary>
    public Cause Cause =>
        Step is { } step
            ? Mistake.Cause with
            {
                Words =
                    $"{Mistake.Cause.Words}, the one {(step > 0 ? "after" : "before")} a step of SGD of size {Numbers.Text(Math.Abs(step))}",
            }
            : Mistake.Cause;
}
