namespace Compare.Faults.Gradients;

/// <summary>Over which outputs a program sums when it takes the error back through the last layer.</summary>
internal enum OutputChoice
{
    /// <summary>All.</summary>
    All,

    /// <summary>The first alone.</summary>
    First,

    /// <summary>The last alone, as when each output's share overwrites the one before.</summary>
    Last,

    /// <summary>All but the last.</summary>
    AllButLast,

    /// <summary>All, but the errors and the rows of the weights each by themselves: the sums are multiplied.</summary>
    SummedBeforeProduct,
}
