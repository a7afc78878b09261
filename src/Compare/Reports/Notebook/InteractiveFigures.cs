using Compare.Results;

namespace Compare.Reports.Notebook;

/// <summary>Figures with a chart to zoom into, for a notebook that runs scripts.</summary>
internal static class InteractiveFigures
{
    /// <summary>Adds the chart to a figure's picture.</summary>
    /// <param name="figure">The figure.</param>
    /// <returns>The figure to show.</returns>
    public static InteractiveFigure Interactive(this Figure figure) => new(figure);
}
