namespace Compare.Results;

/// <summary>Where a bound comes from.</summary>
public enum Basis
{
    /// <summary>From running error analysis, or from a theorem: outside it rounding is excluded.</summary>
    Derived,

    /// <summary>From neighbouring evaluations: likely, not certain, and never enough to decide alone.</summary>
    Estimated,
}
