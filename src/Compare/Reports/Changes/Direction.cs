namespace Compare.Reports.Changes;

/// <summary>Which way something changed between two runs.</summary>
public enum Direction
{
    /// <summary>It fails, shows less, or is farther from its counterpart than before.</summary>
    Worse,

    /// <summary>It is there for the first time, and well.</summary>
    New,

    /// <summary>The opposite of worse.</summary>
    Better,
}
