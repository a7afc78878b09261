namespace Compare.Problems;

/// <summary>The names of the precisions on the command line and in reports.</summary>
internal static class PrecisionNames
{
    /// <summary>The name of a precision.</summary>
    /// <param name="precision">The precision.</param>
    /// <returns><c>float32</c> or <c>float64</c>.</returns>
    public static string Name(this Precision precision) => precision == Precision.Float32 ? "float32" : "float64";
}
