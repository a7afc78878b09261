using System.Globalization;

namespace Compare.Tests.Notebooks;

/// <summary>A cell of a notebook failed.</summary>
/// <param name="notebook">Name of the notebook.</param>
/// <param name="cell">Number of the code cell, 1 for the first.</param>
/// <param name="failure">What it threw, or what the compiler said.</param>
public sealed class NotebookException(string notebook, int cell, Exception failure)
    : Exception(
        string.Create(CultureInfo.InvariantCulture, $"{notebook}, code cell {cell}: {failure.Message}"),
        failure
    );
