using Compare.Reports.Html;
using Compare.Results;
using Compare.Results.Display;

namespace Compare.Reports.Notebook;

/// <summary>
/// Where a notebook that runs as a program shows its results: as text on the console, and with pictures in a page that grows with every
/// result, so that it can be read while the program runs.
/// </summary>
public sealed class LessonPage
{
    private readonly string _path;

    private LessonPage(string path) => _path = path;

    /// <summary>Begins the page <c>out/NAME.html</c> in the working folder, and says so on the console.</summary>
    /// <param name="name">The notebook's name, without its ending.</param>
    /// <returns>The page, without results.</returns>
    /// <exception cref="ReportOutputException">It cannot be written.</exception>
    public static LessonPage Begin(string name)
    {
        var folder = Path.GetFullPath("out");
        WholeFile.Prepare(folder);
        var page = new LessonPage(Path.Combine(folder, $"{name}.html"));
        var head = new HtmlText();
        head.Add($"<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>{name}</title>\n");
        head.Add(
            $"<style>body {new Markup("{ font-family: system-ui, sans-serif; max-width: 60rem; margin: 2rem auto }")}\n"
        );
        head.Add($"td, th {new Markup("{ padding: 0.2rem 0.6rem; text-align: right }")}</style>\n<h1>{name}</h1>\n");
        WholeFile.Write(page._path, head.ToString());
        Console.WriteLine($"Pictures: {page._path}");
        return page;
    }

    /// <summary>Shows a result.</summary>
    /// <param name="value">A result of this program; anything else is shown as text.</param>
    public void Show(object value)
    {
        Console.WriteLine(Text(value));
        Append(value is IHtmlOutput output ? output.ToHtml() : Preformatted(value));
    }

    /// <summary>Shows a text of a given kind.</summary>
    /// <param name="text">The text.</param>
    /// <param name="mimeType"><c>text/html</c> for HTML, which goes to the page alone; any other is shown as text.</param>
    public void Show(string text, string mimeType)
    {
        if (mimeType == "text/html")
            Append(text);
        else
            Show(text);
    }

    private static string Text(object value)
    {
        using var text = new StringWriter { NewLine = "\n" };
        switch (value)
        {
            case Report report:
                ConsoleWriter.Write(report, text, colour: false, quiet: false, path: null);
                break;
            case Survey survey:
                Write(new Report("", survey.Findings, survey.Figures, [], []), text);
                break;
            case Finding finding:
                text.Write(new CheckResult(finding.Subject, [finding]));
                break;
            case TableFigure table:
                ConsoleWriter.WriteTable(table, text);
                break;
            case InteractiveFigure { Figure: var figure }:
                return Text(figure);
            case Figure figure:
                text.Write($"[picture] {figure.Title}: {figure.Caption}");
                break;
            default:
                text.Write(value);
                break;
        }
        return text.ToString().TrimEnd('\n');
    }

    private static void Write(Report report, StringWriter text)
    {
        ConsoleWriter.Write(report, text, colour: false, quiet: false, path: null);
        foreach (var figure in report.Figures.Where(figure => figure is not TableFigure))
            text.WriteLine(Text(figure));
    }

    private static string Preformatted(object value)
    {
        var html = new HtmlText();
        html.Add($"<pre>{value.ToString()}</pre>\n");
        return html.ToString();
    }

    private void Append(string html) => File.AppendAllText(_path, html);
}
