namespace Compare.Commands;

/// <summary>One thing that <c>doctor</c> looked at.</summary>
/// <param name="Subject">What was looked at.</param>
/// <param name="Found">What there is.</param>
/// <param name="Remedy">What to do where that is a problem; null where it is none.</param>
/// <param name="Stops">Whether checks cannot run because of it.</param>
internal sealed record Diagnosis(string Subject, string Found, string? Remedy = null, bool Stops = false);
