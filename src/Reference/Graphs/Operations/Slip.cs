namespace Compare.Reference.Graphs.Operations;

/// <summary>What people take for the backward rule of an operation.</summary>
/// <param name="Id">Its name, stable between versions, for example <c>diagonal-only</c>.</param>
/// <param name="Words">What is wrong, in words that follow the name of a path.</param>
/// <param name="Remedy">What would make it right.</param>
public sealed record Slip(string Id, string Words, string Remedy);
