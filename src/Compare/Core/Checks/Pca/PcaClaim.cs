namespace Compare.Checks.Pca;

/// <summary>The rows of the table of <see cref="PcaClaims"/>, from the first.</summary>
internal enum PcaClaim
{
    /// <summary>The product of the weights can have columns that are not orthogonal.</summary>
    Columns,

    /// <summary>Unit norms are enough for PCA.</summary>
    UnitNormsSuffice,

    /// <summary>Unit norms are needed for PCA.</summary>
    UnitNormsNeeded,

    /// <summary>The code is a PCA score.</summary>
    Scores,

    /// <summary>Weight decay on both matrices.</summary>
    WeightDecay,

    /// <summary>PCA centres the data.</summary>
    Centring,
}
