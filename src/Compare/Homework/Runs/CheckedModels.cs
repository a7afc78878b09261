namespace Compare.Homework.Runs;

/// <summary>With which of its activations a model is checked where nothing else is asked for.</summary>
public static class CheckedModels
{
    /// <summary>For the update rules: smooth and bent, so that rounding grows under it as in most training.</summary>
    public const string OptimizerActivation = "tanh";

    /// <summary>For a network that is described by its layers: that of the homework's classifier.</summary>
    public const string NetworkActivation = "relu";
}
