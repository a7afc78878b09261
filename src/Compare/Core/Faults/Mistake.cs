using Compare.Results;

namespace Compare.Faults;

/// <summary>A row of a catalogue: a mistake that people make.</summary>
/// <param name="Cause">What is reported where it explains a difference; its id is stable between versions.</param>
internal abstract record Mistake(Cause Cause)
{
    /// <summary>Its name.</summary>
    public string Id => Cause.Id!;
}
