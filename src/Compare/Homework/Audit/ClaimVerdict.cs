namespace Compare.Homework.Audit;

/// <summary>What became of a claim of the homework.</summary>
internal enum ClaimVerdict
{
    /// <summary>It is right as it stands.</summary>
    Holds,

    /// <summary>It is right once something in it is changed, which <see cref="Claim.Right"/> says.</summary>
    HoldsWithCorrection,

    /// <summary>It is wrong.</summary>
    Fails,

    /// <summary>Nothing there decides it; <see cref="Claim.Evidence"/> says what is missing.</summary>
    CannotBeDecided,
}
