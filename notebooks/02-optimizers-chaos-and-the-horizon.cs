#:project ../src/Compare/Compare.csproj

// Made from 02-optimizers-chaos-and-the-horizon.ipynb by 'compare notebook'; change that and make this again.

using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Compare.Checks.Relations;
using Compare.Checks.Trajectories;
using Compare.Checks.Updates;
using Compare.Problems;
using Compare.Problems.Data;
using Compare.Problems.Parties;
using Compare.Reference.Optimizers;
using Compare.Reports.Notebook;
using Compare.Results;
using Compare.Sides;

// # 2. Optimizers, chaos and the horizon
//
// Two correct programs train the same model from the same numbers. After a thousand updates their weights have not one digit in common.
// Is one of them wrong? This lesson shows why that question cannot be answered by looking at the end, and how it can be answered.
//
// Run the cells from top to bottom; it takes some seconds. Build Compare once before, in the repository's folder:
// `dotnet build -c Release src/Compare`.

// Each lesson checks what it says: where something does not hold, its cell fails.
void Expect(bool holds, string sentence)
{
    if (!holds)
        throw new InvalidOperationException($"This does not hold: {sentence}.");
}

var images = Datasets.Load("digits").Train;
var model = new AutoencoderSpec("tanh", images.Dimension, 5);
var fromScratch = new ReferenceSide();
var torch = TorchSide.Open("cpu", threads: 1);

// ## Five rules
//
// With `g` the gradient and `lr` the step size, each rule says how a weight `w` moves:
//
// | rule | update |
// |---|---|
// | `sgd` | `w -= lr g` |
// | `momentum` | `v = 0.9 v + g`, `w -= lr v` |
// | `rmsprop` | `v = 0.99 v + 0.01 g^2`, `w -= lr g / (sqrt(v) + eps)` |
// | `adam` | moments of `g` and `g^2`, each corrected for starting at zero |
// | `adagrad` | `G += g^2`, `w -= lr g / (sqrt(G) + eps)` |
//
// A *training problem* fixes everything that a run depends on: model, precision, initial weights, the batch of every update, and the rule. Here
// are the first losses of each rule on the from-scratch side.

TrainingProblem Run(string rule, double stepSize, int updates) =>
    new(
        model,
        Precision.Float64,
        ImageProblems.InitialParameters(model, Precision.Float64, seed: 1),
        ImageProblems.Training(model, images, Precision.Float64, batch: 10, updates, seed: 3),
        TorchRules.Surveyed(rule).Rule with
        {
            LearningRate = stepSize,
        }
    );

List<double> Losses(ISide side, TrainingProblem run)
{
    using var training = side.Start(run.Model, run.Precision, run.Parameters, run.Rule);
    return [.. Enumerable.Range(0, run.Set.Batches.Count).Select(update => training.Step(run.Set.Batch(update)))];
}

var curves = OptimizerTable
    .Table2.Select(name => (Name: name, Losses: Losses(fromScratch, Run(name, 0.002, 150))))
    .Select(curve => new LineSeries(curve.Name, [.. curve.Losses.Select((_, i) => i + 1.0)], curve.Losses))
    .ToList();
new LineFigure(
    "lesson/losses",
    "Five rules, one problem",
    "Loss of each batch of ten images, step size 0.002.",
    curves,
    "update",
    "loss",
    LogarithmicY: false
).Display();

foreach (var curve in curves)
    Expect(curve.Y[^1] < curve.Y[0], $"{curve.Name} makes the loss smaller");

// ## The temptation
//
// The obvious test of two programs is to run both and to compare the end. Here is the distance of the weights between our side and TorchSharp,
// update by update, under RMSProp; and beside it the distance between our side *and itself*, started with weights changed in their last bit.

List<double> Distances(TrainingProblem run, ISide side, IReadOnlyList<NamedArray> start)
{
    using var a = fromScratch.Start(run.Model, run.Precision, run.Parameters, run.Rule);
    using var b = side.Start(run.Model, run.Precision, start, run.Rule);
    var distances = new List<double>();
    for (var update = 0; update < run.Set.Batches.Count; update++)
    {
        a.Step(run.Set.Batch(update));
        b.Step(run.Set.Batch(update));
        var pairs = a.CopyParameters()
            .Zip(b.CopyParameters())
            .SelectMany(pair => pair.First.Values.Zip(pair.Second.Values));
        distances.Add(Math.Sqrt(pairs.Sum(pair => Math.Pow(pair.First - pair.Second, 2))));
    }
    return distances;
}

var chaotic = Run("rmsprop", 0.01, 300);
var touched = chaotic
    .Parameters.Select(parameter => parameter with { Values = [.. parameter.Values.Select(Math.BitIncrement)] })
    .ToList();

var ofSides = Distances(chaotic, torch, chaotic.Parameters);
var ofOneProgram = Distances(chaotic, fromScratch, touched);
double[] updates = [.. Enumerable.Range(1, 300)];
new LineFigure(
    "lesson/distances",
    "RMSProp, step size 0.01: how far runs are apart",
    "Euclidean distance of all weights.",
    [
        new LineSeries("from scratch and TorchSharp", updates, ofSides),
        new LineSeries("from scratch and itself, last bits changed", updates, ofOneProgram),
    ],
    "update",
    "distance",
    LogarithmicY: true
).Display();

Expect(ofSides[0] < 1e-12, "the two sides start together");
Expect(ofSides[^1] > 1e6 * ofSides[0], "they end far apart");
Expect(ofOneProgram[^1] > 1e6 * ofOneProgram[0], "so does one program from itself");

// Both curves climb alike. So the distance of the two programs says nothing about either: **the training itself amplifies whatever it is
// given**, and rounding gives it something at every update. That is chaos in the strict sense, and no tolerance at the end can be right: a
// narrow one fails correct programs, a wide one passes wrong ones.
//
// ## Step-locked
//
// So do not let differences add up. At every update, TorchSharp is put into our side's place: same weights, same gradient, same state of the
// optimizer. Both make *one* step, and what they arrive at is held against the bound of that step. An error of this update is told apart from
// one that was inherited.

var locked = OptimizerTable
    .Table2.SelectMany(name => new StepLockedCheck(fromScratch, torch).Run(Run(name, 0.01, 100), default))
    .ToList();
new CheckResult("five rules, 100 updates each, step-locked", locked).Display();

Expect(locked.All(finding => finding.Status is Status.Agrees or Status.Rounding), "every single update agrees");

// ## Free-running, with a horizon
//
// Now that every single update is known to agree, a free run can be judged too. Beside the two sides run *shadows*: our own program, every
// update of which is disturbed within its rounding bound. As long as shadows stay within the bound of a run that amplifies nothing, the sides
// must stay there too. From the **horizon** on they do not, and agreement is not to be expected of anybody.
//
// Plain SGD first, then RMSProp.

Survey Free(string rule, int count) =>
    new FreeRunCheck(fromScratch, torch, judged: false, seed: 1, threads: 2).Run(
        Run(rule, 0.01, count),
        clean: true,
        default
    );

var calm = Free("sgd", 150);
calm.Display();

Expect(calm.Findings.All(finding => finding.Status is Status.Agrees or Status.Rounding), "SGD stays within its bound");

var wild = Free("rmsprop", 150);
wild.Display();

Expect(wild.Findings.Any(finding => finding.Status == Status.Chaos), "RMSProp does not, and is called chaotic");
Expect(
    wild.Figures.OfType<PanelFigure>().Single().Markers.Any(marker => marker.Label == "horizon"),
    "the figure marks the horizon"
);

// `chaos` is not a polite word for `disagrees`. It takes three things: the step-locked check is clean, the sides are no farther apart than the
// shadows are, and it is counted in every report.
//
// ## A mistake that no curve shows
//
// Adam corrects its moments for starting at zero, with the number of the update as exponent. Let somebody count from 2 instead of 1. After some
// hundred updates the correction is gone, and so is the difference.

// (At the end of this file.)

var somebody = new OtherRule(fromScratch, rule => ((Adam)rule) with { FirstCount = 2 });
var adam = Run("adam", 0.0005, 100);
var (right, wrong) = (Losses(fromScratch, adam), Losses(somebody, adam));
double[] first100 = [.. Enumerable.Range(1, 100)];
new LineFigure(
    "lesson/adam",
    "Adam, and Adam that counts from 2",
    "Loss of each batch. The curves lie on each other.",
    [new LineSeries("from scratch", first100, right), new LineSeries("somebody's Adam", first100, wrong)],
    "update",
    "loss",
    LogarithmicY: false
).Display();

var caught = new CheckResult("somebody's Adam", new StepLockedCheck(fromScratch, somebody).Run(adam, default));
caught.Display();

var unequal = right.Zip(wrong, (a, b) => Math.Abs(a - b) / a).Max();
Console.WriteLine($"The losses differ by {unequal:0.0%} at most.");
Expect(unequal < 0.05, "the curves lie on each other");
Expect(!caught.Passed, "the step-locked check sees the mistake");
Expect(
    caught.Findings.Any(finding => finding.Status == Status.Disagrees && finding.Location.Update == 1),
    "at the very first update"
);
Expect(caught.ToString().Contains("counts updates from 2"), "and names it");

// The moments agree, the step taken from them does not, from update 1 on. And of the usual mistakes one gives exactly these numbers: the verdict
// names it.
//
// ## What must hold exactly
//
// Some relations leave no room for rounding at all. The activation *negative* with (W1, W2) computes what *identity* does with (W1, -W2), and
// a change of sign is exact. So the two runs must be mirror images bit for bit, under every rule and however chaotic they are.

var negative = new AutoencoderSpec("negative", model.Inputs, model.Hidden);
var mirror = new List<Finding>();
foreach (var side in new ISide[] { fromScratch, torch })
foreach (var name in OptimizerTable.Table2)
    mirror.Add(NegationRelation.Check(side, Run(name, 0.01, 50) with { Model = negative }));
new CheckResult("negative is identity with the sign of W2 changed", mirror).Display();

Expect(mirror.All(finding => finding.Status == Status.Agrees), "bit for bit");

// **What to take along.** Compare single updates, not endings. Ask of a free run only what runs of one program can keep among themselves; the
// horizon says how long that is. And where something holds exactly, ask for the bits.

sealed class OtherRule(ISide side, Func<Optimizer, Optimizer> change) : ISide
{
    public string Name => "somebody's Adam";

    public GradientTrace Gradient(Problem problem) => side.Gradient(problem);

    public ITraining Start(
        ModelSpec model,
        Precision precision,
        IReadOnlyList<NamedArray> parameters,
        Optimizer rule
    ) => side.Start(model, precision, parameters, change(rule));
}

static class Kernel
{
    private static readonly LessonPage Page = LessonPage.Begin("02-optimizers-chaos-and-the-horizon");

    public static void Display(this object value) => Page.Show(value);

    public static void DisplayAs(this string text, string mimeType) => Page.Show(text, mimeType);
}
