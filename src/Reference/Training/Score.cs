namespace Compare.Reference.Training;

/// <summary>How a model does on some images.</summary>
/// <param name="Loss">Mean loss.</param>
/// <param name="Correct">Images of which the largest logit is that of their label; 0 for a model without classes.</param>
public readonly record struct Score(double Loss, int Correct);
