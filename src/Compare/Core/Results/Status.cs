namespace Compare.Results;

/// <summary>What a check concluded about one comparison, from harmless to wrong.</summary>
public enum Status
{
    /// <summary>The same bits.</summary>
    Agrees,

    /// <summary>Different, within the derived bound (error / bound at most 1).</summary>
    Rounding,

    /// <summary>Outside the bound of a free run, inside the spread of runs that differ in the last bit, and clean when step-locked.</summary>
    Chaos,

    /// <summary>Could not have failed; <see cref="Finding.Cause"/> says why.</summary>
    Vacuous,

    /// <summary>Nothing can be said; <see cref="Finding.Cause"/> says why, and what would decide it.</summary>
    Undecided,

    /// <summary>Anything else; <see cref="Finding.Cause"/> carries the cause, or the strongest hint.</summary>
    Disagrees,
}
