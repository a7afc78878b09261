namespace Compare.Reports;

/// <summary>A report cannot be written; the message names the path and the reason.</summary>
/// <param name="message">One line.</param>
/// <param name="inner">What the system said; null if it starts here.</param>
public sealed class ReportOutputException(string message, Exception? inner = null) : Exception(message, inner);
