using Compare.Tests.Support;

// Where the kernel has them: a cell finds them without a using directive of its own.
namespace System;

/// <summary>What the kernel adds to every value: ways to show it below the cell.</summary>
public static class KernelDisplay
{
    /// <summary>Shows a value as the kernel would.</summary>
    public static void Display(this object value) => CellOutputs.Add(value);

    /// <summary>Shows a text of a given kind.</summary>
    public static void DisplayAs(this string text, string mimeType) => CellOutputs.Add(mimeType, text);
}

/// <summary>What a cell can call without naming a type.</summary>
public sealed class KernelGlobals
{
#pragma warning disable IDE1006, CA1822 // The kernel's own spelling, found on an instance.
    /// <summary>Shows a value as the kernel would.</summary>
    public void display(object value) => value.Display();
#pragma warning restore IDE1006, CA1822
}
