using Compare.Results;

namespace Compare.Checks.Runs;

/// <summary>Where the updates of B leave the rule of A.</summary>
/// <param name="Update">The number of the update.</param>
/// <param name="Tensor">The parameter tensor.</param>
/// <param name="Cause">What B does there.</param>
internal sealed record RunParting(long Update, string Tensor, Cause Cause);
