namespace Compare.Torch.Modules;

/// <summary>An array of a module as plain numbers.</summary>
/// <param name="Name">Its name, for example <c>fc1.weight</c>.</param>
/// <param name="Shape">Its shape; empty for a scalar.</param>
/// <param name="Values">The numbers, the last index running fastest, widened to double without rounding.</param>
/// <param name="IsDouble">Whether it was computed in float64.</param>
internal sealed record ModuleArray(string Name, IReadOnlyList<int> Shape, double[] Values, bool IsDouble);
