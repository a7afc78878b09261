namespace Compare.Reference.Losses;

/// <summary>What the outputs of a network are compared with.</summary>
public enum Target
{
    /// <summary>The inputs themselves: the network reconstructs them.</summary>
    Inputs,

    /// <summary>The class of each image; for a loss that takes numbers 1 at the class and 0 elsewhere.</summary>
    Labels,
}
