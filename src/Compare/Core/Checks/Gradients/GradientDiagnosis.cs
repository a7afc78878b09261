using Compare.Faults.Gradients;
using Compare.Oracles;
using Compare.Problems;
using Compare.Results;

namespace Compare.Checks.Gradients;

/// <summary>Replaces the hints of failed comparisons by the mistakes that explain them, where the catalogue has any.</summary>
internal static class GradientDiagnosis
{
    /// <summary>Says of each tensor of a side why it is wrong.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="side">The side's name.</param>
    /// <param name="trace">What it computed.</param>
    /// <param name="exact">The judge's tensors.</param>
    /// <param name="judged">Its comparisons with the judge, one per tensor; null for a loss that nobody gave.</param>
    /// <param name="threads">Greatest number of threads.</param>
    /// <returns>For each tensor the cause, or the strongest hint; null where nothing is wrong.</returns>
    public static IReadOnlyList<Cause?> Of(
        Problem problem,
        string side,
        GradientTrace trace,
        IReadOnlyList<JudgedTensor> exact,
        IReadOnlyList<Finding?> judged,
        int threads
    )
    {
        bool[] isWrong = [.. judged.Select(finding => finding?.Status == Status.Disagrees)];
        if (!isWrong.Contains(true))
            return new Cause?[isWrong.Length];
        var tensors = trace.Tensors;
        var finder = new GradientFinder(problem, threads);
        var explanations = finder.Explain(tensors, isWrong);
        var untouched = Untouched(problem, judged);
        var isUnexplained = explanations.Zip(isWrong).Any(pair => pair.Second && pair.First is null);
        if (isUnexplained && isWrong[1..].All(wrong => wrong))
            if (new ChangedWeights(problem, threads).Explain(trace.Gradients) is { } changed)
                return [.. isWrong.Select(wrong => wrong ? changed with { Party = side } : null)];
        List<WrongTensor> wrong =
        [
            .. tensors
                .Index()
                .Where(tensor =>
                    isWrong[tensor.Index] && tensor.Item?.Values.Length == exact[tensor.Index].Values.Length
                )
                .Select(tensor => Wrong(problem, tensor.Index, tensor.Item!, exact[tensor.Index])),
        ];
        return
        [
            .. judged.Select(
                (finding, t) =>
                {
                    if (!isWrong[t] || finding is null || tensors[t] is not { } found)
                        return null;
                    var hint = finding.Cause;
                    // Without numbers compared, the cause is the shape.
                    if (finding.Ratio is null)
                        return explanations[t] is { } turned
                            ? turned.Cause with
                            {
                                Party = side,
                                Evidence = hint?.Words,
                            }
                            : hint;
                    if (explanations[t] is { } explanation)
                        return explanation.Cause with { Party = side };
                    return FittedTerms.Of(Wrong(problem, t, found, exact[t]), wrong) is [var term, .. var others]
                        ? term with
                        {
                            Party = side,
                            Tensors = term.Tensors.Count > 0 ? term.Tensors : [exact[t].Name],
                            Alternatives = [.. others.Select(other => (IReadOnlyList<Cause>)[other])],
                            Evidence = untouched,
                        }
                        : Cause.Hint(
                            $"no mistake of the catalogue explains it, alone or in pairs; {finder.UpToAFactor(t, found) ?? hint?.Words}"
                        ) with
                        {
                            Evidence = untouched,
                        };
                }
            ),
        ];
    }

    /// <summary>A tensor beside the right one, and what it is the gradient by.</summary>
    private static WrongTensor Wrong(Problem problem, int number, NamedArray tensor, JudgedTensor exact) =>
        new(
            exact.Name,
            tensor.Values,
            Array.ConvertAll(exact.Values, value => value.Hi),
            Array.ConvertAll(exact.Bounds, bound => 2 * bound),
            number == 0 ? null : problem.Parameters[number - 1]
        );

    /// <summary>Which lines of the derivation the tensors that are right vouch for.</summary>
    private static string? Untouched(Problem problem, IReadOnlyList<Finding?> judged)
    {
        bool[] isRight = [.. judged.Select(finding => finding?.Status is Status.Agrees or Status.Rounding)];
        if (!problem.Model.HasFormOfSectionA)
        {
            var names = problem.Model.Parameters.Select(shape => shape.Name).ToList();
            var last = Array.FindLastIndex(isRight, right => !right);
            return last > 0 && last < names.Count
                ? $"the gradients by {string.Join(", ", names.Skip(last))} are right"
                : null;
        }
        return (isRight[0], isRight[1], isRight[2]) switch
        {
            (true, false, true) =>
                "loss and dW2 are right, so lines (A.1) to (A.7) are, and the first that can be wrong is (A.8)",
            (true, true, false) => "loss and dW1 are right, so only line (A.7) can be wrong",
            (true, false, false) =>
                "the loss is right, so lines (A.1) to (A.5) are, and the first that can be wrong is (A.6)",
            _ => null,
        };
    }
}
