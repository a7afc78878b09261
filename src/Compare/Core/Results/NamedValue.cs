namespace Compare.Results;

/// <summary>A number and whose it is.</summary>
/// <param name="Name">The party, for example <c>TorchSharp</c>, or what the number is.</param>
/// <param name="Value">The number.</param>
public sealed record NamedValue(string Name, double Value);
