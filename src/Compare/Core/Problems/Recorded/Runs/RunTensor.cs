namespace Compare.Problems.Recorded.Runs;

/// <summary>An array of an update by what it is, before its numbers are read.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">What it belongs to: the parameter of a gradient, or its own name.</param>
/// <param name="Slot">What an optimizer calls it, for its state; null otherwise.</param>
internal sealed record RunTensor(RecordedKind Kind, string Name, string? Slot = null)
{
    /// <summary>The tensor in words, for example <c>gradient of fc1.weight</c>.</summary>
    public string Words =>
        Kind switch
        {
            RecordedKind.Gradient => $"gradient of {Name}",
            RecordedKind.State => Slot is null ? $"state {Name}" : $"{Slot} of {Name}",
            RecordedKind.After => $"{Name} after the update",
            RecordedKind.Parameter => Name,
            RecordedKind.Activation => $"activation {Name}",
            RecordedKind.Input => $"input {Name}",
            RecordedKind.Mask => $"mask {Name}",
            RecordedKind.Setting => Name,
            _ => Name,
        };

    /// <summary>The name that a recorder gives it in a file, for example <c>gradient/fc1.weight</c>.</summary>
    public string Key => $"{Kind.ToString().ToLowerInvariant()}/{(Slot is null ? Name : $"{Slot}/{Name}")}";
}
