using System.Text.RegularExpressions;

namespace Compare.Notebooks;

/// <summary>A notebook as a C# file that <c>dotnet run</c> executes: the text as comments, the cells one after the other.</summary>
/// <remarks>
/// Three things differ between the cells of a notebook and the statements of a program. Assemblies are referenced as projects; using
/// directives stand at the top; types stand at the end, so a cell that declares a type declares nothing else.
/// </remarks>
internal static partial class NotebookProgram
{
    /// <summary>What the kernel imports by itself.</summary>
    private static readonly string[] KernelUsings =
    [
        "using System;",
        "using System.Collections;",
        "using System.Collections.Generic;",
        "using System.Linq;",
        "using System.Text;",
        "using System.Threading.Tasks;",
    ];

    /// <summary>Makes the program.</summary>
    /// <param name="notebook">The notebook; it lies in a folder beside <c>src</c>.</param>
    /// <returns>The text of the file.</returns>
    public static string Of(NotebookDocument notebook)
    {
        var code = notebook.Cells.Where(cell => cell.IsCode).SelectMany(cell => cell.Lines).ToList();
        var blocks = new List<string>
        {
            string.Join(
                '\n',
                "#:project ../src/Compare/Compare.csproj",
                "",
                Comment($"Made from {notebook.Name}.ipynb by 'compare notebook'; change that and make this again.")
            ),
            string.Join(
                '\n',
                code.Where(IsUsing)
                    .Concat(KernelUsings)
                    .Append("using Compare.Reports.Notebook;")
                    .Distinct()
                    .OrderBy(line => line.StartsWith("using System", StringComparison.Ordinal) ? 0 : 1)
                    .ThenBy(line => line.TrimEnd(';'), StringComparer.Ordinal)
            ),
        };
        blocks.AddRange(notebook.Cells.Select(cell => IsTypes(cell) ? "// (At the end of this file.)" : Block(cell)));
        blocks.AddRange(notebook.Cells.Where(IsTypes).Select(Block));
        blocks.Add(Display(notebook.Name));
        return string.Join("\n\n", blocks.Where(block => block.Length > 0)) + "\n";
    }

    private static string Block(NotebookCell cell) =>
        cell.IsCode
            ? string.Join('\n', cell.Lines.Where(line => !IsUsing(line) && !IsDirective(line))).Trim('\n')
            : Comment(cell.Source);

    /// <summary>A text as comment lines: each of the characters at which a comment ends in C# begins another.</summary>
    private static string Comment(string text) =>
        string.Join('\n', LineEnd().Split(text).Select(line => $"// {line}".TrimEnd()));

    private static bool IsUsing(string line) => Using().IsMatch(line);

    private static bool IsDirective(string line) => line.StartsWith('#');

    /// <summary>Whether the first line that is no comment begins a type.</summary>
    private static bool IsTypes(NotebookCell cell) =>
        cell.IsCode
        && cell.Lines.FirstOrDefault(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal))
            is { } first
        && Type().IsMatch(first);

    /// <summary>What the kernel provides besides, for a program.</summary>
    private static string Display(string name) =>
        $$"""
            static class Kernel
            {
                private static readonly LessonPage Page = LessonPage.Begin({{Literal(name)}});

                public static void Display(this object value) => Page.Show(value);

                public static void DisplayAs(this string text, string mimeType) => Page.Show(text, mimeType);
            }
            """;

    /// <summary>A name as a literal: plain where that will do, verbatim, which takes every character, otherwise.</summary>
    private static string Literal(string name) =>
        name.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or ' ')
            ? $"\"{name}\""
            : $"@\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    [GeneratedRegex(@"\r\n|[\n\r\f\u0085\u2028\u2029]")]
    private static partial Regex LineEnd();

    [GeneratedRegex(@"^using (static )?[A-Z][\w.]*;$")]
    private static partial Regex Using();

    [GeneratedRegex(@"^(sealed |static |abstract |readonly )*(class|record|struct|interface|enum) ")]
    private static partial Regex Type();
}
