namespace Compare.Faults.Updates;

/// <summary>Work on the elements of a list by several threads, with results in the order of the list.</summary>
internal static class InOrder
{
    /// <summary>Does something with each element.</summary>
    /// <typeparam name="T">The kind of element.</typeparam>
    /// <typeparam name="TResult">What comes of it.</typeparam>
    /// <param name="values">The elements.</param>
    /// <param name="threads">Greatest number of threads, at least 1.</param>
    /// <param name="function">What to do; safe for use by several threads.</param>
    /// <returns>One result for each element, in their order.</returns>
    public static List<TResult> InParallel<T, TResult>(
        this IEnumerable<T> values,
        int threads,
        Func<T, TResult> function
    ) => [.. values.AsParallel().AsOrdered().WithDegreeOfParallelism(threads).Select(function)];
}
