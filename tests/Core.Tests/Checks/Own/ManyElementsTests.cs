using Compare.Checks.Own;
using Compare.Problems;
using Compare.Results;

namespace Compare.Tests.Checks.Own;

/// <summary>Of thousands of elements every one is seen, although few are differentiated alone.</summary>
public sealed class ManyElementsTests(ITestOutputHelper output)
{
    [Fact]
    public void Check_OneWrongElementOfManyByValuesAlone_IsFound() => IsFound(10);

    [Fact(Explicit = true)]
    public void Check_OneWrongElementOfManyByValuesAlone_IsFoundSixtyTimes() => IsFound(60);

    private void IsFound(int instances)
    {
        var found = 0;
        for (var seed = 0; seed < instances; seed++)
        {
            var random = new Random(seed);
            var (rows, columns) = (random.Next(21, 60), random.Next(21, 60));
            NamedArray[] at = [new("W", rows, columns, Draw(random, rows * columns))];
            var weights = Draw(random, rows * columns);
            var wrong = random.Next(rows * columns);
            double Function(double[][] p) =>
                Math.Log(1 + p[0].Select((w, i) => weights[i] * w * w * w + w * w).Sum(x => x * x));
            double[][] Right(double[][] p)
            {
                var terms = p[0].Select((w, i) => weights[i] * w * w * w + w * w).ToArray();
                var sum = 1 + terms.Sum(x => x * x);
                return
                [
                    [.. p[0].Select((w, i) => 2 * terms[i] * (3 * weights[i] * w * w + 2 * w) / sum)],
                ];
            }
            double[][] Wrong(double[][] p)
            {
                var gradient = Right(p);
                gradient[0][wrong] *= 1.5;
                return gradient;
            }

            var right = OwnGradient.Check(at, Right, Function);
            Assert.True(right.Passed, right.ToString());
            var finding = Assert.Single(OwnGradient.Check(at, Wrong, Function).Findings);
            if (
                finding.Status == Status.Disagrees
                && finding.Location is { } place
                && place.Row * columns + place.Column == wrong
            )
                found++;
        }
        output.WriteLine($"{instances} functions, none failed; {found} elements 50 % off found");
        // An element whose cube is nearly nothing has a slope of nearly nothing.
        Assert.InRange(found, instances * 95 / 100, instances);
    }

    [Fact]
    public void Check_ElementThatIsNoNumberAmongMany_Disagrees()
    {
        NamedArray[] at = [new("w", 1, 1001, Draw(new Random(1), 1001))];
        var result = OwnGradient.Check(
            at,
            p =>
                [
                    [.. p[0].Select((w, i) => i == 502 ? double.NaN : 2 * w)],
                ],
            p => p[0].Sum(w => w * w)
        );
        Assert.Equal(Status.Disagrees, Assert.Single(result.Findings).Status);
    }

    private static double[] Draw(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextDouble() - 1)];
}
