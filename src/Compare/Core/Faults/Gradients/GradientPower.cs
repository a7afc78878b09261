using Compare.Oracles;
using Compare.Problems;
using Compare.Results;

namespace Compare.Faults.Gradients;

/// <summary>What a comparison of two gradients would have caught: the catalogue's mistakes, planted on the very problem.</summary>
/// <remarks>Planted in double, which is far more exact than the differences that matter here.</remarks>
internal sealed class GradientPower
{
    /// <summary>The step size of a planted step of SGD; the smallest that the homework uses.</summary>
    private const double Step = 0.005;

    private readonly ModelSpec _model;
    private readonly IReadOnlyList<GradientTarget> _targets;
    private readonly IReadOnlyList<GradientMistake> _catalogue;
    private readonly ChainGradient<double> _chain;

    /// <summary>Prepares the catalogue for a problem.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="threads">Greatest number of threads.</param>
    public GradientPower(Problem problem, int threads)
    {
        _model = problem.Model;
        _targets = GradientTarget.Of(_model);
        _catalogue = GradientCatalogue.For(problem);
        _chain = new ChainGradient<double>(problem, threads);
    }

    /// <summary>Measures the comparison of one tensor.</summary>
    /// <param name="tensor">Number of the tensor in the check.</param>
    /// <param name="judged">Its exact values and bounds.</param>
    /// <returns>The share, the survivors, and the smallest relative error that is seen.</returns>
    public Power Of(int tensor, JudgedTensor judged)
    {
        var target = _targets[tensor];
        // A factor that is 1 at these sizes, such as B for one image, is a mistake that cannot be seen.
        var touching = _catalogue
            .Where(mistake =>
                Planted(mistake) is var variant
                && (variant == Variant.Right || variant.For(target, _model) != Variant.Right)
            )
            .ToList();
        var survivors = touching
            .Where(mistake => !IsCaught(mistake, target, judged))
            .Select(mistake => mistake.Id)
            .ToList();
        return new Power(touching.Count - survivors.Count, touching.Count, survivors, Smallest(judged));
    }

    private static Variant Planted(GradientMistake mistake) =>
        mistake.Plant(Variant.Right) is { Updated: > 0 } updated
            ? updated with
            {
                Step = Step,
            }
            : mistake.Plant(Variant.Right);

    private bool IsCaught(GradientMistake mistake, GradientTarget target, JudgedTensor judged)
    {
        var planted = _chain.Evaluate(Planted(mistake), target).Elements;
        for (var i = 0; i < planted.Length; i++)
            if (!(Math.Abs(planted[i] - judged.Values[i].Hi) <= 2 * judged.Bounds[i]))
                return true;
        return false;
    }

    /// <summary>The smallest change of one element, relative to that element, that is outside what two sides may differ by.</summary>
    private static double Smallest(JudgedTensor judged)
    {
        var smallest = double.PositiveInfinity;
        for (var i = 0; i < judged.Bounds.Length; i++)
            if (judged.Values[i].Hi != 0)
                smallest = Math.Min(smallest, 2 * judged.Bounds[i] / Math.Abs(judged.Values[i].Hi));
        return smallest;
    }
}
