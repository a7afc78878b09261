using Compare.Faults.Updates;
using Compare.Problems.Recorded.Runs;
using Compare.Results;

namespace Compare.Faults.Runs;

/// <summary>Why loss or gradients differ where everything before them is the same: a factor, clipping, another loss.</summary>
/// <param name="scene">The update.</param>
internal sealed class LossPatterns(UpdateScene scene)
{
    /// <summary>Relative distance up to which two factors are one.</summary>
    private const double Same = 1e-4;

    /// <summary>Digits up to which a limit is round.</summary>
    private const int FewDigits = 3;

    /// <summary>Explains.</summary>
    /// <param name="at">The first tensor that differs.</param>
    /// <returns>The cause; null for none.</returns>
    public Cause? Find(SceneTensor at)
    {
        if (at.Tensor.Kind is not (RecordedKind.Loss or RecordedKind.Gradient))
            return null;
        var gradients = scene.Of(RecordedKind.Gradient).ToList();
        var factor = CommonFactor(gradients);
        if (at.Tensor.Kind == RecordedKind.Loss)
            return gradients.Count == 0 ? null
                : factor is { } of && at.Factor is { } own && Math.Abs(own / of - 1) < Same
                    ? new Cause(
                        "another-reduction",
                        $"the loss and all gradients of B are {Times(of)} those of A: one takes a mean where the other sums, or over something else",
                        Remedy: "use the same reduction in both, and divide by the same number where batches are accumulated"
                    )
                // Where no output was recorded, the loss is only the first thing that was seen.
                : gradients.Exists(gradient => gradient.IsSame) || !scene.Of(RecordedKind.Activation).Any() ? null
                : new Cause(
                    "another-loss",
                    "the recorded activations are the same, and the loss is another function of them, not a multiple: smoothed or other labels, class weights, a part of the batch left out",
                    Remedy: "compute the loss of both from the same outputs by one formula"
                );
        if (factor is { } common)
            return ClippedNorm(gradients, common)
                ?? new Cause(
                    "gradient-factor",
                    $"all gradients of B are {Times(common)} those of A, and the loss is the same",
                    Remedy: "divide both by the same number: the batch, the number of accumulated batches, the loss scale"
                );
        return ClippedValues(gradients) ?? OneTensor(at);
    }

    private static double? CommonFactor(List<SceneTensor> gradients)
    {
        double? common = null;
        foreach (var gradient in gradients)
        {
            if (Array.TrueForAll(gradient.A, x => x == 0) && Array.TrueForAll(gradient.B, x => x == 0))
                continue;
            if (gradient.Factor is not { } factor || (common is { } known && Math.Abs(factor / known - 1) > Same))
                return null;
            common ??= factor;
        }
        return common is { } found && Math.Abs(found - 1) > Same ? common : null;
    }

    private static Cause? ClippedNorm(List<SceneTensor> gradients, double factor)
    {
        var (run, values) =
            factor < 1
                ? ("B", gradients.Select(gradient => gradient.B))
                : ("A", gradients.Select(gradient => gradient.A));
        var norm = Math.Sqrt(values.Sum(tensor => tensor.Sum(g => g * g)));
        var limit = Numbers.Rounded(norm, FewDigits);
        // clip_grad_norm_ adds 1e-6 to the norm that it divides by.
        return Math.Abs(norm / limit - 1) < 1e-5 && FittedParameter.LengthOf(limit) <= 2
            ? new Cause(
                "clipped-by-norm",
                $"the gradient is clipped to norm {Numbers.Exact(limit)} in {run} alone",
                "O.8",
                "clip in both, or in neither"
            )
            : null;
    }

    /// <summary>Elements above a limit are the limit, the others are the same.</summary>
    private static Cause? ClippedValues(List<SceneTensor> gradients)
    {
        foreach (var isB in new[] { true, false })
        {
            var pairs = gradients
                .SelectMany(gradient =>
                    gradient.A.Zip(gradient.B, (a, b) => (Full: isB ? a : b, Clipped: isB ? b : a, gradient.Allowed))
                )
                .ToList();
            var limit = pairs.Select(pair => Math.Abs(pair.Clipped)).DefaultIfEmpty(0).Max();
            if (
                limit > 0
                && pairs.Exists(pair => Math.Abs(pair.Full) > limit + pair.Allowed)
                && pairs.TrueForAll(pair =>
                    Math.Abs(Math.Clamp(pair.Full, -limit, limit) - pair.Clipped) <= 2 * pair.Allowed
                )
            )
                return new Cause(
                    "clipped-by-value",
                    $"each element of the gradient is clipped to {Numbers.Text(limit)} in {(isB ? "B" : "A")} alone",
                    "O.8",
                    "clip in both, or in neither"
                );
        }
        return null;
    }

    private static Cause? OneTensor(SceneTensor at) =>
        at.Factor is { } factor && at.A.Length > 1
            ? new Cause(
                "gradient-factor",
                $"{at.Tensor.Words} of B is {Numbers.Text(factor)} times that of A, and not all gradients are",
                Remedy: "look at what is done to this gradient alone"
            )
            : null;

    private string Times(double factor)
    {
        foreach (var (size, words) in Sizes())
            if (size > 1 && Math.Abs(factor / size - 1) < Same)
                return $"{Numbers.Text(size)} times ({words})";
            else if (size > 1 && Math.Abs(factor * size - 1) < Same)
                return $"1 / {Numbers.Text(size)} of ({words})";
        return $"{Numbers.Text(factor)} times";
    }

    /// <summary>Sizes that a factor may come from.</summary>
    private IEnumerable<(double, string)> Sizes()
    {
        foreach (
            var tensor in scene.Tensors.Where(tensor =>
                tensor.Tensor.Kind is RecordedKind.Input or RecordedKind.Activation
            )
        )
        {
            var shape = tensor.Arrays.Value.A.Shape;
            if (shape.Count == 0)
                continue;
            yield return (shape[0], $"the rows of {tensor.Tensor.Words}");
            yield return (tensor.A.Length, $"the elements of {tensor.Tensor.Words}");
            yield return (tensor.A.Length / (double)shape[0], $"the columns of {tensor.Tensor.Words}");
        }
    }
}
