namespace Compare.Causes.Updates;

/// <summary>What can be wrong with the gradient that a rule is given.</summary>
internal enum GradientFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Its sign.</summary>
    Reversed,

    /// <summary>It is that of the update before.</summary>
    Stale,

    /// <summary>The coupled weight decay is subtracted from it.</summary>
    DecaySubtracted,
}
