namespace Compare.Notebooks;

/// <summary>A file is not a C# notebook of Jupyter's format 4; the message names the file and what is wrong.</summary>
/// <param name="message">One line.</param>
/// <param name="inner">What it came from; null if it starts here.</param>
internal sealed class NotebookFormatException(string message, Exception? inner = null) : Exception(message, inner);
