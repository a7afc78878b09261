namespace Compare.Notebooks;

/// <summary>One cell of a notebook.</summary>
/// <param name="IsCode">Whether it is code; otherwise Markdown.</param>
/// <param name="Source">Its text; lines end with a line feed, the last one without.</param>
internal sealed record NotebookCell(bool IsCode, string Source)
{
    /// <summary>The lines of the text.</summary>
    public IReadOnlyList<string> Lines => Source.Split('\n');
}
