namespace Compare.Results.Display;

/// <summary>
/// Tells a notebook how to show a type. .NET Interactive looks for an attribute of this name, in any namespace, with these properties, so
/// that nothing of it has to be referenced.
/// </summary>
/// <param name="formatterSourceType">A class with a parameterless constructor and a method <c>CreateTypeFormatters</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>The class that makes the formatters.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>What to show of it, best first.</summary>
    public string[] PreferredMimeTypes { get; } = ["text/html"];
}
