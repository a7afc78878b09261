using Compare.Results.Display;

namespace Compare.Results;

/// <summary>The data of one figure; how it is drawn is the writer's business.</summary>
/// <param name="Id">Stable anchor, derived from the content.</param>
/// <param name="Title">A few words above the figure.</param>
/// <param name="Caption">One or two sentences below it: what it shows here.</param>
[TypeFormatterSource(typeof(HtmlFormatterSource))]
public abstract record Figure(string Id, string Title, string Caption) : IHtmlOutput
{
    /// <summary>Ids of the findings that the figure is about: the way from a curve that departs to the place where it does.</summary>
    public IReadOnlyList<string> About { get; init; } = [];

    /// <summary>Renders the figure for a notebook, as a picture that needs no script.</summary>
    /// <returns>A piece of HTML that needs no style sheet, no script and no network.</returns>
    public string ToHtml() => HtmlDisplay.Of(this);
}

/// <summary>Grouped values per category, for example error / bound per tensor.</summary>
/// <param name="Id">Stable anchor.</param>
/// <param name="Title">Heading.</param>
/// <param name="Caption">Text below.</param>
/// <param name="Categories">Labels on the category axis, m of them.</param>
/// <param name="Series">Each with m values.</param>
/// <param name="ValueTitle">Title of the value axis, with its unit.</param>
/// <param name="Logarithmic">Whether the value axis is logarithmic.</param>
/// <param name="Limit">A line to draw across, such as error / bound = 1; null for none.</param>
public sealed record BarFigure(
    string Id,
    string Title,
    string Caption,
    IReadOnlyList<string> Categories,
    IReadOnlyList<BarSeries> Series,
    string ValueTitle,
    bool Logarithmic,
    double? Limit
) : Figure(Id, Title, Caption);

/// <summary>One colour of a <see cref="BarFigure"/>.</summary>
/// <param name="Name">Legend entry.</param>
/// <param name="Values">One per category.</param>
public sealed record BarSeries(string Name, IReadOnlyList<double> Values);

/// <summary>Counts over adjoining bins, several distributions on shared bins.</summary>
/// <param name="Id">Stable anchor.</param>
/// <param name="Title">Heading.</param>
/// <param name="Caption">Text below.</param>
/// <param name="Edges">Ascending bin edges, m + 1 of them.</param>
/// <param name="Series">Each with m counts.</param>
/// <param name="ValueTitle">Title of the axis of the edges, with its unit.</param>
public sealed record HistogramFigure(
    string Id,
    string Title,
    string Caption,
    IReadOnlyList<double> Edges,
    IReadOnlyList<HistogramSeries> Series,
    string ValueTitle
) : Figure(Id, Title, Caption);

/// <summary>One distribution of a <see cref="HistogramFigure"/>.</summary>
/// <param name="Name">Legend entry.</param>
/// <param name="Counts">One per bin.</param>
public sealed record HistogramSeries(string Name, IReadOnlyList<long> Counts);

/// <summary>Curves over a common axis.</summary>
/// <param name="Id">Stable anchor.</param>
/// <param name="Title">Heading.</param>
/// <param name="Caption">Text below.</param>
/// <param name="Series">The curves.</param>
/// <param name="XTitle">Title of the horizontal axis, with its unit.</param>
/// <param name="YTitle">Title of the vertical axis, with its unit.</param>
/// <param name="LogarithmicY">Whether the vertical axis is logarithmic; values that are not positive are then left out.</param>
public sealed record LineFigure(
    string Id,
    string Title,
    string Caption,
    IReadOnlyList<LineSeries> Series,
    string XTitle,
    string YTitle,
    bool LogarithmicY
) : Figure(Id, Title, Caption);

/// <summary>One curve of a <see cref="LineFigure"/>, or a band; NaN in <paramref name="Y"/> is a gap.</summary>
/// <param name="Name">Legend entry.</param>
/// <param name="X">Ascending abscissae.</param>
/// <param name="Y">As many ordinates.</param>
public sealed record LineSeries(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>The lower edge of a band whose upper edge is <see cref="Y"/>, as many ordinates; null for a curve.</summary>
    public IReadOnlyList<double>? Low { get; init; }

    /// <summary>What curves of one colour have in common, such as an update rule; their dashes tell them apart. Null for a colour of its own.</summary>
    public string? Family { get; init; }
}

/// <summary>Small greyscale pictures in rows and columns, such as originals above their reconstructions.</summary>
/// <param name="Id">Stable anchor.</param>
/// <param name="Title">Heading.</param>
/// <param name="Caption">Text below.</param>
/// <param name="ImageRows">Height of a picture in pixels.</param>
/// <param name="ImageColumns">Width of a picture in pixels.</param>
/// <param name="Rows">The rows from top to bottom.</param>
public sealed record ImageGridFigure(
    string Id,
    string Title,
    string Caption,
    int ImageRows,
    int ImageColumns,
    IReadOnlyList<ImageRow> Rows
) : Figure(Id, Title, Caption);

/// <summary>One row of pictures.</summary>
/// <param name="Label">Text before the row.</param>
/// <param name="Images">Each ImageRows x ImageColumns bytes, row by row, 0 black to 255 white.</param>
public sealed record ImageRow(string Label, IReadOnlyList<byte[]> Images);

/// <summary>Curves in panels above each other on one horizontal axis, such as two losses and below them their difference.</summary>
/// <param name="Id">Stable anchor.</param>
/// <param name="Title">Heading.</param>
/// <param name="Caption">Text below.</param>
/// <param name="XTitle">Title of the common horizontal axis, with its unit.</param>
/// <param name="Panels">From top to bottom, at least one.</param>
/// <param name="Markers">Places on the horizontal axis to mark across all panels.</param>
public sealed record PanelFigure(
    string Id,
    string Title,
    string Caption,
    string XTitle,
    IReadOnlyList<LinePanel> Panels,
    IReadOnlyList<FigureMarker> Markers
) : Figure(Id, Title, Caption);

/// <summary>One panel of a <see cref="PanelFigure"/>.</summary>
/// <param name="YTitle">Title of its vertical axis, with its unit.</param>
/// <param name="LogarithmicY">Whether that axis is logarithmic; values that are not positive are then left out.</param>
/// <param name="Series">The curves.</param>
public sealed record LinePanel(string YTitle, bool LogarithmicY, IReadOnlyList<LineSeries> Series);

/// <summary>A marked place on the horizontal axis.</summary>
/// <param name="X">Where.</param>
/// <param name="Label">What it says.</param>
public sealed record FigureMarker(double X, string Label);

/// <summary>A table that is itself the figure, such as times per cell.</summary>
/// <param name="Id">Stable anchor.</param>
/// <param name="Title">Heading.</param>
/// <param name="Caption">Text below.</param>
/// <param name="Columns">Headings; the first is that of the row labels.</param>
/// <param name="Rows">Cells as they are to be read, as many in each row as there are headings.</param>
public sealed record TableFigure(
    string Id,
    string Title,
    string Caption,
    IReadOnlyList<string> Columns,
    IReadOnlyList<IReadOnlyList<string>> Rows
) : Figure(Id, Title, Caption);
