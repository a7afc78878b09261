using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Compare.Results.Display;

/// <summary>Turns results into HTML by what Compare.Reports has registered; without that assembly a result is shown as its text.</summary>
internal static class HtmlDisplay
{
    private const string Writer = "Compare.Reports";

    /// <summary>From a result to HTML that needs no style sheet, no script and no network; null while nobody has registered.</summary>
    public static Func<object, string>? Renderer { get; set; }

    /// <summary>Renders a result.</summary>
    /// <param name="result">A finding, figure, survey, check result or report.</param>
    /// <returns>A piece of HTML.</returns>
    internal static string Of(object result)
    {
        if (Renderer is null)
            LetTheWriterRegister();
        return Renderer?.Invoke(result) ?? $"<pre>{WebUtility.HtmlEncode(result.ToString())}</pre>";
    }

    /// <summary>An assembly that nothing has used yet is not loaded, so its initializer has not run.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Without the assembly there is the text.")]
    private static void LetTheWriterRegister()
    {
        try
        {
            RuntimeHelpers.RunModuleConstructor(Assembly.Load(Writer).ManifestModule.ModuleHandle);
        }
        catch (Exception)
        {
            // Not installed.
        }
    }
}
