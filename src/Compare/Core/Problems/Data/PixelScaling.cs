namespace Compare.Problems.Data;

/// <summary>How a byte becomes a pixel.</summary>
public enum PixelScaling
{
    /// <summary>byte / 255 - 0.5, in [-0.5, 0.5]: the autoencoder's. The same shift for all pixels, no centring per pixel.</summary>
    Centred,

    /// <summary>byte / 255, in [0, 1]: the classifier's.</summary>
    Unit,
}
