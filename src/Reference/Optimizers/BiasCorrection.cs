namespace Compare.Reference.Optimizers;

/// <summary>
/// Which number n enters the factor 1 - beta^n by which Adam corrects a moving average that started at zero.
/// </summary>
public enum BiasCorrection
{
    /// <summary>The number of the update (Kingma and Ba 2015, algorithm 1).</summary>
    StepCount,

    /// <summary>No correction.</summary>
    None,

    /// <summary>
    /// The number of the parameter tensor, 1 for the first: the program behind the homework's Table 2.
    /// </summary>
    TensorIndex,
}
