using Compare.Reference.Graphs.Operations;

namespace Compare.Reference.Graphs;

/// <summary>Gives nodes the names of the variables that held them, read off the expressions in which they are used.</summary>
internal static class Naming
{
    /// <summary>From the operators that bind least to those that bind most.</summary>
    private static readonly string[] Levels = ["+-", "*/"];

    /// <summary>Names a node, and the operands of its operators, by an expression of it.</summary>
    /// <param name="node">The node.</param>
    /// <param name="expression">As it stands in the source, for example <c>(variance + 1e-5)</c>.</param>
    /// <param name="source">Where it stands; null where nobody knows.</param>
    public static void Name(Node node, string expression, string? source)
    {
        var text = Bare(expression.Trim());
        while (node.Operation is Broadcast && node.Name is null)
            node = node.Operands[0];
        if (IsIdentifier(text))
        {
            node.Name ??= text;
            return;
        }
        if (node.Operation is not null)
            node.Source ??= source;
        if (node.Name is not null || node.Operation is not { IsInfix: true } || Split(text) is not { } split)
            return;
        Name(node.Operands[0], split.Left, source);
        Name(node.Operands[1], split.Right, source);
    }

    private static bool IsIdentifier(string text) =>
        text.Length > 0
        && !char.IsDigit(text[0])
        && text.All(c => char.IsLetterOrDigit(c) || c == '_')
        && text is not ("x" or "this");

    /// <summary>Without parentheses around the whole.</summary>
    private static string Bare(string text)
    {
        while (text.Length > 1 && text[0] == '(' && Closing(text) == text.Length - 1)
            text = text[1..^1].Trim();
        return text;
    }

    private static int Closing(string text)
    {
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
            if (text[i] is '(' or '[' or '{')
                depth++;
            else if (text[i] is ')' or ']' or '}' && --depth == 0)
                return i;
        return -1;
    }

    /// <summary>At the operator that is applied last; null where there is none.</summary>
    private static (string Left, string Right)? Split(string text)
    {
        foreach (var level in Levels)
        {
            var depth = 0;
            for (var i = text.Length - 1; i > 0; i--)
                if (text[i] is ')' or ']' or '}')
                    depth++;
                else if (text[i] is '(' or '[' or '{')
                    depth--;
                else if (depth == 0 && level.Contains(text[i]) && IsBinary(text, i))
                    return (text[..i], text[(i + 1)..]);
        }
        return null;
    }

    /// <summary>Whether a sign stands between two operands: not in front of one, nor in a number such as 1e-5.</summary>
    private static bool IsBinary(string text, int at)
    {
        var before = text[..at].TrimEnd();
        if (before.Length == 0 || "+-*/(,".Contains(before[^1]))
            return false;
        return !(
            before[^1] is 'e' or 'E'
            && before.Length > 1
            && (char.IsDigit(before[^2]) || before[^2] == '.')
            && char.IsDigit(text[at - 2])
        );
    }
}
