using Compare.Reference.Optimizers;

namespace Compare.Reference.Tests.Optimizers;

/// <summary>
/// What the documentation says about rounding of hyper-parameters, NaN, and roots of negative numbers.
/// </summary>
public sealed class SpecialValueTests
{
    public static IEnumerable<TheoryDataRow<string>> Names => OptimizerTableTests.Names;

    /// <summary>In float, 1 - 0.999f is 0.00099998713: wrong in the fifth digit.</summary>
    [Fact]
    public void OneMinusBeta_InFloat_IsRoundedOnce()
    {
        var adam = Adam.Homework.CreateState<float>(1);
        Adam.Homework.Update<float>(new float[1], [1f], adam);
        Assert.Equal(0.001f, adam["v"][0]);
        Assert.Equal(0.1f, adam["m"][0]);
    }

    /// <summary>1 - 0.999^2 is 0.001999, which float arithmetic misses by 3e-8, in the fifth digit.</summary>
    [Fact]
    public void BiasCorrection_InFloat_IsRoundedOnce()
    {
        var rule = new Adam
        {
            LearningRate = 1,
            Beta1 = 0,
            Epsilon = 0,
        };
        var state = rule.CreateState<float>(1);
        state.Updates = 1;
        var theta = new float[1];
        rule.Update<float>(theta, [1f], state);
        // v = 0.001, vHat = 0.001 / 0.001999.
        Assert.Equal(-Math.Sqrt(1.999), theta[0], 4 * Math.Pow(2, -23));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Update_NaNOrInfinityInOneElement_LeavesTheOthers(string name)
    {
        var rule = OptimizerTableTests.Rules.Single(row => row.Name == name).Rule;
        foreach (var special in new[] { double.NaN, double.PositiveInfinity })
        foreach (var where in new[] { 0, 3, 6 })
        {
            double[] gradient = [1, 2, 3, 4, 5, 6, 7];
            double[] expected = new double[7],
                actual = new double[7];
            rule.Update<double>(expected, gradient, rule.CreateState<double>(7));
            gradient[where] = special;
            rule.Update<double>(actual, gradient, rule.CreateState<double>(7));
            // The sign of infinity is one.
            Assert.Equal(rule is Lion && double.IsInfinity(special), double.IsFinite(actual[where]));
            actual[where] = expected[where];
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void CentredRmsProp_VarianceBelowZero_IsNaN()
    {
        var rule = new RmsProp { Centred = true };
        var state = rule.CreateState<double>(1);
        state["a"].Fill(1);
        var theta = new double[1];
        rule.Update<double>(theta, [1], state);
        Assert.True(double.IsNaN(theta[0]));
    }
}
