using Compare.Results;

namespace Compare.Faults.Gradients;

/// <summary>A mistake that can be made in the gradient of any function.</summary>
/// <param name="Cause">Name, words and remedy.</param>
/// <param name="Values">What the gradient of one argument becomes, in its own shape.</param>
/// <param name="Allowed">How far two correct programs with this mistake may differ, per element.</param>
internal sealed record GeneralMistake(Cause Cause, double[] Values, double[] Allowed);
