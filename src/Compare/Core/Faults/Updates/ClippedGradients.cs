using Compare.Faults.Rules;
using Compare.Reference.Optimizers;
using Compare.Results;

namespace Compare.Faults.Updates;

/// <summary>Finds whether a program clips its gradients before a rule sees them, and to what.</summary>
/// <param name="rule">The rule.</param>
/// <param name="evidence">Updates of a program that does something else; no element is left out.</param>
/// <param name="fit">The solver for them.</param>
/// <param name="reproduces">Whether a variant explains them.</param>
internal sealed class ClippedGradients(
    Optimizer rule,
    UpdateEvidence evidence,
    UpdateFit fit,
    Func<UpdateVariant, bool> reproduces
)
{
    /// <summary>Limits that are tried first, from the smallest gradient to the largest.</summary>
    private const int Starts = 120;

    private const int MostDigits = 17;

    private static readonly (ClipKind Kind, string Id, Func<string, string> Words)[] Kinds =
    [
        (ClipKind.Value, "clipped-by-value", limit => $"each element of the gradient is clipped to {limit}"),
        (ClipKind.Norm, "clipped-by-norm", limit => $"the gradient is scaled down to norm {limit} where it is larger"),
        (
            ClipKind.NormAsTorch,
            "clipped-by-norm",
            limit => $"the gradient is scaled down to norm {limit} where it is larger, as by clip_grad_norm_"
        ),
    ];

    /// <summary>Searches.</summary>
    /// <returns>The causes that reproduce the updates.</returns>
    public IEnumerable<Cause> Find()
    {
        foreach (var (kind, id, words) in Kinds)
            if (Limit(kind) is { } limit)
                yield return new Cause(
                    id,
                    words(Numbers.Exact(limit)),
                    "O.8",
                    "give the rule the gradient as it is, or clip on both sides"
                );
    }

    private double? Limit(ClipKind kind)
    {
        UpdateVariant Plant(double limit) => new(rule) { Clip = new GradientClip(kind, limit) };
        bool Reproduces(double limit) => reproduces(Plant(limit));
        var sizes = evidence
            .Records.SelectMany(record => Sizes(record, kind))
            .Where(size => size > 0 && double.IsFinite(size))
            .ToList();
        if (sizes.Count == 0)
            return null;
        double least = Math.Log(sizes.Min()),
            most = Math.Log(sizes.Max());
        var starts = Enumerable.Range(0, Starts).Select(i => Math.Exp(least + (most - least) * (i + 0.5) / Starts));
        if (fit.Solve(Plant, starts) is not { } near)
            return null;
        for (var digits = 1; digits < MostDigits; digits++)
        {
            var rounded = UpdateParameter.Epsilon.Rounded(near, digits);
            if (Reproduces(rounded))
                return rounded;
        }
        return Reproduces(near) ? near : null;
    }

    private static IEnumerable<double> Sizes(UpdateRecord record, ClipKind kind)
    {
        var gradient = record.Tensors.SelectMany(tensor => tensor.Gradient);
        return kind == ClipKind.Value ? gradient.Select(Math.Abs) : [Math.Sqrt(gradient.Sum(g => g * g))];
    }
}
