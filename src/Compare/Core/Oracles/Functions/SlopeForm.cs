namespace Compare.Oracles.Functions;

/// <summary>What a function looks like where its slope was measured.</summary>
internal enum SlopeForm
{
    /// <summary>It has one slope.</summary>
    Smooth,

    /// <summary>The slopes to both sides differ.</summary>
    Kink,

    /// <summary>Small steps see another slope than wider ones.</summary>
    Twofold,
}
