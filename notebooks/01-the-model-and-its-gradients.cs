#:project ../src/Compare/Compare.csproj

// Made from 01-the-model-and-its-gradients.ipynb by 'compare notebook'; change that and make this again.

using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Compare.Checks.Gradients;
using Compare.Oracles.Gradients;
using Compare.Problems;
using Compare.Problems.Data;
using Compare.Problems.Parties;
using Compare.Reference.Optimizers;
using Compare.Reports.Notebook;
using Compare.Results;
using Compare.Sides;

// # 1. The model and its gradients
//
// An autoencoder squeezes an image through a few numbers and draws it again. This lesson derives its gradients, computes them three
// times in three different ways, and asks the question that every comparison of two programs comes to: *they differ in the sixteenth
// digit; is that rounding, or a mistake?*
//
// Run the cells from top to bottom; it takes some seconds. Build Compare once before, in the repository's folder:
// `dotnet build -c Release src/Compare`.

// Each lesson checks what it says: where something does not hold, its cell fails.
void Expect(bool holds, string sentence)
{
    if (!holds)
        throw new InvalidOperationException($"This does not hold: {sentence}.");
}

// ## Images
//
// `digits` is built in: handwritten digits in MNIST's format, 28 x 28 pixels, drawn by a program, the same bytes on every machine.

var images = Datasets.Load("digits").Train;
var some = Enumerable.Range(0, 12).Select(i => images.Image(i).ToArray()).ToList();
new ImageGridFigure(
    "lesson/digits",
    "Digits",
    $"The first twelve of {images.Count} training images.",
    images.Rows,
    images.Columns,
    [new ImageRow("digits", some)]
).Display();

// ## The model
//
// The images of a batch are the rows of `X`. `W1` (k x d) is the encoder, `W2` (d x k) the decoder, `s` the activation function, here
// tanh. The numbers on the right are those of `src/Reference/derivation.md`.
//
//     A = X W1'                     (A.1)   pre-activations
//     Z = s(A)                      (A.2)   the code: k numbers for an image
//     Y = Z W2'                     (A.3)   the image drawn again
//     R = Y - X                     (A.4)   residuals
//     L = 1/(2B) sum_ij R_ij^2      (A.5)   the loss
//
// Read backwards, each line gives one line of the gradient; `d` in front of a letter is the gradient of the loss by it:
//
//     dY = R / B                    (A.6)
//     dW2 = dY' Z                   (A.7)
//     dZ = dY W2                    (A.8)
//     dA = dZ * s'(A)               (A.9)   elementwise; s'(a) = 1 - z^2 for tanh
//     dW1 = dA' X                   (A.10)
//
// ## By hand
//
// Here it is in plain loops, one image after the other. The slope `s'` is a parameter, so that we can get it wrong later.
// A class that implements `IGradientSource` is a party to the comparison of gradients.

// (At the end of this file.)

// ## Against autograd
//
// A *problem* is a model, its weights and a batch as plain arrays. Every side gets the same ones: ours, and TorchSharp, where autograd
// finds the gradient of (A.1) to (A.5) without our formulas.

var model = new AutoencoderSpec("tanh", images.Dimension, 25);
var problem = ImageProblems.Of(model, images, Precision.Float64, batch: 50, seed: 1);
var mine = new MyGradient((a, z) => 1 - z * z); // (A.21)
var torch = TorchSide.Open("cpu", threads: 2);

var byHand = mine.Gradient(problem);
var byAutograd = torch.Gradient(problem);
double Apart(NamedArray a, NamedArray b) => a.Values.Zip(b.Values, (x, y) => Math.Abs(x - y)).Max();
foreach (var (a, b) in byHand.Tensors.Zip(byAutograd.Tensors))
    Console.WriteLine($"{a.Name, -4} {a.Rows} x {a.Columns}: largest difference {Apart(a, b):0.0e+00}");

Expect(Apart(byHand.Gradients[0], byAutograd.Gradients[0]) < 1e-12, "the two gradients are nearly the same");

// ## What is nearly?
//
// The differences are tiny. So are the gradients, and a mistake may be tiny too. A tolerance such as `1e-6` would be a guess: too strict
// for one problem, blind on the next. Compare derives it instead. The same formulas (A.1) to (A.10) are evaluated twice more:
//
// - by the **judge**, in numbers of 32 digits: as good as exact;
// - in numbers that carry a **bound** on their own rounding error through every operation. It holds for any order of summation, so it
//   belongs to the formula and not to a program.
//
// Each element of each gradient now has its own measure: `error / bound`. Up to 1, rounding explains the error; above, it cannot.

var judgement = Judgement.Of(problem, threads: 2);
var exact = judgement.Tensors[1]; // dW1
double Error(NamedArray dW1, int i) => Math.Abs(dW1.Values[i] - exact.Values[i].Hi - exact.Values[i].Lo);
var rows = new List<IReadOnlyList<string>>();
foreach (var i in new[] { 300, 6000, 12345 })
foreach (var (who, dW1) in new[] { ("my gradient", byHand.Gradients[0]), ("autograd", byAutograd.Gradients[0]) })
{
    var (error, bound) = (Error(dW1, i), exact.Bounds[i]);
    rows.Add([
        $"{dW1.NameOf(i)}, {who}",
        Numbers.Exact(exact.Values[i].Hi),
        Numbers.Text(error),
        Numbers.Text(bound),
        Numbers.Text(error / bound),
    ]);
    Expect(error <= bound, $"element {i} of {who} is within its bound");
}
new TableFigure(
    "lesson/elements",
    "Three elements of dW1",
    "The judge's value, and how far each side is from it.",
    ["element", "exact", "error", "bound", "error / bound"],
    rows
).Display();

// ## The verdict
//
// `GradientCheck` does this for every element of the loss and of both gradients: one side against the other, each side against the judge, and
// the derivation itself against finite differences, which know the loss only. There are five verdicts:
//
// | verdict | meaning |
// |---|---|
// | `agrees` | the same bits |
// | `rounding` | different, but rounding explains it: error / bound is at most 1 |
// | `chaos` | in long runs only, see the next lesson |
// | `vacuous` | could not have failed, and says why |
// | `disagrees` | anything else |

CheckResult Check(IGradientSource side, Problem of, int directions = 0) =>
    new("my gradient", new GradientCheck(side, torch, threads: 2).Run(of, directions).Findings);

var result = Check(mine, problem, directions: 1);
result.Display();

Expect(result.Passed, "my gradient agrees with autograd");
Expect(result.Findings.All(finding => finding.Ratio <= 1), "every error is within its bound");

// ## A small mistake
//
// For tanh the slope can be had from the code `z`: `1 - z^2`. Here is a slip that looks right and nearly is: `1 - tanh(z)^2`, as if `z` were
// `a`. While the weights are small, tanh(z) is close to z, so the gradient is off by little more than one per cent at worst. Training would
// go on happily, its loss curve would look as ever, and a tolerance of two per cent lets it pass.

var slipped = new MyGradient((a, z) => 1 - Math.Tanh(z) * Math.Tanh(z));
var off = Apart(slipped.Gradient(problem).Gradients[0], byAutograd.Gradients[0]);
var largest = byAutograd.Gradients[0].Values.Max(Math.Abs);
Console.WriteLine($"largest difference in dW1: {off / largest:0.00%} of its largest element");

var caught = Check(slipped, problem);
caught.Display();

Expect(off / largest < 0.02, "a tolerance of two per cent would let the mistake pass");
Expect(!caught.Passed, "the bound does not");
Expect(
    caught
        .Findings.Where(finding => finding.Status == Status.Disagrees)
        .All(finding => finding.Subject.Contains("dW1")),
    "only dW1 is wrong; the loss and dW2 do not depend on the slope"
);
Expect(caught.ToString().Contains("against (A.9)"), "the line of the derivation is named");

// The verdict names the tensor and the worst element; and because the catalogue of usual mistakes knows one that gives exactly these numbers, it
// names the mistake, the line of the derivation that it violates, and the remedy. Lesson 5 does the same for any function of yours.
//
// ## A check that cannot fail
//
// A comparison of zeros with zeros passes whatever the program does. Compare says so instead of counting it as a success. With a decoder
// of zeros nothing flows back, and `dW1` is exactly zero. Even the slip from above cannot be seen here:

var zeros = problem with
{
    Parameters = [problem.Parameters[0], new NamedArray("W2", images.Dimension, 25, new double[images.Dimension * 25])],
};
var blind = Check(slipped, zeros);
blind.Display();

Expect(blind.Findings.Any(finding => finding.Status == Status.Vacuous), "the comparison of zeros is called vacuous");
Expect(blind.Findings.All(finding => finding.Status != Status.Disagrees), "the mistake cannot be seen here");

// ## All activations, both precisions
//
// In float32 the bound is about half a billion times wider: that is how much coarser its numbers are. The formulas are the same, and so
// is the picture: every point stays left of the line at 1, although no two sides have the same bits.

var survey = new GradientSurvey(
    new ReferenceSide(2),
    torch,
    images,
    [
        .. new[] { "identity", "negative", "relu", "sigmoid", "tanh" }.Select(name => new AutoencoderSpec(
            name,
            images.Dimension,
            10
        )),
    ],
    [Precision.Float64, Precision.Float32],
    Batch: 20,
    Seed: 1,
    Threads: 2
).Run((done, all, what) => { }, default);
foreach (var figure in survey.Figures)
    figure.Display();

Expect(survey.Findings.All(finding => finding.Status != Status.Disagrees), "nothing disagrees");
Expect(survey.Findings.Any(finding => finding.Status == Status.Rounding), "something was compared");

// Charts are pictures here, so that they show wherever this notebook is read. `figure.Interactive().Display()` adds the same chart to zoom
// into, with plotly.js inside (3.6 MB each), which is why it is not saved here.
//
// **What to take along.** A gradient is right if its error is explained by rounding, element by element; the bound says what rounding can
// explain. Next: what happens when such gradients are followed for thousands of updates.

sealed class MyGradient(Func<double, double, double> slope) : IGradientSource
{
    public string Name => "my gradient";

    public GradientTrace Gradient(Problem problem)
    {
        double[] w1 = problem.Parameters[0].Values,
            w2 = problem.Parameters[1].Values,
            x = problem.Batch.X;
        int images = problem.Batch.Count,
            k = problem.Parameters[0].Rows,
            d = problem.Parameters[0].Columns;
        double loss = 0;
        double[] dW1 = new double[k * d],
            dW2 = new double[d * k];
        for (var i = 0; i < images; i++)
        {
            double[] a = new double[k],
                z = new double[k],
                dz = new double[k];
            for (var l = 0; l < k; l++)
            {
                for (var j = 0; j < d; j++)
                    a[l] += w1[l * d + j] * x[i * d + j]; // (A.1)
                z[l] = Math.Tanh(a[l]); // (A.2)
            }
            for (var j = 0; j < d; j++)
            {
                double y = 0;
                for (var l = 0; l < k; l++)
                    y += w2[j * k + l] * z[l]; // (A.3)
                var r = y - x[i * d + j]; // (A.4)
                loss += r * r; // (A.5)
                var dy = r / images; // (A.6)
                for (var l = 0; l < k; l++)
                {
                    dW2[j * k + l] += dy * z[l]; // (A.7)
                    dz[l] += dy * w2[j * k + l]; // (A.8)
                }
            }
            for (var l = 0; l < k; l++)
            {
                var da = dz[l] * slope(a[l], z[l]); // (A.9)
                for (var j = 0; j < d; j++)
                    dW1[l * d + j] += da * x[i * d + j]; // (A.10)
            }
        }
        return new GradientTrace(
            loss / (2 * images),
            [new NamedArray("dW1", k, d, dW1), new NamedArray("dW2", d, k, dW2)]
        );
    }
}

static class Kernel
{
    private static readonly LessonPage Page = LessonPage.Begin("01-the-model-and-its-gradients");

    public static void Display(this object value) => Page.Show(value);

    public static void DisplayAs(this string text, string mimeType) => Page.Show(text, mimeType);
}
