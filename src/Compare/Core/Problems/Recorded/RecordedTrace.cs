namespace Compare.Problems.Recorded;

/// <summary>What somebody else's program recorded, recognised in an archive and brought into this program's orientation.</summary>
/// <remarks>Every number in it is finite.</remarks>
public abstract record RecordedTrace
{
    /// <summary>What the archive is called in messages.</summary>
    public required string File { get; init; }

    /// <summary>The format of what was computed: float32 as soon as one of the results is stored so, else float64.</summary>
    public required Precision Precision { get; init; }

    /// <summary>Kind and sizes in words, for example <c>gradient of an autoencoder, B = 100, d = 784, k = 25, float32</c>.</summary>
    public abstract string Words { get; }

    /// <summary>What was found and a reader should know, a sentence each: transposed, ambiguous or mixed arrays.</summary>
    public abstract IReadOnlyList<string> Notes { get; }

    /// <summary>Names of arrays that this kind of trace has no use for.</summary>
    public required IReadOnlyList<string> Ignored { get; init; }

    /// <summary>Sentences about arrays of different formats; empty if they are all of one.</summary>
    internal IReadOnlyList<string> FormatNotes { get; init; } = [];
}
