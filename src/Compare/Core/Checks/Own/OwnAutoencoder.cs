using Compare.Checks.Gradients;
using Compare.Problems;
using Compare.Problems.Parties;
using Compare.Results;

namespace Compare.Checks.Own;

/// <summary>Checks a gradient of the homework's autoencoder that somebody derived by hand, against the whole catalogue of mistakes.</summary>
public static class OwnAutoencoder
{
    /// <summary>Checks the gradient of L = 1/(2B) |s(X W1') W2' - X|^2 by W1 and W2 (derivation.md, section A).</summary>
    /// <param name="model">Activation and sizes: d pixels, k hidden units.</param>
    /// <param name="x">X, shape (B x d), row after row; B follows from its length.</param>
    /// <param name="w1">W1, shape (k x d).</param>
    /// <param name="w2">W2, shape (d x k).</param>
    /// <param name="gradient">The gradient in question: from X, W1 and W2 to dW1, shape (k x d), and dW2, shape (d x k).</param>
    /// <param name="precision">The format in which it computes; all numbers given must be representable in it.</param>
    /// <param name="threads">Greatest number of threads.</param>
    /// <returns>Both gradients against the from-scratch side and against the judge; a failure names the mistake and the line it violates.</returns>
    /// <exception cref="ArgumentException">A length does not fit the model.</exception>
    public static CheckResult Check(
        AutoencoderSpec model,
        double[] x,
        double[] w1,
        double[] w2,
        Func<double[], double[], double[], (double[] DW1, double[] DW2)> gradient,
        Precision precision = Precision.Float64,
        int threads = 1
    )
    {
        var (d, k) = (model.Inputs, model.Hidden);
        if (x.Length == 0 || x.Length % d != 0)
            throw new ArgumentException(
                FormattableString.Invariant($"X has {x.Length} elements, no multiple of d = {d}."),
                nameof(x)
            );
        foreach (var (weights, name) in new[] { (w1, nameof(w1)), (w2, nameof(w2)) })
            if (weights.Length != d * k)
                throw new ArgumentException(
                    FormattableString.Invariant($"{name} has {weights.Length} elements, not d k = {d * k}."),
                    name
                );
        var problem = new Problem(
            model,
            precision,
            [new NamedArray("W1", k, d, w1), new NamedArray("W2", d, k, w2)],
            new Batch(x.Length / d, x, [])
        );
        var reference = new ReferenceSide(threads);
        var own = new GivenGradient(
            "your gradient",
            _ =>
            {
                var (dW1, dW2) = gradient([.. x], [.. w1], [.. w2]);
                return new GradientTrace(null, [Shaped("dW1", k, d, dW1), Shaped("dW2", d, k, dW2)]);
            }
        );
        var (findings, _) = new GradientCheck(reference, own, threads: threads).Run(problem, directions: 0);
        return new CheckResult(
            $"gradient of the {model.Words}",
            [
                .. findings.Where(finding =>
                    finding.Key[KeyPart.Kind] != GradientCheck.Judge || finding.Key[KeyPart.Party] == own.Name
                ),
            ]
        );
    }

    /// <summary>A length that does not fit is left for the check to report.</summary>
    private static NamedArray Shaped(string name, int rows, int columns, double[] values) =>
        values.Length == rows * columns
            ? new NamedArray(name, rows, columns, values)
            : new NamedArray(name, 1, values.Length, values);
}
