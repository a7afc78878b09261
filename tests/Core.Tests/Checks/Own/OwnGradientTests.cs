using Compare.Checks.Own;
using Compare.Oracles.Functions;
using Compare.Problems;
using Compare.Results;
using Compare.Torch;
using static TorchSharp.torch;

namespace Compare.Tests.Checks.Own;

/// <summary>Somebody's gradient of somebody's function: the right one passes, and a wrong one is told what is wrong with it.</summary>
public sealed class OwnGradientTests
{
    public static TheoryData<string, Func<double[][], double[][]>, string> Mistakes =>
        new()
        {
            { "sign", p => Scaled(p, -1), "the sign is wrong: negate it" },
            { "twice", p => Scaled(p, 2), "twice too large: halve it" },
            { "mean", p => Scaled(p, 1.0 / Ridge.Outputs, 0), "divided by the number of rows" },
            {
                "transposed",
                p => Changed(p, 0, dW => [.. dW.Select((_, i) => dW[i % 4 * 3 + i / 4])]),
                "it lies in memory as its transpose"
            },
            {
                "transposed, negated",
                p => Changed(p, 0, dW => [.. dW.Select((_, i) => -dW[i % 4 * 3 + i / 4])]),
                "it lies in memory as its transpose, and the sign is wrong"
            },
            { "zeros", p => Changed(p, 1, dB => new double[dB.Length]), "it is zero everywhere" },
            { "last row", p => Changed(p, 0, dW => [.. dW.Select((v, i) => i < 9 ? v : 0)]), "the last row is zero" },
            { "penalty", p => Ridge.Gradient(p, 0), "a term 0.125 x W is missing" },
            {
                "one element",
                p => Changed(p, 0, dW => [.. dW.Select((v, i) => i == 7 ? v + 1e-6 : v)]),
                "no usual mistake explains it"
            },
            { "not finite", p => Changed(p, 1, dB => [double.NaN, .. dB[1..]]), "1 values of your gradient" },
            { "too short", p => Changed(p, 1, dB => dB[1..]), "db has 3 elements, b has 4" },
            { "one argument", p => Ridge.Gradient(p)[..1], "there are 1 arrays for 2 arguments" },
        };

    /// <summary>An example for somebody's test suite.</summary>
    [Fact]
    public void Check_RightGradient_Agrees() =>
        OwnGradient.Check(Ridge.Arguments, Ridge.Gradient, new Ridge()).AssertAgrees();

    [Fact]
    public void Check_RightGradient_AgreesToRoundingWithDifferentiation()
    {
        var result = OwnGradient.Check(Ridge.Arguments, Ridge.Gradient, new Ridge());

        Assert.True(result.Passed, result.ToString());
        Assert.Equal(4, result.Findings.Count);
        Assert.All(result.Findings, finding => Assert.NotNull(finding.Power));
        Assert.All(
            result.Findings.Where(finding => finding.Key[KeyPart.Party] == "automatic differentiation"),
            finding => Assert.InRange(finding.Bound!.Value, 0, 1e-13)
        );
        Assert.All(
            result.Findings.Where(finding => finding.Key[KeyPart.Party] == "finite differences"),
            finding => Assert.InRange(finding.Bound!.Value, 0, 1e-8)
        );
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Check_Mistake_IsNamed(string name, Func<double[][], double[][]> gradient, string cause)
    {
        foreach (
            var result in new[]
            {
                OwnGradient.Check(Ridge.Arguments, gradient, new Ridge()),
                OwnGradient.Check(Ridge.Arguments, gradient, new Ridge().Value<double>),
            }
        )
        {
            Assert.False(result.Passed, name);
            var failed = result.Findings.Where(finding => finding.Status == Status.Disagrees).ToList();
            Assert.Contains(failed, finding => finding.Cause!.ToString().Contains(cause, StringComparison.Ordinal));
            var exception = Assert.Throws<DisagreementException>(result.AssertAgrees);
            Assert.Contains(cause, exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Check_FunctionInTorchSharp_AutogradVotes()
    {
        // f(W, b) = 1/2 |W W' b|^2 + sum of exp(b).
        var function = new TorchFunction(
            p => 0.5 * mm(mm(p[0], p[0].t()), p[1]).square().sum() + p[1].exp().sum(),
            [2, 3],
            [2, 1]
        );
        NamedArray[] arguments = [new("W", 2, 3, [0.5, -1.25, 0.75, 1, 0.25, -0.5]), new("b", 2, 1, [0.375, -0.625])];
        var autograd = new OtherGradient("TorchSharp's autograd", function.Gradient);

        OwnGradient.Check(arguments, p => ByHand(p, 1), function.Value, autograd).AssertAgrees();
        var wrong = OwnGradient.Check(arguments, p => ByHand(p, 0.5), function.Value, autograd);

        var dW = wrong.Findings.Where(finding => finding.Key[KeyPart.Tensor] == "dW").ToList();
        Assert.Equal(2, dW.Count);
        Assert.All(
            dW,
            finding => Assert.StartsWith("half of what it must be", finding.Cause?.ToString(), StringComparison.Ordinal)
        );
        Assert.InRange(dW[0].Bound!.Value, 0, 1e-13);
        Assert.Equal(2, wrong.Findings.Count(finding => finding.Status == Status.Disagrees));
    }

    [Fact]
    public void Check_ManyElements_ComparesSomeAndSaysSo()
    {
        // f(v) = sum of v^3 / 3.
        NamedArray[] arguments = [new("v", 1, 1000, [.. Enumerable.Range(1, 1000).Select(i => i / 500.0)])];
        static double Sum(double[][] p) => p[0].Sum(v => v * v * v) / 3;

        var right = OwnGradient.Check(
            arguments,
            p =>
                [
                    [.. p[0].Select(v => v * v)],
                ],
            Sum
        );
        var wrong = OwnGradient.Check(
            arguments,
            p =>
                [
                    [.. p[0].Select(v => v)],
                ],
            Sum
        );

        Assert.True(right.Passed, right.ToString());
        Assert.Contains(
            "of 1000 elements 400 are compared one by one, all of them along 4 random directions",
            FindingWords.Notes(right.Findings[0])!,
            StringComparison.Ordinal
        );
        Assert.False(wrong.Passed);
        Assert.Contains(
            "of 1000 are outside their bound",
            wrong.Findings[0].Location?.ToString(),
            StringComparison.Ordinal
        );
    }

    /// <summary>xunit tells a failed assertion from an error by an interface of the exception.</summary>
    [Fact]
    public void AssertAgrees_Failure_IsAFailedAssertion()
    {
        var exception = Assert.Throws<DisagreementException>(
            OwnGradient.Check(Ridge.Arguments, p => Scaled(p, -1), new Ridge()).AssertAgrees
        );

        var reported = Xunit.v3.TestFailed.FromException(exception, "1", "1", "1", "1", "1", "1", 0, "", []);
        Assert.Equal(Xunit.Sdk.FailureCause.Assertion, reported.Cause);
    }

    /// <summary>With M = W W' and y = M b, f = 1/2 |y|^2 + sum of exp(b): db = M y + exp(b), dW = (y b' + b y') W.</summary>
    private static double[][] ByHand(double[][] p, double factor)
    {
        double[] w = p[0],
            b = p[1];
        var m = new double[2, 2];
        for (var i = 0; i < 2; i++)
        for (var j = 0; j < 2; j++)
        for (var l = 0; l < 3; l++)
            m[i, j] += w[i * 3 + l] * w[j * 3 + l];
        double[] y = [m[0, 0] * b[0] + m[0, 1] * b[1], m[1, 0] * b[0] + m[1, 1] * b[1]];
        var dW = new double[6];
        for (var i = 0; i < 2; i++)
        for (var l = 0; l < 3; l++)
        for (var j = 0; j < 2; j++)
            dW[i * 3 + l] += factor * (y[i] * b[j] + b[i] * y[j]) * w[j * 3 + l];
        double[] dB =
        [
            m[0, 0] * y[0] + m[1, 0] * y[1] + Math.Exp(b[0]),
            m[0, 1] * y[0] + m[1, 1] * y[1] + Math.Exp(b[1]),
        ];
        return [dW, dB];
    }

    private static double[][] Scaled(double[][] p, double factor, int? argument = null) =>
        [.. Ridge.Gradient(p).Select((g, i) => argument is null || argument == i ? [.. g.Select(v => factor * v)] : g)];

    private static double[][] Changed(double[][] p, int argument, Func<double[], double[]> change) =>
        [.. Ridge.Gradient(p).Select((g, i) => i == argument ? change(g) : g)];
}
