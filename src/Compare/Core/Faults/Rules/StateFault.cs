namespace Compare.Faults.Rules;

/// <summary>What can be wrong with the state that a rule keeps between updates.</summary>
internal enum StateFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is made anew at every update.</summary>
    NotKept,

    /// <summary>All tensors use that of the first.</summary>
    Shared,

    /// <summary>It is stored in float32.</summary>
    SinglePrecision,
}
