namespace Compare.Problems.Data;

/// <summary>How a data set stands on this machine.</summary>
internal enum DataStatus
{
    /// <summary>It is here; its contents were not looked at.</summary>
    Found,

    /// <summary>It is here, and its contents are right, byte for byte.</summary>
    Verified,

    /// <summary>It is not here.</summary>
    Missing,

    /// <summary>It is here, but not as it must be.</summary>
    Damaged,
}
