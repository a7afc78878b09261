#:project ../src/Compare/Compare.csproj

// Made from 04-the-homework.ipynb by 'compare notebook'; change that and make this again.

using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Compare.Homework;
using Compare.Problems;
using Compare.Problems.Data;
using Compare.Reports.Notebook;
using Compare.Results;
using Compare.Sides;

// # 4. The homework's tables and figures
//
// The homework behind this project trains autoencoders with five activation functions (Table 1) and a classifier under five optimizers at
// three step sizes (Table 2), and draws its curves and pictures (Figures 3 to 16). This lesson makes all of them, each run on both sides.
//
// As it stands it takes a few hundred of the built-in digits and five epochs, which shows how everything looks within seconds. Set `full` to
// true for the homework itself: MNIST, all epochs, three seeds, with the printed numbers beside ours. That takes about a quarter of an hour
// on two cores, and is resumed where it was stopped; it is the command `compare reproduce`.
//
// Run the cells from top to bottom. Build Compare once before, in the repository's folder: `dotnet build -c Release src/Compare`.

// Each lesson checks what it says: where something does not hold, its cell fails.
void Expect(bool holds, string sentence)
{
    if (!holds)
        throw new InvalidOperationException($"This does not hold: {sentence}.");
}

var full = false;

// ## Data
//
// Every finished run is kept in a folder, one file each, so that nothing is computed twice. The quick look keeps its runs for this session only.

var digits = Datasets.Load("digits");
var few = new Dataset(
    "a few digits without their margin",
    digits.Train.First(600).WithoutMargin(4),
    digits.Test.First(200).WithoutMargin(4),
    digits.Origin
);
var data = full ? Datasets.Load("mnist") : few;
var runs = full ? Path.Combine("out", "runs") : Directory.CreateTempSubdirectory("lesson-").FullName;
Console.WriteLine($"{data.Name}: {data.Train.Count} training and {data.Test.Count} test images");

// ## The runs
//
// `HomeworkSurvey` makes the runs that are missing, on both sides, and then the tables and figures.

var made = 0;
var survey = new HomeworkSurvey
{
    Data = data,
    Torch = TorchSide.Open("cpu", threads: 1),
    Runs = runs,
    Parts = full ? Parts.All : Parts.Table1 | Parts.Table2 | Parts.Figures,
    IsQuick = !full,
}.Run((done, all, what) => made = all, note => Console.WriteLine(note), default);
Console.WriteLine($"{made} training runs");

Expect(survey.Findings.All(finding => finding.Status != Status.Disagrees), "both sides agree on every run");

// Do the two sides agree? Each training run is chaotic in its own way (lesson 2), so what is compared are losses and accuracies, against the
// spread of runs that differ in one rounding.

new CheckResult("the homework's runs", survey.Findings).Display();

Expect(survey.Findings.Any(finding => finding.Status is Status.Agrees or Status.Rounding), "something was compared");

// ## Tables 1 and 2
//
// The full run adds the audit: every equation and every claim of the homework's text, each with a verdict and the numbers that decide it.

var tables = survey.Figures.OfType<TableFigure>().ToList();
foreach (var table in tables)
    table.Display();

Expect(tables.Count >= 2, "there are two tables");

// ## Curves: Figures 3 to 7, and 14 to 16
//
// Training and test loss of the autoencoders over the epochs, and the classifier's training loss under each optimizer. A step size of 0.5 is far
// too large for some of them, as the homework says; the curves show it.

var curves = survey.Figures.OfType<PanelFigure>().ToList();
foreach (var figure in curves)
    figure.Display();

Expect(curves.Count == 8, "there are eight figures with curves");

// ## Pictures: Figures 8 to 13
//
// Test images, and what the trained autoencoders make of them on both sides.

var pictures = survey.Figures.OfType<ImageGridFigure>().ToList();
foreach (var figure in pictures)
    figure.Display();

Expect(pictures.Count > 0, "there are reconstructions");

// **What to take along.** A table can be reproduced cell by cell on two programs that share no code. Where both agree with each other and not with
// what is printed, the difference is the homework's; `compare reproduce` says so claim by claim.

static class Kernel
{
    private static readonly LessonPage Page = LessonPage.Begin("04-the-homework");

    public static void Display(this object value) => Page.Show(value);

    public static void DisplayAs(this string text, string mimeType) => Page.Show(text, mimeType);
}
