namespace Compare.Reports.Json;

/// <summary>A file is not a results.json of this program; the message names file, place, what is there and what is expected.</summary>
/// <param name="message">One line.</param>
/// <param name="inner">What it came from; null if it starts here.</param>
public sealed class ReportFormatException(string message, Exception? inner = null) : Exception(message, inner);
