#:project ../src/Compare/Compare.csproj

// Made from 05-check-your-own.ipynb by 'compare notebook'; change that and make this again.

using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Text;
using System.Threading.Tasks;
using Compare.Checks.Own;
using Compare.Oracles.Functions;
using Compare.Problems;
using Compare.Problems.Data;
using Compare.Reference.Graphs;
using Compare.Reference.Optimizers;
using Compare.Reports.Notebook;
using Compare.Results;

// # 5. Check your own gradient and your own optimizer
//
// You derived a gradient by hand, or wrote an optimizer. Is it right? This lesson checks both in one call each. The answer is not a number to
// be compared with a tolerance but a review: what is wrong, where, by how much, and what would make it right.
//
// Run the cells from top to bottom; it takes some seconds. Build Compare once before, in the repository's folder:
// `dotnet build -c Release src/Compare`.

// Each lesson checks what it says: where something does not hold, its cell fails.
void Expect(bool holds, string sentence)
{
    if (!holds)
        throw new InvalidOperationException($"This does not hold: {sentence}.");
}

// Whether the check failed, and its review says these words.
bool Says(CheckResult result, string words) => !result.Passed && result.ToString().Contains(words);

// ## A function of your own
//
// Take logistic regression with a penalty: for images `x` with labels `t` of 0 or 1,
//
//     f(w, b) = sum log(1 + e^(-y a)) + lambda/2 |w|^2,   a = w x + b,   y = 2 t - 1
//
// and its gradient, derived by hand:
//
//     dw = sum (s(a) - t) x + lambda w,   db = sum (s(a) - t),   s(a) = 1 / (1 + e^-a)
//
// Write the *function* once over a number type `T`. Then Compare can evaluate it in numbers that differentiate themselves, with 32 digits, and
// in numbers that carry their rounding error: the first give the exact gradient, the second the bound.

// (At the end of this file.)

// Here the images are threes and eights, 12 x 12 pixels from their middle.

var digits = Datasets.Load("digits").Train.WithoutMargin(8);
var chosen = Enumerable.Range(0, digits.Count).Where(i => digits.Labels[i] is 3 or 8).Take(40).ToList();
ImageRow Row(int label) =>
    new($"{label}", [.. chosen.Where(i => digits.Labels[i] == label).Take(12).Select(i => digits.Image(i).ToArray())]);
new ImageGridFigure(
    "lesson/digits",
    "Threes and eights",
    "The middle of some training images.",
    digits.Rows,
    digits.Columns,
    [Row(3), Row(8)]
).Display();

// One call checks the gradient:

double[] Pixels(int i)
{
    var x = new double[digits.Dimension];
    digits.Scale(PixelScaling.Unit, [i], x);
    return x;
}

var logistic = new Logistic(
    [.. chosen.Select(Pixels)],
    [.. chosen.Select(i => digits.Labels[i] == 8 ? 1 : 0)],
    lambda: 0.5
);
var random = new RandomSource(1);
NamedArray[] at =
[
    new("w", 1, digits.Dimension, [.. Enumerable.Range(0, digits.Dimension).Select(_ => 0.1 * random.NextNormal())]),
    new("b", 1, 1, [0.25]),
];

var right = OwnGradient.Check(at, logistic.Gradient, logistic);
right.Display();

Expect(right.Passed, "the gradient is right");

// In a test of yours that line ends in `.AssertAgrees();`, which fails the test with the review as its message. `catches` says how strong the
// verdict is: how many of the usual mistakes this very check would have noticed.
//
// Now some of those mistakes. Each check answers with the cause.

double[][] Changed(double[][] gradient, Func<double[], double[]> change) => [change(gradient[0]), gradient[1]];

var rows = new List<IReadOnlyList<string>>();
TableFigure Table(string title, string caption) =>
    new("lesson/mistakes", title, caption, ["mistake", "what the check says"], rows);
CheckResult Noted(string mistake, CheckResult result)
{
    rows.Add([mistake, result.Findings.First(finding => finding.Status == Status.Disagrees).Cause.ToString()]);
    return result;
}

CheckResult Try(string mistake, Func<double[][], double[][]> gradient) =>
    Noted(mistake, OwnGradient.Check(at, gradient, logistic));

var sign = Try("negated", p => [.. logistic.Gradient(p).Select(g => g.Select(x => -x).ToArray())]);
var half = Try("half of dw", p => Changed(logistic.Gradient(p), dw => [.. dw.Select(x => x / 2)]));
var penalty = Try("no penalty", p => Changed(logistic.Gradient(p), dw => [.. dw.Zip(p[0], (x, w) => x - 0.5 * w)]));
var element = Try(
    "dw[42] + 1e-9",
    p => Changed(logistic.Gradient(p), dw => [.. dw.Select((x, j) => j == 42 ? x + 1e-9 : x)])
);
Table("Mistakes in the gradient", "Each planted on purpose.").Display();

Expect(Says(sign, "the sign is wrong"), "a wrong sign is named");
Expect(Says(half, "half of what it must be"), "a factor is named");
Expect(Says(penalty, "a term 0.5 x w is missing"), "a forgotten penalty is named, with its factor");
Expect(Says(element, "dw[0, 42]"), "one element that is off by a billionth is found");

// And the whole review of the last one, as a test would print it:

Console.WriteLine(element);

// A function that you cannot write over a number type, because it calls a library, works too: give a plain `Func<double[][], double>`, and finite
// differences vote instead. Their bounds are wider, since a quotient of differences loses half of the digits.

var plain = OwnGradient.Check(at, logistic.Gradient, arguments => logistic.Value(arguments));
plain.Display();

Expect(plain.Passed, "finite differences agree as well");

// ## A function as a graph
//
// Layers and losses are written with operators and a few functions of whole arrays. Then Compare has the function as a graph of operations, each
// with its own backward rule, and a wrong gradient is answered with the path of it that is wrong, in the names of your variables. Here is layer
// normalisation, and its gradient in the compact form that every framework has:
//
//     y = gamma z + beta,   z = (x - mean) / root,   root^2 = variance + 1e-5
//     dx = (dz - mean(dz) - z mean(dz z)) / root

const int rowCount = 6;
const int width = 4;
double[,] Draw(int seed)
{
    var source = new RandomSource((ulong)seed);
    var matrix = new double[rowCount, width];
    for (var i = 0; i < rowCount; i++)
    for (var j = 0; j < width; j++)
        matrix[i, j] = source.NextNormal();
    return matrix;
}

var weights = Draw(2);
var layer = Graph.Of(
    ("x", Draw(1)),
    ("gamma", new[] { 1, 0.5, 2, -1 }),
    ("beta", new[] { 0, 0.1, 0.2, 0.3 }),
    (x, gamma, beta) =>
    {
        var mean = x.Mean(axis: 1, keepAxis: true);
        var variance = (x - mean).Square().Mean(axis: 1, keepAxis: true);
        var y = gamma * ((x - mean) / (variance + 1e-5).Sqrt()) + beta;
        return (weights * y).Sum();
    }
);

// keptOfVariance is 1 in the right gradient, and 0 where somebody takes the variance for a constant.
double[][] LayerNorm(double[][] p, double keptOfVariance)
{
    var (dx, dGamma, dBeta) = (new double[rowCount * width], new double[width], new double[width]);
    for (var i = 0; i < rowCount; i++)
    {
        var row = p[0].AsSpan(i * width, width).ToArray();
        var mean = row.Average();
        var root = Math.Sqrt(row.Average(v => (v - mean) * (v - mean)) + 1e-5);
        var z = row.Select(v => (v - mean) / root).ToArray();
        var dz = z.Select((_, j) => weights[i, j] * p[1][j]).ToArray();
        var (ofMean, ofVariance) = (dz.Average(), dz.Zip(z, (a, b) => a * b).Average());
        for (var j = 0; j < width; j++)
        {
            dx[i * width + j] = (dz[j] - ofMean - keptOfVariance * z[j] * ofVariance) / root;
            dGamma[j] += weights[i, j] * z[j];
            dBeta[j] += weights[i, j];
        }
    }
    return [dx, dGamma, dBeta];
}

var compact = OwnGradient.Check(layer, p => LayerNorm(p, keptOfVariance: 1));
compact.Display();
var constant = OwnGradient.Check(layer, p => LayerNorm(p, keptOfVariance: 0));
Console.WriteLine(constant);

Expect(compact.Passed, "the compact form is right");
Expect(Says(constant, "the path through `variance`"), "the path that is missing is named");
Expect(Says(constant, "is missing, as if it were a constant"), "and what is wrong with it");

// ## The homework's autoencoder
//
// Its derivation is known line by line, so a mistake is named together with the equation that it violates. Here is the slip of lesson 1 again: a
// derivative taken at the activation instead of the pre-activation.

(double[], double[]) Autoencoder(double[] x, double[] w1, double[] w2, int d, int k, Func<double, double> slope)
{
    int images = x.Length / d;
    double[] dW1 = new double[k * d],
        dW2 = new double[d * k];
    for (var i = 0; i < images; i++)
    {
        double[] z = new double[k],
            dz = new double[k];
        for (var l = 0; l < k; l++)
            z[l] = Math.Tanh(Enumerable.Range(0, d).Sum(j => w1[l * d + j] * x[i * d + j])); // (A.1), (A.2)
        for (var j = 0; j < d; j++)
        {
            var y = Enumerable.Range(0, k).Sum(l => w2[j * k + l] * z[l]); // (A.3)
            var dy = (y - x[i * d + j]) / images; // (A.4), (A.6)
            for (var l = 0; l < k; l++)
            {
                dW2[j * k + l] += dy * z[l]; // (A.7)
                dz[l] += dy * w2[j * k + l]; // (A.8)
            }
        }
        for (var l = 0; l < k; l++)
        for (var j = 0; j < d; j++)
            dW1[l * d + j] += dz[l] * slope(z[l]) * x[i * d + j]; // (A.9), (A.10)
    }
    return (dW1, dW2);
}

var model = new AutoencoderSpec("tanh", digits.Dimension, 6);
var problem = ImageProblems.Of(model, digits, Precision.Float64, batch: 20, seed: 1);
CheckResult CheckAutoencoder(Func<double, double> slope) =>
    OwnAutoencoder.Check(
        model,
        problem.Batch.X,
        problem.Parameters[0].Values,
        problem.Parameters[1].Values,
        (x, w1, w2) => Autoencoder(x, w1, w2, model.Inputs, model.Hidden, slope)
    );

CheckAutoencoder(z => 1 - z * z).AssertAgrees();
var slipped = CheckAutoencoder(z => 1 - Math.Tanh(z) * Math.Tanh(z));
slipped.Display();

Expect(Says(slipped, "the derivative is taken at the code"), "the slip is named");
Expect(Says(slipped, "(A.9)"), "and the equation that it violates");

// ## Your own optimizer
//
// An optimizer is a function that makes one update; what it remembers is its own. Say which rule it should follow, and with which options.

// Makes a fresh Adam for each check.
OptimizerStep Adam(double beta2 = 0.999, bool corrected = true, int first = 1)
{
    double[] m = new double[OwnOptimizer.Parameters],
        v = new double[OwnOptimizer.Parameters];
    return (theta, gradient, update) =>
    {
        var t = update + first - 1;
        for (var i = 0; i < theta.Length; i++)
        {
            m[i] = 0.9 * m[i] + 0.1 * gradient[i];
            v[i] = beta2 * v[i] + (1 - beta2) * gradient[i] * gradient[i];
            var mHat = corrected ? m[i] / (1 - Math.Pow(0.9, t)) : m[i];
            var vHat = corrected ? v[i] / (1 - Math.Pow(beta2, t)) : v[i];
            theta[i] -= 0.01 * mHat / (Math.Sqrt(vHat) + 1e-8);
        }
    };
}

var rule = (Adam)OptimizerTable.Named("adam") with { LearningRate = 0.01 };
var adam = OwnOptimizer.Check(Adam(), rule);
adam.Display();

Expect(adam.Passed, "my Adam is Adam");

// And with mistakes: no bias correction, another beta, counting from 2; and at last something that is no Adam at all.

rows.Clear();
var uncorrected = Noted("no bias correction", OwnOptimizer.Check(Adam(corrected: false), rule));
var beta = Noted("beta2 = 0.99", OwnOptimizer.Check(Adam(beta2: 0.99), rule));
var late = Noted("counts from 2", OwnOptimizer.Check(Adam(first: 2), rule));
var squares = new double[OwnOptimizer.Parameters];
var other = Noted(
    "AdaGrad",
    OwnOptimizer.Check(
        (theta, gradient, update) =>
        {
            for (var i = 0; i < theta.Length; i++)
                theta[i] -= 0.02 * gradient[i] / (Math.Sqrt(squares[i] += gradient[i] * gradient[i]) + 1e-7);
        },
        rule
    )
);
Table("Mistakes in the optimizer", "Each held against Adam with step size 0.01.").Display();

Expect(Says(uncorrected, "neither m nor v is corrected for its bias"), "a missing correction is named");
Expect(Says(beta, "beta2 is 0.99 instead of 0.999"), "a wrong hyper-parameter is solved for");
Expect(Says(late, "counts updates from 2"), "a wrong counter is named");
Expect(Says(other, "it follows another rule, adagrad"), "the rule that it does follow is identified");

// **What to take along.** One call, no tolerance to choose, and a failure that says what to change. For a program in another language,
// `compare trace FILE.npz` gives the same reviews of what it recorded.

sealed class Logistic(double[][] images, int[] labels, double lambda) : IScalarFunction
{
    public T Value<T>(IReadOnlyList<T[]> arguments)
        where T : unmanaged,
            INumber<T>,
            IRootFunctions<T>,
            IExponentialFunctions<T>,
            ILogarithmicFunctions<T>,
            IHyperbolicFunctions<T>
    {
        var (w, b) = (arguments[0], arguments[1][0]);
        var sum = T.Zero;
        for (var i = 0; i < images.Length; i++)
        {
            var a = b;
            for (var j = 0; j < w.Length; j++)
                a += w[j] * T.CreateChecked(images[i][j]);
            sum += T.Log(T.One + T.Exp(labels[i] == 1 ? -a : a));
        }
        foreach (var weight in w)
            sum += T.CreateChecked(lambda / 2) * weight * weight;
        return sum;
    }

    // From the arguments, an array each, to the gradient, arrays of the same lengths.
    public double[][] Gradient(double[][] arguments)
    {
        var (w, b) = (arguments[0], arguments[1][0]);
        double[] dw = [.. w.Select(weight => lambda * weight)];
        double[] db = [0];
        for (var i = 0; i < images.Length; i++)
        {
            var a = b + w.Zip(images[i], (weight, pixel) => weight * pixel).Sum();
            var error = 1 / (1 + Math.Exp(-a)) - labels[i];
            for (var j = 0; j < w.Length; j++)
                dw[j] += error * images[i][j];
            db[0] += error;
        }
        return [dw, db];
    }
}

static class Kernel
{
    private static readonly LessonPage Page = LessonPage.Begin("05-check-your-own");

    public static void Display(this object value) => Page.Show(value);

    public static void DisplayAs(this string text, string mimeType) => Page.Show(text, mimeType);
}
