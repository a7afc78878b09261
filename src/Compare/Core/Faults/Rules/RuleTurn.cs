using Compare.Reference.Optimizers;

namespace Compare.Faults.Rules;

/// <summary>Another rule from an update on, or at one update alone; what the program remembers goes on.</summary>
/// <param name="UpdatesBefore">The number of updates before it.</param>
/// <param name="Lasts">Whether it holds from then on; otherwise at that update alone.</param>
/// <param name="Rule">The rule there, with the slots of the one before.</param>
internal sealed record RuleTurn(long UpdatesBefore, bool Lasts, Optimizer Rule)
{
    /// <summary>Whether it holds at an update.</summary>
    /// <param name="updatesBefore">The number of updates before that.</param>
    /// <returns>Whether it does.</returns>
    public bool HoldsAt(long updatesBefore) => Lasts ? updatesBefore >= UpdatesBefore : updatesBefore == UpdatesBefore;
}
