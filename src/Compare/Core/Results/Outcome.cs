namespace Compare.Results;

/// <summary>What a whole run comes to.</summary>
public enum Outcome
{
    /// <summary>Nothing disagrees, and every check shows something.</summary>
    Pass,

    /// <summary>Something disagrees, or a check shows nothing.</summary>
    Fail,

    /// <summary>Nothing disagrees, and a check decides nothing.</summary>
    Undecided,

    /// <summary>The run ended before it was complete, and nothing that had finished disagrees.</summary>
    Interrupted,
}
