using System.Buffers.Binary;
using System.Globalization;

namespace Compare.Homework.Runs;

/// <summary>What a training run leaves behind: one file of the run store.</summary>
internal sealed record CellResult
{
    /// <summary>Name of the duration in <see cref="Environment"/>.</summary>
    public const string Seconds = "seconds";

    /// <summary>Name of the duration of the training steps alone in <see cref="Environment"/>.</summary>
    public const string SecondsInSteps = "seconds in training steps";

    /// <summary>The cell's settings as text, so that a file says what it is, and one that got into the wrong place is noticed.</summary>
    public required string Settings { get; init; }

    /// <summary>Number of updates of all epochs.</summary>
    public required int Updates { get; init; }

    /// <summary>For each epoch the mean of its batches' losses, each before its update; Eq. (1) or cross-entropy.</summary>
    public required IReadOnlyList<double> TrainLosses { get; init; }

    /// <summary>For each epoch the loss over the test set after it.</summary>
    public required IReadOnlyList<double> TestLosses { get; init; }

    /// <summary>For each epoch the share of test images that are classified rightly; 0 for an autoencoder.</summary>
    public required IReadOnlyList<double> Accuracies { get; init; }

    /// <summary>Every how many updates a loss is kept.</summary>
    public required int StepsBetweenLosses { get; init; }

    /// <summary>The loss of every so-many-th update, from the first on.</summary>
    public required IReadOnlyList<double> StepLosses { get; init; }

    /// <summary>The parameters at the end, float32, little-endian, row after row; empty where nothing shows them.</summary>
    public required IReadOnlyList<byte[]> Weights { get; init; }

    /// <summary>Machine and duration: what may differ between two equal runs.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Reads a parameter.</summary>
    /// <param name="index">Its number in the model.</param>
    /// <returns>Its elements, row after row.</returns>
    public double[] Parameter(int index)
    {
        var bytes = Weights[index];
        var values = new double[bytes.Length / sizeof(float)];
        for (var i = 0; i < values.Length; i++)
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * sizeof(float)));
        return values;
    }

    /// <summary>Writes a parameter as <see cref="Weights"/> holds it.</summary>
    /// <param name="values">Its elements, each representable as float32.</param>
    /// <returns>Four bytes an element.</returns>
    public static byte[] Bytes(ReadOnlySpan<double> values)
    {
        var bytes = new byte[values.Length * sizeof(float)];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), (float)values[i]);
        return bytes;
    }

    /// <summary>Reads a duration.</summary>
    /// <param name="name">One of the two names.</param>
    /// <returns>Seconds; 0 where the file does not say.</returns>
    public double Duration(string name) =>
        double.TryParse(Environment.GetValueOrDefault(name), CultureInfo.InvariantCulture, out var seconds)
            ? seconds
            : 0;
}
