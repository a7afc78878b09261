namespace Compare.Results;

/// <summary>A check of somebody's own code did not pass; the message says what is wrong, where, by how much, and the remedy.</summary>
/// <param name="message">The review.</param>
public sealed class DisagreementException(string message) : Exception(message), IAssertionException;
