namespace Compare.Faults.Gradients;

/// <summary>Over which images of the batch a program sums.</summary>
internal enum ImageChoice
{
    /// <summary>All.</summary>
    All,

    /// <summary>The first alone.</summary>
    First,

    /// <summary>The last alone, as when each image's gradient overwrites the one before.</summary>
    Last,

    /// <summary>All but the first.</summary>
    AllButFirst,

    /// <summary>All but the last.</summary>
    AllButLast,
}
