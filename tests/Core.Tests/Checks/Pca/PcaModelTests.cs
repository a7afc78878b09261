using Compare.Checks.Pca;
using Compare.Reference.LinearAlgebra;
using Compare.Reference.Numerics;
using Compare.Results;

namespace Compare.Tests.Checks.Pca;

/// <summary>
/// Models with biases, tied weights, weight decay, a mean and a scale: what is the optimum of such a model passes, and its nearest wrong
/// neighbours fail with the reason. Right weights come from Jacobi's rotations and the closed form, in the tests' own arithmetic.
/// </summary>
public sealed class PcaModelTests
{
    private const int Draws = 12;

    private static readonly string[] Right =
    [
        "biases",
        "decoder bias alone",
        "any encoder bias",
        "negative with biases",
        "biases in float32",
        "tied",
        "standardised by the model",
        "decay",
        "decay in another basis",
        "decays that differ",
        "decay in float32",
        "decay beyond an eigenvalue",
        "decay and biases",
        "tied with decay",
    ];

    private static readonly (string Kind, string Reason)[] Wrong =
    [
        ("bias off", "bias-off"),
        ("bias of the mean alone", "bias-off"),
        ("biases of zeros", "bias-off"),
        ("uncentred with biases", "not-centred"),
        ("mean not told", "not-centred"),
        ("decay not taken", "not-shrunken"),
        ("decay doubled", "another-decay"),
        ("decay of a mean over elements", "another-decay"),
        ("decay unbalanced", "unbalanced"),
        ("decay with one component unshrunken", "not-trained"),
        ("decay 0.01 % too large an element", "not-trained"),
        ("decay and a bias off", "bias-off"),
    ];

    public static TheoryData<string, int> RightKinds =>
        new(Right.SelectMany(_ => Enumerable.Range(0, Draws), (kind, draw) => (kind, draw)));

    public static TheoryData<string, string, int> WrongKinds =>
        new(Wrong.SelectMany(_ => Enumerable.Range(0, Draws), (kind, draw) => (kind.Kind, kind.Reason, draw)));

    [Theory]
    [MemberData(nameof(RightKinds))]
    public void Of_TheOptimumOfTheModel_Passes(string kind, int draw)
    {
        var certificate = new Data(draw).Check(kind);
        Assert.True(certificate.IsPca, $"{certificate}, {certificate.LossGap:e3} {certificate.LossBound:e3}");
        Assert.True(certificate.Check.Passed);
        Assert.Null(certificate.Reason);
    }

    [Theory]
    [MemberData(nameof(WrongKinds))]
    public void Of_ANeighbour_FailsWithTheReason(string kind, string reason, int draw)
    {
        var certificate = new Data(draw).Check(kind);
        Assert.False(certificate.IsPca, certificate.ToString());
        Assert.Equal(Status.Disagrees, certificate.Check.Findings[0].Status);
        Assert.Equal(reason, certificate.Reason!.Id);
    }

    /// <summary>No weights near the optimum, nor far from it, have less loss and decay than (P.16) says.</summary>
    [Fact]
    public void Of_WeightDecay_NoWeightsReachBelowTheMinimum()
    {
        for (var draw = 0; draw < Draws; draw++)
        {
            var data = new Data(draw);
            var (model, minimum) = (data.Model("decays that differ"), data.Check("decays that differ").Minimum);
            Assert.Equal(minimum, data.Objective(model), 1e-12 * minimum);
            var random = new Random(draw);
            for (var i = 0; i < 200; i++)
            {
                var size = Math.Pow(10, -random.Next(0, 5));
                double[] Moved(double[] w) => [.. w.Select(x => x + size * (random.NextDouble() - 0.5))];
                Assert.True(
                    data.Objective(model with { W1 = Moved(model.W1), W2 = Moved(model.W2) }) >= minimum * (1 - 1e-12)
                );
            }
        }
    }

    [Fact]
    public void Of_DecayOnOneMatrix_HasNoOptimum()
    {
        var data = new Data(1);
        var model = data.Model("tied");
        foreach (var decayed in new[] { model with { EncoderDecay = 0.1 }, model with { DecoderDecay = 0.1 } })
        {
            var certificate = PcaCheck.Of(data.X, decayed);
            Assert.False(certificate.IsPca);
            Assert.Equal(Outcome.Undecided, certificate.Check.Outcome);
        }
    }

    [Fact]
    public void Of_ArraysThatDoNotFit_AreRefused()
    {
        var data = new Data(1);
        var model = data.Model("biases");
        Assert.Throws<ArgumentException>(() => PcaCheck.Of(data.X, model with { EncoderBias = [1] }));
        Assert.Throws<ArgumentException>(() => PcaCheck.Of(data.X, model with { DecoderBias = [double.NaN] }));
        Assert.Throws<ArgumentException>(() =>
            PcaCheck.Of(data.X, model with { Scale = new double[data.X.GetLength(1)] })
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => PcaCheck.Of(data.X, model with { EncoderDecay = -1 }));
        var x = (double[,])data.X.Clone();
        x[3, 1] = double.NaN;
        var refused = Assert.Throws<ArgumentException>(() => PcaCheck.Of(x, model));
        Assert.Contains("Row 3", refused.Message, StringComparison.Ordinal);
    }

    private sealed class Data
    {
        private readonly Random _random;
        private readonly int _d;
        private readonly int _k;

        public Data(int draw)
        {
            _random = new Random(300 + draw);
            _d = 4 + draw % 7;
            _k = 2 + draw % 2;
            X = new double[30 + 5 * draw, _d];
            var mixing = Enumerable.Range(0, _d * _d).Select(_ => Normal()).ToArray();
            var mean = Enumerable.Range(0, _d).Select(_ => 2 * Normal()).ToArray();
            for (var i = 0; i < X.GetLength(0); i++)
            {
                var hidden = Enumerable.Range(0, _d).Select(j => Normal() * Math.Pow(0.6, j)).ToArray();
                for (var j = 0; j < _d; j++)
                    X[i, j] =
                        mean[j] + (1 + 0.5 * j) * Enumerable.Range(0, _d).Sum(q => mixing[j * _d + q] * hidden[q]);
            }
        }

        public double[,] X { get; }

        public PcaCertificate Check(string kind) => PcaCheck.Of(X, Model(kind));

        /// <summary>Loss and decay by a plain loop over the rows.</summary>
        public double Objective(PcaModel model)
        {
            double loss = 0;
            for (var row = 0; row < X.GetLength(0); row++)
            {
                var code = new double[_k];
                for (var j = 0; j < _k; j++)
                    code[j] = Enumerable.Range(0, _d).Sum(i => model.W1[j * _d + i] * X[row, i]);
                for (var i = 0; i < _d; i++)
                {
                    var error = X[row, i] - Enumerable.Range(0, _k).Sum(j => model.W2[i * _k + j] * code[j]);
                    loss += error * error / (2 * X.GetLength(0));
                }
            }
            return loss
                + model.EncoderDecay * model.W1.Sum(w => w * w) / 2
                + model.DecoderDecay * model.W2.Sum(w => w * w) / 2;
        }

        public PcaModel Model(string kind)
        {
            var hasBias = kind.Contains("bias", StringComparison.Ordinal);
            var isStandardised = kind == "standardised by the model";
            var mean = Columns(j => Column(j).Average());
            var deviations = Columns(j => Math.Sqrt(Column(j).Average(x => (x - mean[j]) * (x - mean[j]))));
            var isCentred = (hasBias && kind != "uncentred with biases") || isStandardised || kind == "mean not told";
            var (values, vectors) = Leading(
                (i, j) => isCentred ? (X[i, j] - mean[j]) / (isStandardised ? deviations[j] : 1) : X[i, j]
            );
            var (alpha1, alpha2) =
                !kind.Contains("decay", StringComparison.Ordinal) ? (0, 0)
                : kind is "decays that differ" ? (0.3 * values[0], 0.02 * values[0])
                : kind is "decay beyond an eigenvalue" ? (2 * values[^1], 0.9 * values[^1])
                : (0.1 * values[0], 0.1 * values[0]);
            var model = Optimum(kind, values, vectors, alpha1, alpha2);
            if (isStandardised)
                model = model with { Mean = mean, Scale = deviations };
            return hasBias ? WithBiases(kind, model, mean) : model;
        }

        private PcaModel Optimum(string kind, double[] values, double[,] vectors, double alpha1, double alpha2)
        {
            var tau = Math.Sqrt(alpha1 * alpha2);
            if (kind == "decay not taken")
                tau = 0;
            if (kind == "decay doubled")
                tau *= 2;
            if (kind == "decay of a mean over elements")
                tau *= _d;
            var (w1, w2) = (new double[_k * _d], new double[_d * _k]);
            var rotation = kind == "decay in another basis" ? 0.7 : 0;
            for (var j = 0; j < _k; j++)
            {
                var product = Math.Max(0, 1 - tau / values[j]);
                if (kind == "decay with one component unshrunken" && j == 0)
                    product = 1;
                var ratio = alpha1 > 0 ? Math.Sqrt(Math.Sqrt(alpha2 / alpha1)) : 1;
                if (kind == "decay unbalanced")
                    ratio *= 1.5;
                var (a, b) = (Math.Sqrt(product) * ratio, Math.Sqrt(product) / ratio);
                for (var i = 0; i < _d; i++)
                {
                    // Rotating the first two hidden units changes nothing.
                    void Add(int unit, double share)
                    {
                        w1[unit * _d + i] += share * a * vectors[i, j];
                        w2[i * _k + unit] += share * b * vectors[i, j];
                    }
                    Add(j, j < 2 ? Math.Cos(rotation) : 1);
                    if (j < 2 && rotation != 0)
                        Add(1 - j, j == 0 ? Math.Sin(rotation) : -Math.Sin(rotation));
                }
            }
            if (kind == "decay 0.01 % too large an element")
                w1[Array.IndexOf(w1, w1.MaxBy(Math.Abs))] *= 1.0001;
            if (kind.EndsWith("float32", StringComparison.Ordinal))
                (w1, w2) = (Single(w1), Single(w2));
            return kind switch
            {
                "tied" => PcaModel.Tied(w1, _d),
                "tied with decay" => PcaModel.Tied(w1, _d, 2 * alpha1),
                _ => new PcaModel(w1, w2) { EncoderDecay = alpha1, DecoderDecay = alpha2 },
            };
        }

        private PcaModel WithBiases(string kind, PcaModel model, double[] mean)
        {
            var sign = kind == "negative with biases" ? -1 : 1;
            var b1 = Enumerable.Range(0, _k).Select(_ => kind == "any encoder bias" ? Normal() : 0).ToArray();
            if (kind == "biases")
                for (var j = 0; j < _k; j++)
                    b1[j] = -Enumerable.Range(0, _d).Sum(i => model.W1[j * _d + i] * mean[i]);
            double[] w1 = [.. model.W1.Select(w => sign * w)];
            var b2 = Columns(i =>
                mean[i]
                - sign
                    * Enumerable
                        .Range(0, _k)
                        .Sum(j =>
                            model.W2[i * _k + j] * (Enumerable.Range(0, _d).Sum(q => w1[j * _d + q] * mean[q]) + b1[j])
                        )
            );
            if (kind is "bias off" or "decay and a bias off")
                b2[0] += 1e-4;
            if (kind == "bias of the mean alone")
                b2 = mean;
            if (kind == "biases of zeros")
                b2 = new double[_d];
            if (kind.EndsWith("float32", StringComparison.Ordinal))
                (b1, b2) = (Single(b1), Single(b2));
            return model with
            {
                W1 = w1,
                IsNegative = sign < 0,
                EncoderBias = kind == "decoder bias alone" ? null : b1,
                DecoderBias = b2,
            };
        }

        private (double[] Values, double[,] Vectors) Leading(Func<int, int, double> element)
        {
            var n = X.GetLength(0);
            var s = new Matrix<double>(_d, _d);
            for (var r = 0; r < n; r++)
            for (var i = 0; i < _d; i++)
            for (var j = 0; j < _d; j++)
                s[i, j] += element(r, i) * element(r, j) / n;
            var eigen = SymmetricEigen<double>.Of(s);
            var vectors = new double[_d, _k];
            for (var i = 0; i < _d; i++)
            for (var j = 0; j < _k; j++)
                vectors[i, j] = eigen.Vectors[i, j];
            return ([.. eigen.Values[.._k]], vectors);
        }

        private double[] Columns(Func<int, double> of) => [.. Enumerable.Range(0, _d).Select(of)];

        private IEnumerable<double> Column(int j) => Enumerable.Range(0, X.GetLength(0)).Select(i => X[i, j]);

        private static double[] Single(double[] values) => [.. values.Select(x => (double)(float)x)];

        private double Normal() =>
            Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
    }
}
