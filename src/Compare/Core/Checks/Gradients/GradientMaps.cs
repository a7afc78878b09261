using Compare.Oracles;
using Compare.Oracles.Gradients;
using Compare.Problems;
using Compare.Problems.Parties;
using Compare.Results;

namespace Compare.Checks.Gradients;

/// <summary>
/// Draws gradients as pictures. A row of dW1, and a column of an autoencoder's dW2, has one value for every pixel and so is an image
/// of its hidden unit. Every checked problem is offered to <see cref="Consider"/>; the one with the largest error / bound is drawn.
/// </summary>
/// <param name="first">The side with the hand-derived gradients.</param>
/// <param name="second">The side to compare with.</param>
/// <param name="rows">Height of an image in pixels.</param>
/// <param name="columns">Width of an image in pixels.</param>
internal sealed class GradientMaps(IGradientSource first, IGradientSource second, int rows, int columns)
{
    private const int MostUnits = 8;

    /// <summary>The scale of grey is logarithmic: an error / bound of 1 is white, one of 10 to the minus this is black.</summary>
    private const double Decades = 8;

    private (double Ratio, Problem Problem, Judgement Judgement)? _worst;

    /// <summary>Takes a checked problem into consideration.</summary>
    /// <param name="problem">The problem; a model with weights that do not go from or to images of this size is passed over.</param>
    /// <param name="judgement">Its judgement.</param>
    /// <param name="findings">What the check found.</param>
    public void Consider(Problem problem, Judgement judgement, IReadOnlyList<Finding> findings)
    {
        var ratio = findings
            .Where(finding =>
                finding.Key[KeyPart.Tensor] is { } tensor && tensor.StartsWith("dW", StringComparison.Ordinal)
            )
            .Where(finding => finding.Key[KeyPart.Kind] == GradientCheck.Sides)
            .Max(finding => (double?)Verdict.Severity(finding));
        if (IsPicturable(problem.Model) && !(ratio <= _worst?.Ratio))
            _worst = (ratio ?? 0, problem, judgement);
    }

    private bool IsPicturable(ModelSpec model) =>
        model.Parameters.All(shape => shape.IsBias || shape.Rows == rows * columns || shape.Columns == rows * columns);

    /// <summary>Draws the worst units of the worst problem.</summary>
    /// <returns>One figure; none if no problem was fit.</returns>
    public IEnumerable<Figure> Figures()
    {
        if (_worst is not (_, var problem, var judgement))
            yield break;
        var a = first.Gradient(problem).Tensors;
        var b = second.Gradient(problem).Tensors;
        var pictures = new List<ImageRow>();
        var peaks = new List<string>();
        foreach (
            var (tensor, t) in judgement.Tensors.Select((tensor, t) => (tensor, t)).Where(pair => pair.tensor.Rows > 1)
        )
        {
            if (
                a[t] is not { } x
                || b[t] is not { } y
                || x.Values.Length != tensor.Values.Length
                || y.Values.Length != tensor.Values.Length
            )
                yield break;
            var units = Units(tensor)
                .Select((elements, unit) => (Unit: unit, Elements: elements))
                .OrderByDescending(entry => entry.Elements.Max(i => Ratio(tensor, x, y, i)))
                .Take(MostUnits)
                .ToList();
            var names = string.Join(", ", units.Select(entry => Numbers.Text(entry.Unit)));
            var largest = judgement.Tensors[t].Values.Max(value => Math.Abs(value.Hi));
            pictures.Add(
                new ImageRow(
                    $"{tensor.Name}, units {names}",
                    Pictures(units.Select(entry => entry.Elements), i => Signed(tensor.Values[i].Hi / largest))
                )
            );
            pictures.Add(
                new ImageRow(
                    $"{tensor.Name}, error / bound",
                    Pictures(units.Select(entry => entry.Elements), i => Level(Ratio(tensor, x, y, i)))
                )
            );
            peaks.Add(
                $"{tensor.Name} {Numbers.Text(units[0].Elements.Max(i => Ratio(tensor, x, y, i)))} at unit {Numbers.Text(units[0].Unit)}"
            );
        }
        yield return new ImageGridFigure(
            "figure/gradients/maps",
            $"Where the gradients differ: {problem.Model.Words}, {problem.Precision.Name()}",
            "The gradient by the weights of one hidden unit, a picture of pixels: the judge's values (grey is zero), and below them the "
                + "difference of the two sides over its bound, on a logarithmic scale from 1e-8 (black) to 1 (white). The units with the "
                + $"largest ratios, of the model that comes closest to its bound: {string.Join(", ", peaks)}. Rounding is noise; a "
                + "mistake in a formula has a shape.",
            rows,
            columns,
            pictures
        );
    }

    /// <summary>For each hidden unit the elements that belong to it, in the order of the pixels: rows of dW1, columns of dW2.</summary>
    private List<int[]> Units(JudgedTensor tensor)
    {
        var pixels = rows * columns;
        var (units, byRow) = tensor.Columns == pixels ? (tensor.Rows, true) : (tensor.Columns, false);
        return
        [
            .. Enumerable
                .Range(0, units)
                .Select(unit =>
                    Enumerable.Range(0, pixels).Select(p => byRow ? unit * pixels + p : p * units + unit).ToArray()
                ),
        ];
    }

    /// <summary>The difference of two sides may be twice the bound of one.</summary>
    private static double Ratio(JudgedTensor tensor, NamedArray a, NamedArray b, int i)
    {
        var error = Comparison.Distance(a.Values[i], b.Values[i]);
        return Conclusion.Ratio(error, 2 * tensor.Bounds[i]);
    }

    private static List<byte[]> Pictures(IEnumerable<int[]> units, Func<int, byte> pixel) =>
        [.. units.Select(elements => elements.Select(pixel).ToArray())];

    private static byte Signed(double share) =>
        double.IsFinite(share) ? (byte)Math.Clamp(Math.Round(127.5 * (1 + share)), 0, 255) : (byte)128;

    private static byte Level(double ratio) =>
        double.IsNaN(ratio) ? (byte)255 : (byte)Math.Clamp(Math.Round(255 * (1 + Math.Log10(ratio) / Decades)), 0, 255);
}
