using Compare.Checks.Gradients;
using Compare.Problems;
using Compare.Problems.Parties;
using Compare.Results;

namespace Compare.Tests.Faults.Gradients;

/// <summary>The mistakes that carry over to the classifier get their names there too.</summary>
public sealed class ClassifierFinderTests
{
    public static TheoryData<string> Mistakes => [.. MistakenClassifier.Mistakes];

    [Fact]
    public void Run_PlainClassifier_Agrees() =>
        Assert.All(Run("none"), finding => Assert.NotEqual(Status.Disagrees, finding.Status));

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Run_Mistake_IsNamed(string mistake)
    {
        var failed = Run(mistake).Where(finding => finding.Status == Status.Disagrees).ToList();

        Assert.NotEmpty(failed);
        var words = Compare
            .Faults.Gradients.GradientCatalogue.For(Problem())
            .Single(row => row.Id == mistake)
            .Cause.Words;
        Assert.All(failed, finding => Assert.Contains(words, finding.Cause?.ToString(), StringComparison.Ordinal));
    }

    private static IReadOnlyList<Finding> Run(string mistake) =>
        new GradientCheck(new ReferenceSide(), new MistakenClassifier(mistake)).Run(Problem(), directions: 0).Findings;

    private static Problem Problem()
    {
        var random = new Random(2);
        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextDouble() - 1)];
        var model = new ClassifierSpec([7, 5, 6, 4]);
        return new Problem(
            model,
            Precision.Float64,
            [
                .. model.Parameters.Select(shape => new NamedArray(
                    shape.Name,
                    shape.Rows,
                    shape.Columns,
                    Draw(shape.Length)
                )),
            ],
            new Batch(9, Draw(9 * 7), [.. Enumerable.Range(0, 9).Select(i => i % 4)])
        );
    }
}
