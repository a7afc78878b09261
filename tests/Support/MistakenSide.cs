using Compare.Problems;
using Compare.Problems.Parties;

namespace Compare.Tests.Support;

/// <summary>
/// A third implementation of the autoencoder's gradient, in plain loops over double that share nothing with the other two, and
/// with mistakes on request.
/// </summary>
public sealed class MistakenSide(params Mistake[] mistakes) : IGradientSource
{
    public const double StepSize = 0.005;

    public string Name => "somebody's program";

    public GradientTrace Gradient(Problem problem)
    {
        var p = AutoencoderProblem.Of(problem);
        int d = p.Inputs,
            k = p.Hidden;
        var activation = ActivationOf(p);
        var dW1 = new double[k * d];
        var dW2 = new double[d * k];
        double loss = 0;
        var (first, end) = Images(p.Batch);
        var passes = new List<(double[] A, double[] Z, double[] R)>();
        for (var i = 0; i < p.Batch; i++)
        {
            var x = p.X.AsSpan(i * d, d);
            double[] a = new double[k],
                z = new double[k],
                r = new double[d];
            for (var l = 0; l < k; l++)
            {
                for (var m = 0; m < d; m++)
                    a[l] += (Has(Mistake.W1TransposedForward) ? p.W1[m * k + l] : p.W1[l * d + m]) * x[m];
                z[l] = Activate(activation, a[l]);
            }
            passes.Add((a, z, r));
            for (var j = 0; j < d; j++)
            {
                double y = 0;
                for (var l = 0; l < k; l++)
                    // The same memory read as a k x d matrix.
                    y += (Has(Mistake.W2TransposedForward) ? p.W2[l * d + j] : p.W2[j * k + l]) * z[l];
                r[j] =
                    Has(Mistake.ErrorNotReconstructed) ? y
                    : Has(Mistake.ErrorReversed) ? x[j] - y
                    : y - x[j];
                if (Has(Mistake.ErrorNotReconstructed) && Has(Mistake.ErrorReversed))
                    r[j] = -y;
                if (Has(Mistake.ResidualRoundedToFloat))
                    r[j] = (float)r[j];
                if (i >= first && i < end)
                    loss += (y - x[j]) * (y - x[j]) / (Has(Mistake.LossWithoutHalf) ? p.Batch : 2 * p.Batch);
            }
        }
        for (var i = first; i < end; i++)
        for (var j = 0; j < d; j++)
        for (var l = 0; l < k; l++)
            dW2[j * k + l] +=
                passes[i].R[j]
                * (Has(Mistake.DecoderGradientWithoutActivation) ? passes[i].A[l] : passes[i].Z[l])
                / p.Batch;
        var w2 = (double[])p.W2.Clone();
        if (Has(Mistake.UpdatedW2ForTheEncoder))
            for (var n = 0; n < w2.Length; n++)
                w2[n] -= StepSize * dW2[n];
        for (var i = first; i < end; i++)
        for (var l = 0; l < k; l++)
        {
            var (a, z, r) = passes[i];
            double back = 0;
            for (var j = 0; j < d; j++)
                if (IsTakenBack(j, d) && !Has(Mistake.RowsOfW2SummedFirst))
                    back += r[j] * (Has(Mistake.W2Transposed) ? w2[l * d + j] : w2[j * k + l]);
            if (Has(Mistake.RowsOfW2SummedFirst))
            {
                double error = 0,
                    column = 0;
                for (var j = 0; j < d; j++)
                    (error, column) = (
                        error + r[j],
                        column + (Has(Mistake.W2Transposed) ? w2[l * d + j] : w2[j * k + l])
                    );
                back = error * column;
            }
            var factor = Derivative(activation, a[l], z[l]);
            for (var m = 0; m < d; m++)
                dW1[l * d + m] += back * factor * p.X[i * d + m] / p.Batch;
        }
        Spoil(dW1, dW2, p);
        return new GradientTrace(loss, [new NamedArray("dW1", k, d, dW1), new NamedArray("dW2", d, k, dW2)]);
    }

    private bool Has(Mistake mistake) => mistakes.Contains(mistake);

    private (int First, int End) Images(int batch) =>
        Has(Mistake.FirstImageOnly) ? (0, 1)
        : Has(Mistake.LastImageOnly) ? (batch - 1, batch)
        : Has(Mistake.FirstImageMissing) ? (1, batch)
        : Has(Mistake.LastImageMissing) ? (0, batch - 1)
        : (0, batch);

    private bool IsTakenBack(int pixel, int pixels) =>
        (!Has(Mistake.FirstPixelOfTheErrorOnly) || pixel == 0)
        && (!Has(Mistake.LastPixelOfTheErrorOnly) || pixel == pixels - 1)
        && (!Has(Mistake.LastPixelOfTheErrorMissing) || pixel < pixels - 1);

    private string ActivationOf(AutoencoderProblem p) =>
        Has(Mistake.ActivationRelu) ? "relu"
        : Has(Mistake.ActivationSigmoid) ? "sigmoid"
        : Has(Mistake.ActivationTanh) ? "tanh"
        : Has(Mistake.ActivationIdentity) ? "identity"
        : Has(Mistake.ActivationNegative) ? "negative"
        : p.Activation;

    private double Derivative(string activation, double a, double z)
    {
        var slope = Slope(activation, a);
        return Has(Mistake.DerivativeMissing) ? 1
            : Has(Mistake.DerivativeAtActivation) ? Slope(activation, z)
            : Has(Mistake.DerivativeOfThePreActivation)
                ? activation switch
                {
                    "sigmoid" => a * (1 - a),
                    "tanh" => 1 - a * a,
                    _ => slope,
                }
            : Has(Mistake.DerivativeAppliedTwice) ? slope * slope
            : Has(Mistake.DerivativeOfRelu) ? Slope("relu", a)
            : Has(Mistake.DerivativeOfSigmoid) ? Slope("sigmoid", a)
            : Has(Mistake.DerivativeOfTanh) ? Slope("tanh", a)
            : Has(Mistake.DerivativeOfNegative) ? -1
            : Has(Mistake.DerivativeOfSigmoidForTanh) ? z * (1 - z)
            : Has(Mistake.DerivativeOfTanhForSigmoid) ? 1 - z * z
            : Has(Mistake.DerivativeOneLessCode) ? 1 - z
            : slope;
    }

    private void Spoil(double[] dW1, double[] dW2, AutoencoderProblem p)
    {
        void Scale(double[] gradient, double factor)
        {
            for (var i = 0; i < gradient.Length; i++)
                gradient[i] *= factor;
        }
        void Transpose(double[] gradient, int rows, int columns)
        {
            var copy = (double[])gradient.Clone();
            for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++)
                gradient[j * rows + i] = copy[i * columns + j];
        }
        foreach (var mistake in mistakes)
            switch (mistake)
            {
                case Mistake.SignOfW1:
                    Scale(dW1, -1);
                    break;
                case Mistake.SignOfW2:
                    Scale(dW2, -1);
                    break;
                case Mistake.W1GradientTransposed:
                    Transpose(dW1, p.Hidden, p.Inputs);
                    break;
                case Mistake.W2GradientTransposed:
                    Transpose(dW2, p.Inputs, p.Hidden);
                    break;
                case Mistake.OneElementOffByOneBitInTenMillion:
                    var largest = Array.IndexOf(dW2, dW2.MaxBy(Math.Abs));
                    dW2[largest] *= 1 + 1e-7;
                    break;
                default:
                    Scale(dW1, Factor(mistake, p));
                    Scale(dW2, Factor(mistake, p));
                    break;
            }
    }

    private static double Factor(Mistake mistake, AutoencoderProblem p) =>
        mistake switch
        {
            Mistake.FactorTwo => 2,
            Mistake.FactorHalf => 0.5,
            Mistake.FactorBatch => p.Batch,
            Mistake.MeanTakenTwice => 1.0 / p.Batch,
            Mistake.FactorPixels => p.Inputs,
            Mistake.SumOverPixelsAveraged => 1.0 / p.Inputs,
            Mistake.MeanOverPixelsNotImages => (double)p.Batch / p.Inputs,
            Mistake.MeanOverAllElements => 2.0 / p.Inputs,
            Mistake.FactorHidden => p.Hidden,
            Mistake.SumOverHiddenAveraged => 1.0 / p.Hidden,
            _ => 1,
        };

    private static double Activate(string activation, double a) =>
        activation switch
        {
            "relu" => Math.Max(0, a),
            "sigmoid" => 1 / (1 + Math.Exp(-a)),
            "tanh" => Math.Tanh(a),
            "identity" => a,
            _ => -a,
        };

    private static double Slope(string activation, double a)
    {
        var s = Activate(activation, a);
        return activation switch
        {
            "relu" => a > 0 ? 1 : 0,
            "sigmoid" => s * (1 - s),
            "tanh" => 1 - s * s,
            "identity" => 1,
            _ => -1,
        };
    }
}
