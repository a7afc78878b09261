namespace Compare.Problems.Data;

/// <summary>Training and test images of one size.</summary>
/// <param name="Name">As it was asked for: <c>digits</c>, <c>mnist</c> or a folder.</param>
/// <param name="Train">Training images.</param>
/// <param name="Test">Test images.</param>
/// <param name="Origin">Where it came from: a folder, or words.</param>
public sealed record Dataset(string Name, ImageSet Train, ImageSet Test, string Origin);
