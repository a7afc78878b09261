using System.Numerics;
using Compare.Checks.Own;
using Compare.Oracles.Functions;
using Compare.Problems;
using Compare.Reference.Graphs;
using Compare.Results;

namespace Compare.Tests.Checks.Own;

/// <summary>Voters that leave the range of their numbers, that compute in float32, or that agree on nothing but zeros.</summary>
public sealed class VotersTests
{
    private static readonly NamedArray[] Saturated = [new("w", 1, 2, [1, -800])];

    [Fact]
    public void Check_VoterThatOverflows_HasNoOpinion()
    {
        double[][] Right(double[][] p) =>
            [
                [.. p[0].Select(w => Sigmoid(w) * (1 - Sigmoid(w)))],
            ];
        OwnGradient.Check(Saturated, Right, new Sigmoids()).AssertAgrees();
        OwnGradient
            .Check(
                Saturated,
                Right,
                p => p[0].Sum(Sigmoid),
                new OtherGradient(
                    "another",
                    p =>
                        [
                            [Right(p)[0][0], double.NaN],
                        ]
                )
            )
            .AssertAgrees();

        double[][] Wrong(double[][] p) =>
            [
                [Right(p)[0][0], 0.1],
            ];
        Assert.Contains(
            OwnGradient.Check(Saturated, Wrong, new Sigmoids()).Findings,
            f => f.Status == Status.Disagrees
        );
        double[][] WrongBeside(double[][] p) =>
            [
                [1.01 * Right(p)[0][0], 0],
            ];
        Assert.Contains(
            OwnGradient.Check(Saturated, WrongBeside, new Sigmoids()).Findings,
            f => f.Status == Status.Disagrees
        );
    }

    /// <summary>By hand the slope of a sigmoid is z (1 - z), which for large arguments keeps few digits or none.</summary>
    [Theory]
    [InlineData(1.0, true)]
    [InlineData(1.0, false)]
    [InlineData(1.0001, false)]
    public void Check_SaturatedSigmoid_AgreesInItsOwnAlgebra(double factor, bool byHand)
    {
        double[] w = [0.5, 3, 12, 25, 33, 40, -12, -40];
        var graph = Graph.Of(("w", w), x => (1 / (1 + (-x).Exp())).Sum());
        double[][] Gradient(double[][] p) =>
            [
                [
                    .. p[0]
                        .Select(x =>
                            factor
                            * (byHand ? Sigmoid(x) * (1 - Sigmoid(x)) : Math.Exp(-x) / Math.Pow(1 + Math.Exp(-x), 2))
                        ),
                ],
            ];

        var findings = OwnGradient.Check(graph, Gradient).Findings;

        Assert.Equal(factor != 1, findings.Any(finding => finding.Status == Status.Disagrees));
        Assert.Equal(
            factor != 1,
            OwnGradient
                .Check([new NamedArray("w", 1, w.Length, w)], Gradient, new Sigmoids())
                .Findings.Any(finding => finding.Status == Status.Disagrees)
        );
    }

    [Fact]
    public void Check_GradientThatIsZeroForEverybody_IsVacuous()
    {
        NamedArray[] at = [new("w", 1, 3, [-1, -2, -0.5]), new("b", 1, 1, [0.5])];
        double[][] Right(double[][] p) => [new double[3], [2 * p[1][0]]];
        double Function(double[][] p) => p[0].Sum(w => Math.Max(0, w)) + p[1][0] * p[1][0];
        var result = OwnGradient.Check(at, Right, Function);
        Assert.Equal(
            [Status.Vacuous, Status.Rounding],
            result.Findings.Select(f => f.Status == Status.Agrees ? Status.Rounding : f.Status)
        );
        Assert.True(result.Passed, result.ToString());
    }

    /// <summary>Autograd in float32 has seven digits, and its own disturbances must be of that size.</summary>
    [Fact]
    public void Check_VoterInFloat32_AllowsForIt()
    {
        var random = new Random(1);
        for (var draw = 0; draw < 200; draw++)
        {
            NamedArray[] at = [new("w", 1, 4, [.. Enumerable.Range(0, 4).Select(_ => 4 * random.NextDouble() - 2)])];
            double[][] Right(double[][] p) =>
                [
                    [.. p[0].Select(w => Math.Cos(w) * Math.Exp(Math.Sin(w)))],
                ];
            static double Function(double[][] p) => p[0].Sum(w => Math.Exp(Math.Sin(w)));
            var single = new OtherGradient(
                "autograd in float32",
                p =>
                    [
                        [.. p[0].Select(w => (double)(MathF.Cos((float)w) * MathF.Exp(MathF.Sin((float)w))))],
                    ]
            );
            var right = OwnGradient.Check(at, Right, Function, single);
            Assert.True(right.Passed && right.Findings.All(f => f.Status != Status.Undecided), right.ToString());
            var wrong = OwnGradient.Check(
                at,
                p =>
                    [
                        [.. Right(p)[0].Select((g, i) => i == 2 ? g + 1e-3 : g)],
                    ],
                Function,
                single
            );
            Assert.Equal(2, wrong.Findings.Count(f => f.Status == Status.Disagrees));
        }
    }

    private static double Sigmoid(double w) => 1 / (1 + Math.Exp(-w));

    private sealed class Sigmoids : IScalarFunction
    {
        public T Value<T>(IReadOnlyList<T[]> arguments)
            where T : unmanaged,
                INumber<T>,
                IRootFunctions<T>,
                IExponentialFunctions<T>,
                ILogarithmicFunctions<T>,
                IHyperbolicFunctions<T>
        {
            var sum = T.Zero;
            foreach (var w in arguments[0])
                sum += T.One / (T.One + T.Exp(-w));
            return sum;
        }
    }
}
