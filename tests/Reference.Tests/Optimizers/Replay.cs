using System.Globalization;
using System.Numerics;
using Compare.Reference.Optimizers;

namespace Compare.Reference.Tests.Optimizers;

/// <summary>Runs a rule over recorded gradients, and holds the outcome against recorded parameters.</summary>
internal sealed class Replay(string name)
{
    private readonly List<string> _failures = [];

    /// <summary>The largest distance from the record.</summary>
    public double Worst { get; private set; }

    /// <summary>The largest of distance / allowed distance.</summary>
    public double WorstRatio { get; private set; }

    /// <summary>The largest bound on what rounding did to one of the compared values.</summary>
    public double WorstRounding { get; private set; }

    /// <summary>The parameters after each update.</summary>
    public static T[][] Run<T>(Optimizer rule, double[] theta0, double[][] gradients, int tensor = 1)
        where T : unmanaged, INumber<T>, IRootFunctions<T>
    {
        var theta = Array.ConvertAll(theta0, T.CreateChecked);
        var state = rule.CreateState<T>(theta.Length, tensor);
        var trajectory = new List<T[]>();
        foreach (var gradient in gradients)
        {
            rule.Update(theta, Array.ConvertAll(gradient, T.CreateChecked), state);
            trajectory.Add([.. theta]);
        }
        return [.. trajectory];
    }

    /// <summary>
    /// Compares a double with a recorded number: apart by at most <paramref name="unit"/>, the precision of the record,
    /// and twice what rounding can have done to either computation.
    /// </summary>
    public void Compare(string what, double expected, double actual, double unit, double rounding)
    {
        var allowed = unit + 2 * rounding;
        var distance = Math.Abs(actual - expected);
        Worst = Math.Max(Worst, distance);
        WorstRatio = Math.Max(WorstRatio, distance == 0 ? 0 : distance / allowed);
        WorstRounding = Math.Max(WorstRounding, rounding);
        if (!(distance <= allowed))
            _failures.Add(
                Text($"{name} {what}: recorded {expected:R}, got {actual:R}, apart {distance:E2}, allowed {allowed:E2}")
            );
    }

    /// <summary>
    /// The file says how far an independent replay in double was from the record; ours must be as far.
    /// </summary>
    public void CompareWorstWith(double recordedWorst)
    {
        var allowed = 2 * WorstRounding;
        if (!(Math.Abs(Worst - recordedWorst) <= allowed))
            _failures.Add(
                Text(
                    $"{name}: the file's own replay is off by {recordedWorst:R}, this one by {Worst:R}; allowed {allowed:E2}"
                )
            );
    }

    public void Finish(double unit)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(
            Text($"{name}: worst {Worst:E3}, unit {unit:E1}, rounding {WorstRounding:E1}, worst ratio {WorstRatio:F4}")
        );
        Assert.True(_failures.Count == 0, string.Join(Environment.NewLine, _failures));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
