using Compare.Oracles;
using Compare.Problems;
using Compare.Results;

namespace Compare.Faults.Gradients;

/// <summary>
/// Finds mistakes in the gradient of any function. Nothing is known of the function but its true gradient, so a mistake is something
/// that is done to these numbers, for example a sign or a sum over the wrong axis; each is tried alone and with a constant factor.
/// </summary>
/// <param name="arguments">Where the gradient was taken.</param>
/// <param name="exact">The true gradient, and its bounds.</param>
internal sealed class GeneralFinder(IReadOnlyList<NamedArray> arguments, IReadOnlyList<JudgedTensor> exact)
{
    /// <summary>So many times beyond its bound most of what is wrong must be for a number to be fitted to it.</summary>
    private const double Clear = 4;

    /// <summary>Explains the gradient by one argument.</summary>
    /// <param name="argument">Its number.</param>
    /// <param name="found">The gradient in question, one array per argument; this one has as many elements as the argument, all finite.</param>
    /// <returns>The cause, and what explains the numbers as well; null if nothing gives these numbers.</returns>
    public Cause? Explain(int argument, double[][] found)
    {
        var own = found[argument];
        var allowed = Allowed(argument);
        var singles = Singles(argument);
        List<Cause> fitting =
        [
            .. singles.Where(mistake => Gives(mistake, own, argument)).Select(mistake => mistake.Cause),
        ];
        WrongTensor Wrong(int p) => new(exact[p].Name, found[p], Right(p), Allowed(p), arguments[p]);
        var terms = IsMostly(own, argument, (distance, i) => distance >= Clear * allowed[i])
            ? FittedTerms.Of(
                Wrong(argument),
                [.. Enumerable.Range(0, arguments.Count).Where(p => IsWrong(p, found[p])).Select(Wrong)]
            )
            : [];
        // A factor with a meaning is better than one without.
        fitting.AddRange(terms.Where(term => !fitting.Exists(IsFactor) || term.Id is not "factor"));
        if (fitting.Count == 0)
            fitting =
            [
                .. Scaled(singles, argument)
                    .Where(mistake => Gives(mistake, own, argument))
                    .Select(mistake => mistake.Cause),
            ];
        if (fitting.Count == 0)
            return null;
        return fitting[0] with { Alternatives = [.. fitting.Skip(1).Select(cause => (IReadOnlyList<Cause>)[cause])] };
    }

    /// <summary>Whether a cause is a sign or a constant factor.</summary>
    /// <param name="cause">A cause of this finder.</param>
    /// <returns>Whether it is.</returns>
    public static bool IsFactor(Cause cause) =>
        cause.Id == "sign" || cause.Id.StartsWith("factor", StringComparison.Ordinal);

    private bool IsWrong(int argument, double[] found)
    {
        var (right, allowed) = (Right(argument), Allowed(argument));
        return found.Length == right.Length
            && Enumerable.Range(0, found.Length).Any(i => !(Math.Abs(found[i] - right[i]) <= allowed[i]));
    }

    /// <summary>What the comparison of one argument's gradient would have caught.</summary>
    /// <param name="argument">Its number.</param>
    /// <returns>The share, the survivors, and the smallest relative error that is seen.</returns>
    public Power Power(int argument)
    {
        var (right, allowed) = (Right(argument), Allowed(argument));
        var singles = Singles(argument);
        var survivors = singles
            .Where(mistake =>
                Enumerable.Range(0, right.Length).All(i => Math.Abs(mistake.Values[i] - right[i]) <= allowed[i])
            )
            .Select(mistake => mistake.Cause.Id)
            .ToList();
        var smallest = Enumerable
            .Range(0, right.Length)
            .Where(i => right[i] != 0)
            .Select(i => allowed[i] / Math.Abs(right[i]))
            .DefaultIfEmpty(double.PositiveInfinity)
            .Min();
        return new Power(singles.Count - survivors.Count, singles.Count, survivors, smallest);
    }

    private double[] Right(int argument) => Array.ConvertAll(exact[argument].Values, value => value.Hi);

    private double[] Allowed(int argument) => Array.ConvertAll(exact[argument].Bounds, bound => 2 * bound);

    /// <summary>Whether a mistake gives these numbers, to within bounds that are narrower than most of what it explains.</summary>
    private bool Gives(GeneralMistake mistake, double[] found, int argument) =>
        Enumerable.Range(0, found.Length).All(i => Math.Abs(found[i] - mistake.Values[i]) <= mistake.Allowed[i])
        && Enumerable.Range(0, found.Length).Any(i => double.IsFinite(mistake.Allowed[i]))
        && IsMostly(found, argument, (distance, i) => mistake.Allowed[i] <= distance);

    /// <summary>Whether something holds for at least half of the elements that are wrong.</summary>
    private bool IsMostly(double[] found, int argument, Func<double, int, bool> holds)
    {
        var (right, allowed) = (Right(argument), Allowed(argument));
        var (off, held) = (0, 0);
        for (var i = 0; i < found.Length; i++)
        {
            var distance = Math.Abs(found[i] - right[i]);
            if (distance <= allowed[i])
                continue;
            off++;
            held += holds(distance, i) ? 1 : 0;
        }
        return 2 * held >= off;
    }

    private List<GeneralMistake> Singles(int argument)
    {
        var mistakes = Factors(
                argument,
                new GeneralMistake(new Cause("", "", null, ""), Right(argument), Allowed(argument))
            )
            .ToList();
        mistakes.AddRange(Rearranged(argument));
        return mistakes;
    }

    /// <summary>Everything that is no factor, with a factor.</summary>
    private IEnumerable<GeneralMistake> Scaled(List<GeneralMistake> singles, int argument) =>
        singles.Where(mistake => !IsFactor(mistake.Cause)).SelectMany(mistake => Factors(argument, mistake));

    private IEnumerable<GeneralMistake> Factors(int argument, GeneralMistake mistake)
    {
        var (rows, columns) = (exact[argument].Rows, exact[argument].Columns);
        foreach (
            var (factor, name, words, remedy) in new (Fraction, string, string, string)[]
            {
                (Fraction.Of(-1), "sign", "the sign is wrong", "negate it"),
                (Fraction.Of(2), "factor-2", "twice too large", "halve it"),
                (Fraction.Of(1, 2), "factor-half", "half of what it must be", "double it"),
                (Fraction.Of(rows), "factor-rows", "multiplied by the number of rows", "divide by the number of rows"),
                (
                    Fraction.Of(1, rows),
                    "factor-1/rows",
                    "divided by the number of rows",
                    "do not take the mean over the rows"
                ),
                (
                    Fraction.Of(columns),
                    "factor-columns",
                    "multiplied by the number of columns",
                    "divide by the number of columns"
                ),
                (
                    Fraction.Of(1, columns),
                    "factor-1/columns",
                    "divided by the number of columns",
                    "do not take the mean over the columns"
                ),
                (
                    Fraction.Of(rows * columns),
                    "factor-elements",
                    "multiplied by the number of elements",
                    "divide by the number of elements"
                ),
                (
                    Fraction.Of(1, rows * columns),
                    "factor-1/elements",
                    "divided by the number of elements",
                    "do not take the mean over the elements"
                ),
            }
        )
            if (factor != Fraction.One)
                yield return new GeneralMistake(
                    Both(mistake.Cause, new Cause(name, words, null, remedy)),
                    [.. mistake.Values.Select(value => value * factor.Value)],
                    [.. mistake.Allowed.Select(allowed => allowed * Math.Abs(factor.Value))]
                );
    }

    /// <summary>The right numbers in wrong places, or not all of them.</summary>
    private IEnumerable<GeneralMistake> Rearranged(int argument)
    {
        var (rows, columns) = (exact[argument].Rows, exact[argument].Columns);
        GeneralMistake Moved(string id, string words, string remedy, Func<int, int> from, int source)
        {
            var (right, allowed) = (Right(source), Allowed(source));
            return new(
                new Cause(id, words, null, remedy),
                [.. Enumerable.Range(0, rows * columns).Select(i => from(i) < 0 ? 0 : right[from(i)])],
                [.. Enumerable.Range(0, rows * columns).Select(i => from(i) < 0 ? 0 : allowed[from(i)])]
            );
        }
        GeneralMistake Kept(string id, string words, string remedy, Func<int, int, bool> keeps) =>
            Moved(id, words, remedy, i => keeps(i / columns, i % columns) ? i : -1, argument);

        if (rows > 1 && columns > 1)
            yield return Moved(
                "transposed",
                "it lies in memory as its transpose",
                "transpose it: a gradient has the shape of its argument",
                i => i % rows * columns + i / rows,
                argument
            );
        for (var other = 0; other < exact.Count; other++)
            if (other != argument && exact[other].Values.Length == rows * columns)
                yield return Moved(
                    $"gradient-by-{arguments[other].Name}",
                    $"it is the gradient by {arguments[other].Name}",
                    "give the gradients in the order of the arguments",
                    i => i,
                    other
                );
        yield return Kept(
            "zeros",
            "it is zero everywhere",
            "compute it, and return what was computed",
            (_, _) => false
        );
        if (rows > 1)
        {
            yield return Kept("first-row-only", "rows after the first are zero", "fill all rows", (row, _) => row == 0);
            yield return Kept(
                "last-row-missing",
                "the last row is zero",
                "fill all rows: the loop ends one row early",
                (row, _) => row < rows - 1
            );
        }
        if (columns > 1)
        {
            yield return Kept(
                "first-column-only",
                "columns after the first are zero",
                "fill all columns",
                (_, column) => column == 0
            );
            yield return Kept(
                "last-column-missing",
                "the last column is zero",
                "fill all columns: the loop ends one column early",
                (_, column) => column < columns - 1
            );
            yield return Summed(
                "summed-over-columns",
                "each element is the sum over its row",
                "keep the elements apart",
                argument,
                i => i / columns
            );
        }
        if (rows > 1)
            yield return Summed(
                "summed-over-rows",
                "each element is the sum over its column",
                "keep the elements apart",
                argument,
                i => i % columns
            );
    }

    private GeneralMistake Summed(string id, string words, string remedy, int argument, Func<int, int> group)
    {
        var (right, allowed) = (Right(argument), Allowed(argument));
        double[] Sums(double[] values)
        {
            var sums = new double[values.Length];
            for (var i = 0; i < values.Length; i++)
                sums[group(i)] += values[i];
            return [.. values.Select((_, i) => sums[group(i)])];
        }
        return new GeneralMistake(new Cause(id, words, null, remedy), Sums(right), Sums(allowed));
    }

    private static Cause Both(Cause first, Cause second) =>
        first.Id.Length == 0
            ? second
            : new Cause(
                $"{first.Id} with {second.Id}",
                $"{first.Words}, and {second.Words}",
                null,
                $"{first.Remedy}, and {second.Remedy}"
            );
}
