namespace Compare.Homework.Audit;

/// <summary>How numbers decide a claim, and how they are listed beside it.</summary>
internal static class Evidence
{
    /// <summary>The verdict on a claim that says the same of several things.</summary>
    /// <param name="right">Of how many it is right.</param>
    /// <param name="of">How many there are.</param>
    public static ClaimVerdict OfMany(int right, int of) =>
        right == of ? ClaimVerdict.Holds
        : right > 0 ? ClaimVerdict.HoldsWithCorrection
        : ClaimVerdict.Fails;

    /// <summary>The verdict on a claim that is right or wrong as a whole.</summary>
    public static ClaimVerdict Of(bool right) => right ? ClaimVerdict.Holds : ClaimVerdict.Fails;

    /// <summary>Whether each number is smaller than the one before; false where one of them is none.</summary>
    public static bool IsFalling(IReadOnlyList<double> values) =>
        Enumerable.Range(1, values.Count - 1).All(i => values[i] < values[i - 1]);

    /// <summary>Names with their numbers.</summary>
    public static string Listed(IEnumerable<string> names, Func<string, string> number) =>
        string.Join("; ", names.Select(name => $"{name} {number(name)}"));
}
