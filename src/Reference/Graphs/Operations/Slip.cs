namespace Compare.Reference.Graphs.Operations;

/// <summary>What people take for the backward rule of an operation.</summary>
/// <param name="Id">Its name, stable between versions, for example <c>diagonal-only</c>.</param>
/// <param name="Words">What is wrong, in words that follow the name of a path; <c>{other}</c> stands for the other operand.</param>
/// <param name="Remedy">What would make it right.</param>
public sealed record Slip(string Id, string Words, string Remedy)
{
    /// <summary>The place of a slip in a list.</summary>
    /// <param name="slip">One of them.</param>
    /// <param name="slips">The list.</param>
    /// <returns>0 or more.</returns>
    internal static int NumberOf(Slip slip, IReadOnlyList<Slip> slips)
    {
        var number = 0;
        while (slips[number] != slip)
            number++;
        return number;
    }
}
