namespace Compare.Reports.Notebook;

/// <summary>How the series of a picture are told apart, with colour and without.</summary>
internal static class PictureStyle
{
    private static readonly string[] Colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#806000", "#3391c9"];
    private static readonly string[] Dashes = ["", "7 4", "2 3", "8 3 2 3", "14 4", "14 3 2 3"];

    /// <summary>The colour of a series.</summary>
    /// <param name="series">Its number.</param>
    /// <returns>A colour that stands out from white.</returns>
    public static string Colour(int series) => Colours[series % Colours.Length];

    /// <summary>The dashes of a series' line.</summary>
    /// <param name="series">Its number.</param>
    /// <returns>Lengths of dashes and gaps in pixels; empty for a solid line.</returns>
    public static string Dash(int series) => Dashes[series % Dashes.Length];
}
