namespace Compare.Results;

/// <summary>
/// Marks an exception as a failed assertion. xunit v3 looks for an interface of this name, in any namespace, and then reports a failure
/// rather than an error.
/// </summary>
internal interface IAssertionException;
