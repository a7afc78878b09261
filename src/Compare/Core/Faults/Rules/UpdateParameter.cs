using Compare.Reference.Optimizers;
using Compare.Results;

namespace Compare.Faults.Rules;

/// <summary>A hyper-parameter of update rules that can be solved for.</summary>
/// <param name="Name">What it is called in reports, for example <c>step size</c>.</param>
/// <param name="Letter">Its letter in derivation.md.</param>
/// <param name="Equation">The line of derivation.md where it acts.</param>
/// <param name="Scale">On which scale it is searched.</param>
/// <param name="Get">Reads it; null from a rule that has none.</param>
/// <param name="Set">The rule with another value.</param>
internal sealed record UpdateParameter(
    string Name,
    string Letter,
    string Equation,
    SearchScale Scale,
    Func<Optimizer, double?> Get,
    Func<Optimizer, double, Optimizer> Set
)
{
    private const double Least = 1e-300;
    private const double Most = 1e300;

    /// <summary>Two numbers closer than this may be the same number, rounded on different ways.</summary>
    private const double Same = 1e-13;

    /// <summary>Of what survives an update, or is a share or a decay, less than this is rounding.</summary>
    private const double Nothing = 1e-15;

    /// <summary>gamma.</summary>
    public static UpdateParameter StepSize { get; } =
        new(
            "step size",
            "gamma",
            "O.4",
            SearchScale.Logarithmic,
            rule => rule.LearningRate,
            (rule, x) => rule with { LearningRate = x }
        );

    /// <summary>kappa.</summary>
    public static UpdateParameter StepSizeDecay { get; } =
        new(
            "decay of the step size",
            "kappa",
            "O.4",
            SearchScale.Linear,
            rule => rule.LearningRateDecay,
            (rule, x) => rule with { LearningRateDecay = x }
        )
        {
            Usual = [0.1, 0.01, 1e-3, 1e-4],
            IsUsuallyZero = true,
        };

    /// <summary>lambda.</summary>
    public static UpdateParameter CoupledDecay { get; } =
        new(
            "coupled weight decay",
            "lambda",
            "O.1",
            SearchScale.Linear,
            rule => rule.WeightDecay.Coupled,
            (rule, x) => rule with { WeightDecay = rule.WeightDecay with { Coupled = x } }
        )
        {
            Usual = [0.01, 1e-4, 5e-4, 1e-3, 0.1, 0.05],
            IsUsuallyZero = true,
        };

    /// <summary>lambda'.</summary>
    public static UpdateParameter DecoupledDecay { get; } =
        new(
            "decoupled weight decay",
            "lambda'",
            "O.2",
            SearchScale.Linear,
            rule => rule.WeightDecay.Decoupled,
            (rule, x) => rule with { WeightDecay = rule.WeightDecay with { Decoupled = x } }
        )
        {
            Usual = [0.01, 0.1, 1e-4, 1e-3, 5e-4, 0.05, 0.5],
            IsUsuallyZero = true,
        };

    /// <summary>lambda''.</summary>
    public static UpdateParameter DecayAfterUpdate { get; } =
        new(
            "weight decay after the update",
            "lambda''",
            "O.3",
            SearchScale.Fraction,
            rule => rule.WeightDecay.AfterUpdate,
            (rule, x) => rule with { WeightDecay = rule.WeightDecay with { AfterUpdate = x } }
        )
        {
            Usual = [0.01, 1e-3, 1e-4],
            IsUsuallyZero = true,
        };

    /// <summary>rho.</summary>
    public static UpdateParameter MomentumFactor { get; } =
        new(
            "momentum factor",
            "rho",
            "O.15",
            SearchScale.Survival,
            rule => (rule as IHasMomentum)?.MomentumFactor,
            (rule, x) => (rule as IHasMomentum)?.WithMomentum(x) ?? rule
        )
        {
            Usual = [0.9, 0.99, 0.5, 0.95, 0.8],
        };

    /// <summary>tau.</summary>
    public static UpdateParameter SmoothingConstant { get; } =
        new(
            "smoothing constant",
            "tau",
            "O.22",
            SearchScale.Survival,
            rule => (rule as IHasSmoothing)?.SmoothingConstant,
            (rule, x) => (rule as IHasSmoothing)?.WithSmoothing(x) ?? rule
        )
        {
            Usual = [0.9, 0.99, 0.95, 0.999, 0.5],
        };

    /// <summary>beta1.</summary>
    public static UpdateParameter Beta1 { get; } =
        new(
            "beta1",
            "beta1",
            "O.30",
            SearchScale.Survival,
            rule => (rule as IHasMoments)?.Beta1,
            (rule, x) => rule is IHasMoments averages ? averages.WithBetas(x, averages.Beta2) : rule
        )
        {
            Usual = [0.9, 0.95, 0.5, 0.99, 0.8],
        };

    /// <summary>beta2.</summary>
    public static UpdateParameter Beta2 { get; } =
        new(
            "beta2",
            "beta2",
            "O.31",
            SearchScale.Survival,
            rule => (rule as IHasMoments)?.Beta2,
            (rule, x) => rule is IHasMoments averages ? averages.WithBetas(averages.Beta1, x) : rule
        )
        {
            Usual = [0.999, 0.99, 0.95, 0.9, 0.5, 0.98, 0.9999],
        };

    /// <summary>epsilon.</summary>
    public static UpdateParameter Epsilon { get; } =
        new(
            "epsilon",
            "epsilon",
            "O.9",
            SearchScale.Logarithmic,
            rule => (rule as IHasEpsilon)?.Epsilon,
            (rule, x) => (rule as IHasEpsilon)?.WithEpsilon(x) ?? rule
        )
        {
            Usual = [1e-8, 1e-7, 1e-6, 1e-10, 1e-5, 1e-3],
        };

    /// <summary>The initial value of r.</summary>
    public static UpdateParameter InitialAccumulator { get; } =
        new(
            "initial accumulator",
            "r",
            "O.20",
            SearchScale.Logarithmic,
            rule => (rule as IHasAccumulator)?.InitialAccumulator,
            (rule, x) => (rule as IHasAccumulator)?.WithAccumulator(x) ?? rule
        )
        {
            Usual = [0.1, 1],
        };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<UpdateParameter> All =>
        [
            StepSize,
            MomentumFactor,
            SmoothingConstant,
            Beta1,
            Beta2,
            .. KnownRules.All.SelectMany(known => known.Parameters),
            Epsilon,
            InitialAccumulator,
            StepSizeDecay,
            CoupledDecay,
            DecoupledDecay,
            DecayAfterUpdate,
        ];

    /// <summary>Values that it usually has, in its own units.</summary>
    public IReadOnlyList<double> Usual { get; init; } = [];

    /// <summary>Whether it is usually absent, so that a search for its value begins at zero.</summary>
    public bool IsUsuallyZero { get; init; }

    /// <summary>Whether rules take a value.</summary>
    /// <param name="value">Any number.</param>
    /// <returns>Whether it is in the parameter's range.</returns>
    public bool Accepts(double value) =>
        Scale switch
        {
            SearchScale.Survival => value is >= 0 and < 1,
            SearchScale.Fraction => value is >= 0 and <= 1,
            _ => value is >= 0 and <= Most,
        };

    /// <summary>The step of a central difference on the scale of the search.</summary>
    public double Difference => Scale is SearchScale.Linear or SearchScale.Fraction ? 1e-5 : 1e-4;

    /// <summary>From the value to the scale of the search.</summary>
    /// <param name="value">A value in the parameter's range.</param>
    /// <returns>The number that is searched for.</returns>
    public double ToSearch(double value) =>
        Scale switch
        {
            SearchScale.Logarithmic => Math.Log(Math.Max(value, Least)),
            SearchScale.Survival => Math.Log(1 - value),
            _ => value,
        };

    /// <summary>Back to the value.</summary>
    /// <param name="searched">A number on the scale of the search.</param>
    /// <returns>The value, in the parameter's range.</returns>
    public double FromSearch(double searched) =>
        Scale switch
        {
            SearchScale.Logarithmic => Math.Clamp(Math.Exp(searched), 0, Most),
            SearchScale.Survival => Math.Clamp(1 - Math.Exp(searched), 0, 1 - 1e-15),
            SearchScale.Fraction => Math.Clamp(searched, 0, 1),
            _ => Math.Clamp(searched, 0, Most),
        };

    /// <summary>Brings a number on the scale of the search back into its range.</summary>
    /// <param name="searched">Any number.</param>
    /// <returns>The nearest that has a value.</returns>
    public double Clamp(double searched) =>
        Scale switch
        {
            SearchScale.Logarithmic => Math.Clamp(searched, -680, 680),
            SearchScale.Survival => Math.Clamp(searched, -34, 0),
            SearchScale.Fraction => Math.Clamp(searched, 0, 1),
            _ => Math.Clamp(searched, 0, Most),
        };

    /// <summary>A value to a number of decimal digits; of what survives an update, to digits of what does not.</summary>
    /// <param name="value">The value, in the parameter's range.</param>
    /// <param name="digits">1 or more.</param>
    /// <returns>A number in the parameter's range.</returns>
    public double Rounded(double value, int digits)
    {
        double Of(double x) => Numbers.Rounded(x, digits);
        // 1 - 0.001 is not 0.999 to the bit, so the difference is written out in decimals.
        return Scale == SearchScale.Survival && value > 0.5 ? Math.Min((double)(1 - (decimal)Of(1 - value)), 1 - 1e-15)
            : Scale == SearchScale.Survival || Scale == SearchScale.Fraction ? Math.Clamp(Of(value), 0, 1 - 1e-15)
            : Of(value);
    }

    /// <summary>The shortest decimal number between two ends, near a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="low">The lower end.</param>
    /// <param name="high">The upper end.</param>
    /// <returns>A number in the parameter's range; the value itself if no shorter one is between the ends.</returns>
    public double Shortest(double value, double low, double high)
    {
        // What is left of nothing by rounding is nothing.
        if (Scale != SearchScale.Logarithmic && value <= Nothing)
            return 0;
        for (var digits = 1; digits < 17; digits++)
        {
            var rounded = Numbers.Rounded(value, digits);
            if (
                rounded >= low * (1 - Same)
                && rounded <= high * (1 + Same)
                && (Scale != SearchScale.Survival || rounded < 1)
            )
                return rounded;
        }
        return value;
    }
}
