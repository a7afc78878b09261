namespace Compare.Faults.Rules;

/// <summary>The scale on which a hyper-parameter is searched.</summary>
internal enum SearchScale
{
    /// <summary>As it is, at least 0.</summary>
    Linear,

    /// <summary>As it is, between 0 and 1.</summary>
    Fraction,

    /// <summary>Its logarithm: it may have any order of magnitude.</summary>
    Logarithmic,

    /// <summary>The logarithm of 1 - x: a share that survives, where 0.99 and 0.999 are ten times apart.</summary>
    Survival,
}
