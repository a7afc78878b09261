using Compare.Problems;
using Compare.Problems.Data;
using Compare.Reference.Numerics;
using Compare.Results;

namespace Compare.Oracles.Functions;

/// <summary>The vote of another program's gradient, with its rounding error estimated from its own sensitivity.</summary>
/// <remarks>
/// Shadows are evaluations from arguments that are disturbed in their last bit. How far they scatter, in the max norm of a tensor, is
/// what rounding at the very beginning does; the bound is a multiple of it. An estimate, not a theorem.
/// </remarks>
internal static class Shadows
{
    private const int Count = 4;
    private const double Safety = 16;

    /// <summary>Evaluates the gradient and its shadows.</summary>
    /// <param name="other">The program.</param>
    /// <param name="arguments">Where.</param>
    /// <returns>The vote.</returns>
    public static Vote Of(OtherGradient other, IReadOnlyList<NamedArray> arguments)
    {
        double[][] Copy() => [.. arguments.Select(argument => (double[])argument.Values.Clone())];
        var gradient = other.Gradient(Copy());
        if (gradient.Length != arguments.Count)
            throw new ArgumentException(
                $"{other.Name} gives {gradient.Length} arrays for {arguments.Count} arguments.",
                nameof(other)
            );
        var scatter = new double[arguments.Count];
        var random = new RandomSource(1);
        for (var shadow = 0; shadow < Count; shadow++)
        {
            var disturbed = Copy();
            foreach (var values in disturbed)
                for (var i = 0; i < values.Length; i++)
                    values[i] = random.NextBool() ? Math.BitIncrement(values[i]) : Math.BitDecrement(values[i]);
            var moved = other.Gradient(disturbed);
            for (var p = 0; p < scatter.Length; p++)
            for (var i = 0; i < gradient[p].Length; i++)
                scatter[p] = Math.Max(scatter[p], Math.Abs(moved[p][i] - gradient[p][i]));
        }
        return new Vote(
            other.Name,
            [.. arguments.Select(Judged)],
            Basis.Estimated,
            "the bound is estimated from runs that differ in the last bit"
        );

        JudgedTensor Judged(NamedArray argument, int p)
        {
            var largest = gradient[p].Length == 0 ? 0 : gradient[p].Max(Math.Abs);
            var bound = Safety * (scatter[p] + Binary64.UnitRoundoff * largest);
            return new JudgedTensor(
                $"d{argument.Name}",
                argument.Rows,
                argument.Columns,
                Array.ConvertAll(gradient[p], DoubleDouble.FromDouble),
                [.. gradient[p].Select(_ => bound)]
            );
        }
    }
}
