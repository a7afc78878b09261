using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Compare.Results;
using Compare.Results.Display;

namespace Compare.Reports.Notebook;

/// <summary>Registers this assembly as the one that shows results.</summary>
internal static class Registration
{
    /// <summary>Runs when the assembly is loaded.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Whoever shows a result names a type of Core alone.")]
    internal static void Register() => HtmlDisplay.Renderer = Render;

    private static string Render(object result) =>
        result switch
        {
            Finding finding => FindingsHtml.Of(finding),
            CheckResult check => FindingsHtml.Of(check),
            Survey survey => FindingsHtml.Of(survey),
            Report report => FindingsHtml.Of(report),
            Figure figure => FigureHtml.Of(figure),
            _ => throw new ArgumentException($"{result.GetType().Name} is no result.", nameof(result)),
        };
}
