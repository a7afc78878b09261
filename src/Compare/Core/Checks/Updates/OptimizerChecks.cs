namespace Compare.Checks.Updates;

/// <summary>The kinds of check of update rules.</summary>
[Flags]
public enum OptimizerChecks
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Every update of one side replayed by the other from its state.</summary>
    StepLocked = 1,

    /// <summary>Both sides on their own. Chaos is told from error only together with <see cref="StepLocked"/>.</summary>
    FreeRunning = 2,

    /// <summary>What must hold exactly, on each side.</summary>
    Relations = 4,

    /// <summary>All of them.</summary>
    All = StepLocked | FreeRunning | Relations,
}
