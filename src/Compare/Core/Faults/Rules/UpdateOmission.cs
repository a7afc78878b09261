namespace Compare.Faults.Rules;

/// <summary>What an update can leave as it was.</summary>
internal enum UpdateOmission
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The last tensor.</summary>
    LastTensor,

    /// <summary>The elements that did not change although they should have.</summary>
    Elements,
}
