using Compare.Problems;
using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Bounds;
using Compare.Results;

namespace Compare.Faults.Gradients;

/// <summary>
/// Finds which mistakes of the catalogue, alone or in pairs, give the numbers of another program: each is replanted in this
/// project's own evaluation, and must then agree within the bound of the mistaken formula.
/// </summary>
/// <remarks>
/// Each tensor is explained by itself, so a mistake may sit in one of them only. All constant factors are tried on one evaluation. A
/// first look in double, to within a few percent, decides what is worth evaluating with bounds. An unknown step size is fitted.
/// </remarks>
internal sealed class GradientFinder
{
    /// <summary>Deviation in the max norm that the first look lets pass; far more than rounding in any check that is not vacuous.</summary>
    private const double FirstLook = 0.02;

    private readonly ModelSpec _model;
    private readonly ChainGradient<double> _plain;
    private readonly Func<Variant, GradientTarget, (double[] Values, double[] Errors)> _bounded;
    private readonly IReadOnlyList<GradientTarget> _targets;
    private readonly List<GradientMistake> _factors;
    private readonly List<GradientMistake> _others;

    /// <summary>Prepares the search.</summary>
    /// <param name="problem">The problem on which the other program was wrong; its precision decides the bounds.</param>
    /// <param name="threads">Greatest number of threads.</param>
    public GradientFinder(Problem problem, int threads)
    {
        _model = problem.Model;
        _plain = new ChainGradient<double>(problem, threads);
        _bounded =
            problem.Precision == Precision.Float32
                ? Bounds<Binary32>(problem, threads)
                : Bounds<Binary64>(problem, threads);
        _targets = GradientTarget.Of(problem.Model);
        var catalogue = GradientCatalogue.For(problem);
        _factors = [.. catalogue.Where(mistake => mistake.Factor != Fraction.One)];
        _others = [.. catalogue.Where(mistake => mistake.Factor == Fraction.One && !IsFactorOfOne(mistake))];
    }

    /// <summary>Explains the tensors that are wrong.</summary>
    /// <param name="tensors">The other program's loss and gradients, in the order of the check.</param>
    /// <param name="isWrong">Which of them are to be explained.</param>
    /// <returns>For each tensor the explanation with the fewest mistakes over all tensors; null where there is none or nothing is wrong.</returns>
    public IReadOnlyList<GradientExplanation?> Explain(IReadOnlyList<NamedArray?> tensors, IReadOnlyList<bool> isWrong)
    {
        var found = _targets
            .Select(
                (target, t) =>
                    isWrong[t] && tensors[t] is { } tensor && Fits(tensor, target) ? Search(tensor.Values, target) : []
            )
            .ToList();
        return [.. found.Select((sets, t) => sets.Count == 0 ? null : Simplest(t, found))];
    }

    /// <summary>For a tensor without explanation: the mistake that gives its numbers but for a constant factor of no meaning.</summary>
    /// <param name="tensor">Its number in the check.</param>
    /// <param name="found">The other program's numbers.</param>
    /// <returns>Factor and mistake in words; null if there is none.</returns>
    public string? UpToAFactor(int tensor, NamedArray found)
    {
        var target = _targets[tensor];
        if (!Fits(found, target) || found.Values.Length < 2)
            return null;
        var right = _plain.Evaluate(Variant.Right, target).Elements.ToArray();
        foreach (var mistake in _others.Where(mistake => !mistake.HasStep && Changes(mistake, target, right)))
        {
            var variant = mistake.Plant(Variant.Right);
            if (
                !Touches(variant, target)
                || Scale(found.Values, _plain.Evaluate(variant, target).Elements) is not { } scale
            )
                continue;
            var (values, errors) = _bounded(variant, target);
            var at = Array.IndexOf(values, values.MaxBy(Math.Abs));
            var uncertainty = (1 + Math.Abs(scale)) * errors[at] / Math.Abs(values[at]);
            if (
                Enumerable
                    .Range(0, values.Length)
                    .All(i =>
                        Math.Abs(found.Values[i] - scale * values[i])
                        <= (1 + Math.Abs(scale)) * errors[i] + uncertainty * Math.Abs(values[i])
                    )
            )
                return $"it is {Numbers.Text(scale)} times what this mistake gives: {new FoundMistake(mistake, null).Cause}";
        }
        return null;
    }

    /// <summary>The factor at the largest element, if it holds for the others at a first look.</summary>
    private static double? Scale(double[] found, ReadOnlySpan<double> values)
    {
        var at = 0;
        for (var i = 1; i < values.Length; i++)
            if (Math.Abs(values[i]) > Math.Abs(values[at]))
                at = i;
        var scale = found[at] / values[at];
        if (!double.IsNormal(scale))
            return null;
        for (var i = 0; i < found.Length; i++)
            if (!(Math.Abs(found[i] - scale * values[i]) <= FirstLook * Math.Abs(found[at])))
                return null;
        return scale;
    }

    /// <summary>Keeps the sets that need the fewest mistakes in all tensors together.</summary>
    private GradientExplanation Simplest(int tensor, List<List<FoundMistake[]>> found)
    {
        int Cost(FoundMistake[] set) =>
            set.Length
            + found.Where(sets => sets.Count > 0).Sum(sets => sets.Min(other => other.Count(m => !Contains(set, m))));
        var least = found[tensor].Min(Cost);
        var kept = found[tensor].Where(set => Cost(set) == least).ToList();
        var named = _targets.Where(
            (_, t) =>
                t == tensor || found[t].Any(set => set.Length == kept[0].Length && set.All(m => Contains(kept[0], m)))
        );
        return new GradientExplanation(kept, [.. named.Select(target => target.Name)]);
    }

    private static bool Contains(FoundMistake[] set, FoundMistake mistake) =>
        set.Any(member => member.Mistake.Id == mistake.Mistake.Id);

    private List<FoundMistake[]> Search(double[] found, GradientTarget target)
    {
        if (Agrees(found, target, Variant.Right, null))
            return [];
        var right = _plain.Evaluate(Variant.Right, target).Elements.ToArray();
        var touching = _others
            .Where(mistake => Touches(mistake.Plant(Variant.Right), target) && Changes(mistake, target, right))
            .ToList();
        var one = new GradientMistake[][] { [] };
        GradientMistake[][] single = [.. _factors.Select(factor => new[] { factor })];
        List<FoundMistake[]> sets =
        [
            .. Try(found, target, [], single),
            .. touching
                .Where(mistake => !mistake.HasStep || IsTelling(mistake, target))
                .SelectMany(mistake => Try(found, target, [mistake], one)),
        ];
        if (sets.Count > 0)
            return sets;
        return
        [
            .. Try(
                found,
                target,
                [],
                [.. Pairs(_factors).Where(pair => pair[0].Factor * pair[1].Factor != Fraction.One)]
            ),
            .. touching.SelectMany(mistake => Try(found, target, [mistake], single)),
            .. Pairs(touching).Where(pair => Adds(pair, target)).SelectMany(pair => Try(found, target, pair, one)),
        ];
    }

    /// <summary>
    /// Whether a step that is fitted does more than scale the tensor: otherwise any factor would be explained by some step size.
    /// </summary>
    private bool IsTelling(GradientMistake mistake, GradientTarget target)
    {
        var variant = mistake.Plant(Variant.Right);
        var values = _plain.Evaluate(variant, target).Elements.ToArray();
        var direction = Direction(variant, target, values);
        var scale = Fit(new double[values.Length], direction, values, 1);
        return values
            .Zip(direction)
            .Any(pair => Math.Abs(pair.Second - scale * pair.First) > FirstLook * direction.Max(Math.Abs));
    }

    /// <summary>Whether two mistakes together are more than one of them.</summary>
    private bool Adds(GradientMistake[] pair, GradientTarget target)
    {
        Variant Planted(params GradientMistake[] mistakes) => Plant(mistakes).For(target, _model);
        var both = Planted(pair);
        return both != Planted(pair[0]) && both != Planted(pair[1]) && both != Variant.Right;
    }

    /// <summary>
    /// Whether a mistake gives other numbers on this problem at all. One that gives the right ones explains no wrong ones, but its own
    /// bound, which may be far wider than the right formula's, could take them in.
    /// </summary>
    private bool Changes(GradientMistake mistake, GradientTarget target, double[] right) =>
        mistake.HasStep || !_plain.Evaluate(mistake.Plant(Variant.Right), target).Elements.SequenceEqual(right);

    private bool Touches(Variant variant, GradientTarget target) => variant.For(target, _model) != Variant.Right;

    /// <summary>Holds one variant, times each of some products of factors, against the numbers found.</summary>
    private IEnumerable<FoundMistake[]> Try(
        double[] found,
        GradientTarget target,
        GradientMistake[] mistakes,
        GradientMistake[][] factors
    )
    {
        var variant = Plant(mistakes);
        var values = _plain.Evaluate(variant, target).Elements.ToArray();
        var direction = variant.Updated > 0 ? Direction(variant, target, values) : null;
        var largest = found.Max(Math.Abs);
        foreach (var product in factors)
        {
            var factor = product.Aggregate(Fraction.One, (sum, mistake) => sum * mistake.Factor);
            var step = direction is null ? 0 : Fit(found, values, direction, factor.Value);
            if (direction is not null && !double.IsNormal(step))
                continue;
            var isNear = true;
            for (var i = 0; i < found.Length && isNear; i++)
                isNear =
                    Math.Abs(found[i] - factor.Value * (values[i] - step * (direction?[i] ?? 0)))
                    <= FirstLook * largest;
            if (isNear && Agrees(found, target, variant with { Factor = factor, Step = step }, direction))
                yield return
                [
                    .. mistakes
                        .Concat(product)
                        .Select(mistake => new FoundMistake(mistake, mistake.HasStep ? step : null)),
                ];
        }
    }

    /// <summary>Whether a variant gives the numbers found to within its own bound.</summary>
    private bool Agrees(double[] found, GradientTarget target, Variant variant, double[]? direction)
    {
        var (values, errors) = _bounded(variant, target);
        // A step size that was fitted to the numbers found is as uncertain as they are.
        double uncertainty = 0,
            norm = 0;
        if (direction is not null)
            for (var i = 0; i < direction.Length; i++)
            {
                uncertainty += Math.Abs(direction[i]) * 2 * errors[i];
                norm += direction[i] * direction[i];
            }
        for (var i = 0; i < found.Length; i++)
        {
            var fitted = direction is null ? 0 : Math.Abs(direction[i]) * uncertainty / norm;
            if (!(Math.Abs(found[i] - values[i]) <= 2 * errors[i] + fitted))
                return false;
        }
        return true;
    }

    /// <summary>By how much a step of size 1 makes each element smaller: the dependence is linear.</summary>
    private double[] Direction(Variant variant, GradientTarget target, double[] values)
    {
        var moved = _plain.Evaluate(variant with { Step = 1 }, target).Elements;
        var direction = new double[values.Length];
        for (var i = 0; i < direction.Length; i++)
            direction[i] = values[i] - moved[i];
        return direction;
    }

    /// <summary>The step size that brings a variant closest to the numbers found.</summary>
    private static double Fit(double[] found, double[] values, double[] direction, double factor)
    {
        double along = 0,
            norm = 0;
        for (var i = 0; i < found.Length; i++)
        {
            along += direction[i] * (values[i] - found[i] / factor);
            norm += direction[i] * direction[i];
        }
        return along / norm;
    }

    private static Variant Plant(IEnumerable<GradientMistake> mistakes) =>
        mistakes.Aggregate(Variant.Right, (variant, mistake) => mistake.Plant(variant));

    private static IEnumerable<GradientMistake[]> Pairs(List<GradientMistake> mistakes) =>
        mistakes.SelectMany((first, i) => mistakes.Skip(i + 1).Select(second => new[] { first, second }));

    private static bool Fits(NamedArray tensor, GradientTarget target) =>
        tensor.IsFinite
        && tensor.Values.Length == target.Rows * target.Columns
        && (
            (tensor.Rows, tensor.Columns) == (target.Rows, target.Columns)
            || (tensor.Rows, tensor.Columns) == (target.Columns, target.Rows)
        );

    /// <summary>Whether a factor is 1 at these sizes, such as B for one image.</summary>
    private static bool IsFactorOfOne(GradientMistake mistake) => mistake.Plant(Variant.Right) == Variant.Right;

    private static Func<Variant, GradientTarget, (double[], double[])> Bounds<TFormat>(Problem problem, int threads)
        where TFormat : IFloatFormat
    {
        var chain = new ChainGradient<Bounded<TFormat>>(problem, threads);
        return (variant, target) =>
        {
            var result = chain.Evaluate(variant, target);
            var (values, errors) = (new double[result.Elements.Length], new double[result.Elements.Length]);
            for (var i = 0; i < values.Length; i++)
                (values[i], errors[i]) = (result.Elements[i].Value, result.Elements[i].Error);
            return (values, errors);
        };
    }
}
