using Compare.Results;

namespace Compare.Reports.Html;

/// <summary>Figures about one thing, under one heading.</summary>
/// <param name="Id">The anchor, derived from the figures' ids.</param>
/// <param name="Title">The heading.</param>
/// <param name="Figures">In the order of the report, at least one.</param>
internal sealed record FigureChapter(string Id, string Title, IReadOnlyList<Figure> Figures)
{
    /// <summary>Sorts the figures of a report into chapters.</summary>
    /// <param name="figures">Any figures, with ids such as <c>figure/gradients/ratios</c>.</param>
    /// <returns>The chapters in the order of their first figures.</returns>
    public static IReadOnlyList<FigureChapter> Of(IReadOnlyList<Figure> figures) =>
        [
            .. figures
                .GroupBy(figure => TitleOf(figure.Id.Split('/').ElementAtOrDefault(1) ?? ""))
                .Select(chapter => new FigureChapter(
                    $"report.figures.{chapter.Key.Replace(' ', '-').ToLowerInvariant()}",
                    chapter.Key,
                    [.. chapter]
                )),
        ];

    private static string TitleOf(string topic) =>
        topic switch
        {
            "" => "Figures",
            "trajectories" => "Free runs",
            "pca" => "PCA",
            "training" => "A short training",
            "bench" => "Times",
            "scaling" => "Times by size",
            "table1" or "table2" => "The homework's tables",
            _ when topic.All(char.IsAsciiDigit) => "The homework's figures",
            _ => char.ToUpperInvariant(topic[0]) + topic[1..],
        };
}
