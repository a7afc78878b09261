using Compare.Faults.Gradients;
using Compare.Faults.Graphs;
using Compare.Oracles;
using Compare.Oracles.Functions;
using Compare.Problems;
using Compare.Reference.Graphs;
using Compare.Results;

namespace Compare.Checks.Own;

/// <summary>Checks a gradient that somebody derived by hand, of any scalar function of arrays, in one call.</summary>
/// <remarks>
/// Everything is computed in double. A failure names the mistake where one of the usual ones gives these numbers (sign, constant
/// factor, transposition, arguments exchanged, a part or a penalty missing), and otherwise says which elements are wrong. For the
/// autoencoder of this project, whose derivation is known line by line, there is <see cref="OwnAutoencoder"/>.
/// </remarks>
public static class OwnGradient
{
    /// <summary>The name of the check in findings.</summary>
    public const string Name = "own gradient";

    /// <summary>Up to how many times its bound a difference may be the fault of an estimated bound.</summary>
    private const double Close = 10;

    /// <summary>Checks a gradient against a function that is given as a graph of operations.</summary>
    /// <param name="function">The function, with its arguments.</param>
    /// <param name="gradient">
    /// The gradient in question: from the arguments, one array each and the last axis varying fastest, to the gradient, arrays of the same
    /// lengths.
    /// </param>
    /// <param name="precision">The format in which the gradient in question is computed.</param>
    /// <param name="others">Other gradients to compare with, such as autograd's.</param>
    /// <returns>
    /// Per argument a comparison of every element with the graph's own gradient in double-double, to within twice the bound that the same
    /// rules give for rounding in the format; and one with each of the others. A failure names the path of the gradient that is wrong, where
    /// mistakes in one or two places give these numbers.
    /// </returns>
    /// <exception cref="ArgumentException">Something is null, or one of the others gives the wrong number of arrays.</exception>
    public static CheckResult Check(
        Graph function,
        Func<double[][], double[][]> gradient,
        NumberFormat precision = NumberFormat.Float64,
        params IReadOnlyList<OtherGradient> others
    )
    {
        ArgumentNullException.ThrowIfNull(function);
        var arguments = GraphJudge.ArgumentsOf(function);
        return Hold(
            arguments,
            gradient,
            _ => [GraphJudge.Of(function, precision), .. others.Select(other => Shadows.Of(other, arguments))],
            function,
            precision
        );
    }

    /// <summary>Checks a gradient against a function that is written over the number type.</summary>
    /// <param name="arguments">Where: one named matrix per argument.</param>
    /// <param name="gradient">
    /// The gradient in question: from the arguments, one array each and row after row, to the gradient, arrays of the same lengths.
    /// </param>
    /// <param name="function">The function; one evaluation of it notes what it does, and that is differentiated.</param>
    /// <param name="others">Other gradients to compare with, such as autograd's.</param>
    /// <returns>
    /// Per argument a comparison with automatic differentiation in double-double, to within twice the bound that the same rules give
    /// for rounding in double; one with finite differences; and one with each of the others.
    /// </returns>
    /// <exception cref="ArgumentException">Something is null, or one of the others gives the wrong number of arrays.</exception>
    public static CheckResult Check(
        IReadOnlyList<NamedArray> arguments,
        Func<double[][], double[][]> gradient,
        IScalarFunction function,
        params IReadOnlyList<OtherGradient> others
    )
    {
        ArgumentNullException.ThrowIfNull(function);
        return Hold(
            arguments,
            gradient,
            own =>
                [
                    Differentiation.Of(function, arguments),
                    .. others.Select(other => Shadows.Of(other, arguments)),
                    Differences.Of(function.Value<double>, arguments, own),
                ]
        );
    }

    /// <summary>Checks a gradient against the values of a function.</summary>
    /// <param name="arguments">Where: one named matrix per argument.</param>
    /// <param name="gradient">
    /// The gradient in question: from the arguments, one array each and row after row, to the gradient, arrays of the same lengths.
    /// </param>
    /// <param name="function">The function, on one array per argument, which it must not change; evaluated up to 80 times per element.</param>
    /// <param name="others">Other gradients to compare with, such as autograd's.</param>
    /// <returns>
    /// Per argument a comparison with each of the others, and one with finite differences; their bounds are estimates. Of more than 400
    /// elements that many are compared one by one, and the others along random directions.
    /// </returns>
    /// <exception cref="ArgumentException">Something is null, or one of the others gives the wrong number of arrays.</exception>
    public static CheckResult Check(
        IReadOnlyList<NamedArray> arguments,
        Func<double[][], double[][]> gradient,
        Func<double[][], double> function,
        params IReadOnlyList<OtherGradient> others
    )
    {
        ArgumentNullException.ThrowIfNull(function);
        return Hold(
            arguments,
            gradient,
            own => [.. others.Select(other => Shadows.Of(other, arguments)), Differences.Of(function, arguments, own)]
        );
    }

    private static CheckResult Hold(
        IReadOnlyList<NamedArray> arguments,
        Func<double[][], double[][]> gradient,
        Func<double[][], IReadOnlyList<Vote>> votesOn,
        Graph? graph = null,
        NumberFormat precision = NumberFormat.Float64
    )
    {
        var subject = $"gradient by {string.Join(", ", arguments.Select(argument => argument.Name))}";
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(gradient);
        var own = gradient([.. arguments.Select(argument => (double[])argument.Values.Clone())]);
        if (own is null || own.Contains(null))
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"The gradient gives null where it must give {arguments.Count} arrays, one for each argument."
                ),
                nameof(gradient)
            );
        if (own.Length != arguments.Count)
            return new CheckResult(
                subject,
                [
                    new FindingHead(FindingKey.Of(Name).With(KeyPart.Kind, "shape"), subject).Disagrees(
                        Cause.Shape(
                            FormattableString.Invariant(
                                $"there are {own.Length} arrays for {arguments.Count} arguments: give one per argument"
                            )
                        )
                    ),
                ]
            );
        var votes = votesOn(own);
        List<Finding> findings =
        [
            .. arguments.SelectMany(
                (argument, p) =>
                    Weighed(
                        [.. votes.Select(vote => Compare(argument, p, own, vote, arguments, graph, precision))],
                        [.. votes.Select(vote => vote.Tensors[p])]
                    )
            ),
        ];
        return new CheckResult(subject, [.. WithWhatIsRight(findings)]);
    }

    /// <summary>An estimate never decides alone where a theorem has decided, or where it is close.</summary>
    private static IEnumerable<Finding> Weighed(IReadOnlyList<Finding> findings, IReadOnlyList<JudgedTensor> held)
    {
        // A vote without an opinion on an element has decided nothing there.
        bool IsProved(Location? at) =>
            findings
                .Zip(held)
                .Any(vote =>
                    vote.First is { Basis: Basis.Derived, Status: Status.Agrees or Status.Rounding }
                    && (
                        at is not { Row: { } row, Column: { } column }
                        || double.IsFinite(vote.Second.Bounds[row * vote.Second.Columns + column])
                    )
                );
        foreach (var finding in findings)
        {
            var isProved = IsProved(finding.Location);
            yield return finding is { Basis: Basis.Estimated, Status: Status.Disagrees, Ratio: { } ratio }
            && (isProved || ratio < Close)
                ? finding with
                {
                    Status = Status.Undecided,
                    Cause = Cause.Reason(
                        isProved
                            ? "only an estimate is against it, and automatic differentiation agrees"
                            : $"only an estimate is against it, {Numbers.Text(ratio)} times its bound; the function written over the number type would decide it"
                    ),
                }
                : finding;
        }
    }

    private static Finding Compare(
        NamedArray argument,
        int p,
        double[][] gradient,
        Vote vote,
        IReadOnlyList<NamedArray> arguments,
        Graph? graph,
        NumberFormat precision
    )
    {
        var (own, judged) = (gradient[p], vote.Tensors[p]);
        var head = new FindingHead(
            FindingKey.Of(Name).With(KeyPart.Tensor, judged.Name).With(KeyPart.Party, vote.Party),
            $"{judged.Name}: your gradient against {vote.Party}"
        )
        {
            Basis = vote.Basis,
        };
        if (own.Length != argument.Values.Length)
            return head.Disagrees(
                Cause.Shape(
                    FormattableString.Invariant(
                        $"{judged.Name} has {own.Length} elements, {argument.Name} has {argument.Values.Length}: a gradient has the shape of its argument"
                    )
                )
            );
        if (vote.Doubt is { } doubt)
            return head.Complete(Status.Undecided, cause: Cause.Reason(doubt));
        var values = Array.ConvertAll(judged.Values, value => value.Hi);
        // Where the formula may leave the range of the format, infinity is as right as any number.
        var left = Array.FindIndex(own, x => !double.IsFinite(x));
        if (left >= 0 && vote.Basis == Basis.Derived)
            own = [.. own.Select((x, i) => !double.IsFinite(x) && !double.IsFinite(judged.Bounds[i]) ? values[i] : x)];
        var finding = Comparison.OfSides(
            head,
            ("your gradient", new NamedArray(judged.Name, judged.Rows, judged.Columns, own)),
            (vote.Party, new NamedArray(judged.Name, judged.Rows, judged.Columns, values)),
            judged
        );
        if (left >= 0 && finding.Status is not Status.Disagrees)
            return head.Complete(
                Status.Undecided,
                cause: Cause.Reason(
                    FormattableString.Invariant(
                        $"your gradient is {gradient[p][left]} at element {left}, where the function may leave the range of its numbers: nothing can be said there"
                    )
                )
            );
        if (finding.Status == Status.Vacuous && judged.Bounds.Any(double.IsInfinity))
            return head.Complete(
                Status.Undecided,
                cause: Cause.Reason(
                    "the function or its derivative is no finite number here, or may overflow its format on the way: nothing can be said of its gradient"
                )
            );
        var finder = new GeneralFinder(arguments, vote.Tensors);
        finding = finding.Noting(vote.Note);
        return finding.Status switch
        {
            Status.Disagrees => finding with
            {
                Cause =
                    Array.TrueForAll(own, double.IsFinite)
                    && Explain(p, gradient, judged, finder, graph, precision) is { } cause
                        ? cause
                        : Cause.Hint($"no usual mistake explains it; {finding.Cause?.Words}"),
            },
            Status.Agrees or Status.Rounding => finding with { Power = finder.Power(p) },
            _ => finding,
        };
    }

    private static Cause? Explain(
        int p,
        double[][] gradient,
        JudgedTensor judged,
        GeneralFinder finder,
        Graph? graph,
        NumberFormat precision
    )
    {
        var general = finder.Explain(p, gradient);
        // A factor may be that of a place in the graph; anything else that is seen in the numbers alone is not.
        if (
            graph is null
            || (general is not null && !GeneralFinder.IsFactor(general) && general.Id != FittedTerms.PenaltyId)
        )
            return general;
        var paths = new PathFinder(graph, p, judged, precision);
        if (paths.Explain(gradient[p]) is not { } cause)
            return general
                ?? (
                    paths.Residual(gradient[p]) is { } residual
                        ? Cause.Hint($"no mistake on one or two paths explains it; {residual}")
                        : null
                );
        return general is null or { Id: FittedTerms.FactorId or FittedTerms.PenaltyId }
            ? cause
            : cause with
            {
                Alternatives = [.. cause.Alternatives, [general], .. general.Alternatives],
            };
    }

    /// <summary>Which arguments are right narrows down where a mistake can be.</summary>
    private static IEnumerable<Finding> WithWhatIsRight(IReadOnlyList<Finding> findings)
    {
        List<string> right =
        [
            .. findings
                .Where(finding => finding is { Basis: Basis.Derived, Status: Status.Agrees or Status.Rounding })
                .Select(finding => finding.Key[KeyPart.Tensor]!),
        ];
        foreach (var finding in findings)
            yield return right.Count > 0 && finding is { Status: Status.Disagrees, Cause: { Evidence: null } cause }
                ? finding with
                {
                    Cause = cause with
                    {
                        Evidence = $"{string.Join(" and ", right)} {(right.Count == 1 ? "is" : "are")} right",
                    },
                }
                : finding;
    }
}
