using Compare.Problems;
using Compare.Problems.Parties;

namespace Compare.Tests.Faults.Gradients;

/// <summary>The classifier's gradient in plain loops over double, with one mistake on request, named as the catalogue names it.</summary>
public sealed class MistakenClassifier(string mistake) : IGradientSource
{
    /// <summary>The mistakes that it can make.</summary>
    public static IReadOnlyList<string> Mistakes { get; } =
    [
        "sign",
        "factor-2",
        "images-summed",
        "images-averaged-twice",
        "output-for-error",
        "first-image-only",
        "last-image-missing",
        "first-output-only",
        "last-output-missing",
        "derivative-missing",
        "derivative-of-sigmoid",
        "activation-tanh",
        "pre-activation-for-code",
        "returned-transposed",
        "w1-turned-forward",
        "w2-turned-backward",
        "w3-turned-backward",
        "w3-updated",
    ];

    public string Name => "somebody's classifier";

    public GradientTrace Gradient(Problem problem)
    {
        var widths = ((ClassifierSpec)problem.Model).Widths;
        var (layers, batch) = (widths.Count - 1, problem.Batch.Count);
        var gradients = problem.Parameters.Select(p => new double[p.Values.Length]).ToArray();
        double[] W(int layer) => problem.Parameters[2 * layer - 2].Values;
        double[] B(int layer) => problem.Parameters[2 * layer - 1].Values;
        double loss = 0;
        var errors = new List<double[]>();
        var passes = new List<(double[][] A, double[][] H)>();
        for (var i = 0; i < batch; i++)
        {
            var a = new double[layers + 1][];
            var h = new double[layers + 1][];
            h[0] = problem.Batch.X.AsSpan(i * widths[0], widths[0]).ToArray();
            for (var l = 1; l <= layers; l++)
            {
                a[l] = new double[widths[l]];
                for (var j = 0; j < widths[l]; j++)
                {
                    a[l][j] = B(l)[j];
                    for (var m = 0; m < widths[l - 1]; m++)
                        a[l][j] +=
                            (
                                l == 1 && mistake == "w1-turned-forward"
                                    ? W(l)[m * widths[l] + j]
                                    : W(l)[j * widths[l - 1] + m]
                            ) * h[l - 1][m];
                }
                h[l] = [.. a[l].Select(v => mistake == "activation-tanh" ? Math.Tanh(v) : Math.Max(0, v))];
            }
            passes.Add((a, h));
            var sum = a[layers].Sum(Math.Exp);
            var label = problem.Batch.Labels[i];
            var counts = mistake switch
            {
                "first-image-only" => i == 0,
                "last-image-missing" => i < batch - 1,
                _ => true,
            };
            if (counts)
                loss -= Math.Log(Math.Exp(a[layers][label]) / sum) / batch;
            errors.Add([
                .. a[layers]
                    .Select(
                        (v, j) =>
                            !counts
                                ? 0
                                : (Math.Exp(v) / sum - (j == label && mistake != "output-for-error" ? 1 : 0)) / batch
                    ),
            ]);
        }
        for (var l = layers; l >= 1; l--)
        {
            for (var i = 0; i < batch; i++)
            for (var j = 0; j < widths[l]; j++)
            {
                gradients[2 * l - 1][j] += errors[i][j];
                var input = l > 1 && mistake == "pre-activation-for-code" ? passes[i].A[l - 1] : passes[i].H[l - 1];
                for (var m = 0; m < widths[l - 1]; m++)
                    gradients[2 * l - 2][j * widths[l - 1] + m] += errors[i][j] * input[m];
            }
            if (l == 1)
                break;
            for (var i = 0; i < batch; i++)
                errors[i] = Back(problem, l, errors[i], gradients[2 * l - 2], passes[i].A[l - 1], passes[i].H[l - 1]);
        }
        return new GradientTrace(
            loss,
            [
                .. problem.Parameters.Select(
                    (p, n) =>
                        new NamedArray($"d{p.Name}", p.Rows, p.Columns, Spoiled(gradients[n], p.Rows, p.Columns, batch))
                ),
            ]
        );
    }

    private double[] Back(Problem problem, int l, double[] error, double[] dW, double[] a, double[] h)
    {
        var weights = problem.Parameters[2 * l - 2];
        var back = new double[weights.Columns];
        for (var m = 0; m < weights.Columns; m++)
        {
            for (var j = 0; j < weights.Rows; j++)
            {
                if (
                    l == 3
                    && (
                        mistake == "first-output-only" && j > 0
                        || mistake == "last-output-missing" && j == weights.Rows - 1
                    )
                )
                    continue;
                var at = j * weights.Columns + m;
                var weight = weights.Values[mistake == $"w{l}-turned-backward" ? m * weights.Rows + j : at];
                back[m] += error[j] * (mistake == $"w{l}-updated" ? weight - 0.02 * dW[at] : weight);
            }
            var s = 1 / (1 + Math.Exp(-a[m]));
            back[m] *= mistake switch
            {
                "derivative-missing" => 1,
                "derivative-of-sigmoid" => s * (1 - s),
                "activation-tanh" => 1 - h[m] * h[m],
                _ => a[m] > 0 ? 1 : 0,
            };
        }
        return back;
    }

    private double[] Spoiled(double[] gradient, int rows, int columns, int batch)
    {
        if (mistake == "returned-transposed" && rows > 1)
            return [.. gradient.Select((_, n) => gradient[n % rows * columns + n / rows])];
        var factor = mistake switch
        {
            "sign" => -1,
            "factor-2" => 2,
            "images-summed" => batch,
            "images-averaged-twice" => 1.0 / batch,
            _ => 1,
        };
        return [.. gradient.Select(value => factor * value)];
    }
}
