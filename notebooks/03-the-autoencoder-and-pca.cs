#:project ../src/Compare/Compare.csproj

// Made from 03-the-autoencoder-and-pca.ipynb by 'compare notebook'; change that and make this again.

using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Compare.Checks.Pca;
using Compare.Problems;
using Compare.Problems.Data;
using Compare.Problems.Parties;
using Compare.Reference.Optimizers;
using Compare.Reports.Notebook;
using Compare.Results;
using Compare.Sides;

// # 3. The autoencoder and PCA
//
// Take the activation function away, and the autoencoder is linear: it can do no better than principal component analysis, and its best
// weights *are* PCA's. So here, for once, the end of training is known exactly. This lesson trains an autoencoder, asks how far it is from
// the exact optimum, and gets an answer with a certificate.
//
// Run the cells from top to bottom; it takes some seconds. Build Compare once before, in the repository's folder:
// `dotnet build -c Release src/Compare`.

// Each lesson checks what it says: where something does not hold, its cell fails.
void Expect(bool holds, string sentence)
{
    if (!holds)
        throw new InvalidOperationException($"This does not hold: {sentence}.");
}

const int k = 10;

// 20 x 20 pixels, because eigenvectors take the cube of that in time.
var images = Datasets.Load("digits").Train.WithoutMargin(4);
var fromScratch = new ReferenceSide(threads: 2);
var torch = TorchSide.Open("cpu", threads: 2);

// ## What the best weights are
//
// With `s(a) = a` the reconstruction of all images is `Y = X W1' W2'`, a matrix of rank k. Of all such matrices the one nearest to X comes
// from the eigenvectors of `S = X'X / N` with the k largest eigenvalues (Eckart and Young, 1936): project every image onto them.
// What is left is half the sum of the other eigenvalues. **No training, however long, gets below that.**
//
// ## Training
//
// Three epochs of plain SGD on both sides, from the same weights, in float64.

var model = new AutoencoderSpec("identity", images.Dimension, k);
const int batch = 100;
var set = ImageProblems.Training(model, images, Precision.Float64, batch, updates: 3 * (images.Count / batch), seed: 3);
var start = ImageProblems.InitialParameters(model, Precision.Float64, seed: 1);
var rule = Sgd.Homework with { LearningRate = 0.005 };

(double[] Losses, IReadOnlyList<NamedArray> Weights) Train(IEpochSide side)
{
    var all = new Batch(set.X.Length / set.Inputs, set.X, set.Labels);
    using var training = side.StartEpochs(model, Precision.Float64, start, rule, all, batch);
    var losses = training.Train(set.Batches.SelectMany(rows => rows).ToArray(), batch);
    return (losses, training.CopyParameters());
}

var (losses, weights) = Train(fromScratch);
var (torchLosses, torchWeights) = Train(torch);
double[] updates = [.. Enumerable.Range(1, losses.Length)];
new LineFigure(
    "lesson/loss",
    "Three epochs",
    "Loss of each batch. The curves of the two sides lie on each other.",
    [new LineSeries("from scratch", updates, losses), new LineSeries("TorchSharp", updates, torchLosses)],
    "update",
    "loss",
    LogarithmicY: true
).Display();

Expect(losses[^1] < losses[0] / 2, "the loss falls");
Expect(losses.Zip(torchLosses, (a, b) => Math.Abs(a - b) / a).Max() < 1e-10, "both sides take the same way");

// ## How far from the optimum?
//
// `PcaCheck` takes weights of whatever program and holds them against the exact optimum: the eigenvalues and eigenvectors of S, verified in
// numbers of 32 digits, so that each figure comes with what it can be off by.

PcaCertificate Certify(double[] w1, double[] w2) =>
    PcaCheck.Of(images, w1, w2, threads: 2, eigensolver: TorchSide.Eigensolver);

TableFigure Describe(string title, params (string Name, PcaCertificate Certificate)[] rows) =>
    new(
        "lesson/certificates",
        title,
        "Loss gap: the loss above the exact minimum. Angles: between the space of the decoder's columns and that of the leading "
            + "eigenvectors; all zero for PCA.",
        ["weights", "minimum", "known to", "loss gap", "largest angle", "smallest angle", "eigenvectors held"],
        [
            .. rows.Select(row =>
                (string[])
                    [
                        row.Name,
                        Numbers.Text(row.Certificate.Minimum),
                        Numbers.Text(row.Certificate.MinimumBound),
                        Numbers.Text(row.Certificate.LossGap),
                        $"{Math.Asin(Math.Min(1, row.Certificate.Sines[0])) * 180 / Math.PI:0.0}°",
                        $"{Math.Asin(Math.Min(1, row.Certificate.Sines[^1])) * 180 / Math.PI:0.0}°",
                        row.Certificate.Held,
                    ]
            ),
        ]
    );

var before = Certify(start[0].Values, start[1].Values);
var after = Certify(weights[0].Values, weights[1].Values);
Describe("On the way to PCA", ("before training", before), ("after three epochs", after)).Display();

Expect(
    after.LossGap > 0 && after.LossGap < before.LossGap / 3,
    "training gets much nearer to the optimum, and not below it"
);
Expect(after.Minimum > 1e6 * after.MinimumBound, "the optimum is known to many digits");
Expect(after.Sines[^1] < 0.1, "the first directions are found");

// Gradient descent finds the strong directions first; the angle that is still large belongs to a component that hardly matters for the loss.
//
// ## Only the space counts
//
// The columns of W2 need not be eigenvectors. Turn the code by any invertible matrix Q, `W2 Q` and `Q^-1 W1`, and the autoencoder does the same. The
// certificate looks at what is determined: the space that the columns span, and the product of the weights. Here Q turns the first two hidden
// units by 30 degrees. Doubling the decoder alone, on the other hand, keeps the space and spoils the reconstruction.

// Rotates units 0 and 1: rows of W1 (k x d), columns of W2 (d x k).
double[] Turned(double[] values, int stride, int step, double angle)
{
    var turned = (double[])values.Clone();
    var (cos, sin) = (Math.Cos(angle), Math.Sin(angle));
    for (var i = 0; i < images.Dimension; i++)
    {
        var (a, b) = (values[i * step], values[i * step + stride]);
        turned[i * step] = cos * a - sin * b;
        turned[i * step + stride] = sin * a + cos * b;
    }
    return turned;
}

var w1 = Turned(weights[0].Values, stride: images.Dimension, step: 1, Math.PI / 6);
var w2 = Turned(weights[1].Values, stride: 1, step: k, Math.PI / 6);
var rotated = Certify(w1, w2);
var doubled = Certify(weights[0].Values, [.. weights[1].Values.Select(w => 2 * w)]);
Describe("What the certificate sees", ("trained", after), ("turned", rotated), ("decoder doubled", doubled)).Display();

Expect(Math.Abs(rotated.LossGap - after.LossGap) < 1e-9 * after.Minimum, "turning the code changes nothing");
Expect(Math.Abs(rotated.Sines[0] - after.Sines[0]) < 1e-9, "nor the space");
Expect(Math.Abs(doubled.Sines[0] - after.Sines[0]) < 1e-9, "doubling the decoder keeps the space");
Expect(doubled.LossGap > after.Minimum, "and spoils the reconstruction");

// ## To the end
//
// `PcaSurvey` does all this for both sides: some epochs of gradient descent, then alternating least squares until the angles are at the limit
// of double precision. The figures show the homework's claims about PCA with the numbers that decide them, how the angles close, the share of
// every component that is captured, and at last the components themselves: *eigen-digits*.
//
// `relu` takes part as well. Its code is not linear, so PCA is not where it ends; but no code of k numbers that a linear decoder reads gets
// below PCA's loss, and its run is held against that.

var survey = new PcaSurvey
{
    Sides = [fromScratch, torch],
    Images = images,
    Activations = ["identity", "relu"],
    Hidden = [k],
    Epochs = 3,
    Batch = batch,
    Eigensolver = TorchSide.Eigensolver,
    Seed = 1,
    Threads = 2,
}.Run((done, all, what) => { }, default);
survey.Display();

Expect(survey.Findings.All(finding => finding.Status != Status.Disagrees), "nothing disagrees");
Expect(survey.Figures.OfType<ImageGridFigure>().Any(), "the eigen-digits are shown");

// **What to take along.** Where the optimum is known, ask for the distance to it and for a certificate of that distance. A loss that looks
// converged says little about single components; the angles say which ones are found.

static class Kernel
{
    private static readonly LessonPage Page = LessonPage.Begin("03-the-autoencoder-and-pca");

    public static void Display(this object value) => Page.Show(value);

    public static void DisplayAs(this string text, string mimeType) => Page.Show(text, mimeType);
}
