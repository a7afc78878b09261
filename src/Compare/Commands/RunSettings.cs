using Compare.Problems;

namespace Compare.Commands;

/// <summary>The resolved options of a command that runs checks.</summary>
internal sealed record RunSettings
{
    /// <summary>The command as typed, for the report.</summary>
    public required string Command { get; init; }

    public required string Data { get; init; }

    public required string Device { get; init; }

    public required IReadOnlyList<Precision> Precisions { get; init; }

    /// <summary>As given; empty for what each section takes by itself.</summary>
    public required IReadOnlyList<string> Activations { get; init; }

    /// <summary>As given; empty for what each section takes by itself.</summary>
    public required IReadOnlyList<int> Hidden { get; init; }

    /// <summary>Whether the autoencoder is among the models.</summary>
    public required bool Autoencoders { get; init; }

    /// <summary>Whether the classifier is among the models.</summary>
    public required bool Classifier { get; init; }

    /// <summary>Networks described by their layers; in place of both.</summary>
    public required IReadOnlyList<NetworkChoice> Networks { get; init; }

    public required IReadOnlyList<string> Optimizers { get; init; }

    /// <summary>Options that were given, by name, as text; without those that the settings of a report tell anyway.</summary>
    public required IReadOnlyDictionary<string, string> Given { get; init; }

    /// <summary>The name of the schedule of the step size; null for a constant one.</summary>
    public required string? Schedule { get; init; }

    public required IReadOnlyList<double> StepSizes { get; init; }

    /// <summary>Images of a batch of the training runs.</summary>
    public required int Batch { get; init; }

    /// <summary>The one kind of check of update rules to run; null for all.</summary>
    public required string? Only { get; init; }

    /// <summary>Epochs of each training towards PCA.</summary>
    public required int Epochs { get; init; }

    /// <summary>Updates of each training run.</summary>
    public required int Updates { get; init; }

    public required ulong Seed { get; init; }

    public required int Threads { get; init; }

    public required string Output { get; init; }

    public required bool Json { get; init; }

    public required bool Quiet { get; init; }

    public required bool NoProgress { get; init; }
}
