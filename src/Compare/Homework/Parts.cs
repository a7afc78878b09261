namespace Compare.Homework;

/// <summary>The parts of the homework that can be reproduced.</summary>
[Flags]
public enum Parts
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Table 1: losses of the autoencoders.</summary>
    Table1 = 1,

    /// <summary>Table 2: accuracies of the classifier under each optimizer.</summary>
    Table2 = 2,

    /// <summary>Figures 3 to 16.</summary>
    Figures = 4,

    /// <summary>The text: every equation and every claim with a verdict.</summary>
    Audit = 8,

    /// <summary>All of them.</summary>
    All = Table1 | Table2 | Figures | Audit,
}
