namespace Compare.Problems.Data;

/// <summary>Pixels from -1/2 to 1/2, such as reconstructions, as pictures.</summary>
internal static class Pictures
{
    private const double White = 255;

    /// <summary>Rounds each pixel to the byte that it stands for; what is beyond black or white is cut off.</summary>
    /// <param name="pixels">Images, shape (n x d).</param>
    /// <param name="size">d.</param>
    /// <returns>n pictures of d bytes; a pixel that is no number is black.</returns>
    public static IReadOnlyList<byte[]> OfCentred(double[] pixels, int size) =>
        [.. pixels.Chunk(size).Select(image => image.Select(Grey).ToArray())];

    private static byte Grey(double pixel) =>
        double.IsNaN(pixel) ? (byte)0 : (byte)Math.Clamp(Math.Round((pixel + 0.5) * White), 0, White);
}
