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

    /// <summary>All elements use that of the first, one after the other: the index into it stands still.</summary>
    OneForAll,

    /// <summary>It is stored in float32.</summary>
    SinglePrecision,
}
