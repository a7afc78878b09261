using System.Globalization;
using Compare.Faults.Rules;
using Compare.Faults.Updates;
using Compare.Problems;
using Compare.Tests.Support;

namespace Compare.Tests.Faults.Updates;

/// <summary>From parameters and gradients of 20 updates alone: the rule, its variant, and its hyper-parameters to six digits.</summary>
public sealed class RuleSearchTests
{
    private static readonly Dictionary<string, (Func<PlainTraces.Step> Element, string Words, string Values)> Rules =
        new()
        {
            ["sgd"] = (PlainTraces.Sgd(0.037), "sgd", "step size 0.037"),
            ["sgd small"] = (PlainTraces.Sgd(3.21e-5), "sgd", "step size 3.21e-5"),
            ["sgd decay"] = (
                PlainTraces.Sgd(0.21, decay: 0.013),
                "sgd, coupled weight decay (O.1)",
                "step size 0.21, coupled weight decay 0.013"
            ),
            ["sgd slowing"] = (
                PlainTraces.Sgd(0.037, lrDecay: 0.0123),
                "sgd, step size decaying (O.4)",
                "step size 0.037, decay of the step size 0.0123"
            ),
            ["momentum"] = (PlainTraces.Momentum(0.037, 0.83), "momentum", "step size 0.037, momentum factor 0.83"),
            ["momentum strong"] = (
                PlainTraces.Momentum(0.0041, 0.987),
                "momentum",
                "step size 0.0041, momentum factor 0.987"
            ),
            ["momentum Nesterov"] = (
                PlainTraces.Momentum(0.037, 0.83, nesterov: true),
                "momentum, Nesterov's (O.16)",
                "step size 0.037, momentum factor 0.83"
            ),
            ["momentum dampened"] = (
                PlainTraces.Momentum(0.037, 0.83, dampening: 0.27),
                "momentum, dampened (O.15)",
                "step size 0.037, momentum factor 0.83, dampening 0.27"
            ),
            ["momentum Nesterov decay"] = (
                PlainTraces.Momentum(0.037, 0.83, nesterov: true, decay: 0.0031),
                "momentum, Nesterov's (O.16), coupled weight decay (O.1)",
                "step size 0.037, momentum factor 0.83, coupled weight decay 0.0031"
            ),
            ["momentum Keras"] = (
                PlainTraces.KerasMomentum(0.037, 0.83),
                "momentum",
                "step size 0.037, momentum factor 0.83"
            ),
            ["momentum Keras Nesterov"] = (
                PlainTraces.KerasMomentum(0.0173, 0.62, nesterov: true),
                "momentum, Nesterov's (O.16)",
                "step size 0.0173, momentum factor 0.62"
            ),
            ["rmsprop"] = (
                PlainTraces.RmsProp(0.037, 0.83, 3e-7),
                "rmsprop, epsilon outside the root (O.9)",
                "step size 0.037, smoothing constant 0.83, epsilon 3e-7"
            ),
            ["rmsprop slow"] = (
                PlainTraces.RmsProp(0.00137, 0.9973, 2.3e-4),
                "rmsprop, epsilon outside the root (O.9)",
                "step size 0.00137, smoothing constant 0.9973, epsilon 2.3e-4"
            ),
            ["rmsprop centred"] = (
                PlainTraces.RmsProp(0.037, 0.83, 3e-7, centred: true),
                "rmsprop, epsilon outside the root (O.9), centred (O.24)",
                "step size 0.037, smoothing constant 0.83, epsilon 3e-7"
            ),
            ["rmsprop inside"] = (
                PlainTraces.RmsProp(0.037, 0.83, 3e-7, inside: true),
                "rmsprop, epsilon inside the root (O.10)",
                "step size 0.037, smoothing constant 0.83, epsilon 3e-7"
            ),
            ["rmsprop momentum"] = (
                PlainTraces.RmsProp(0.037, 0.83, 3e-6, momentum: 0.71),
                "rmsprop, epsilon outside the root (O.9), with momentum (O.26)",
                "step size 0.037, smoothing constant 0.83, epsilon 3e-6, momentum factor 0.71"
            ),
            ["adam"] = (
                PlainTraces.Adam(0.037, 0.83, 0.9973, 3e-7),
                "adam, epsilon outside the root (O.9)",
                "step size 0.037, beta1 0.83, beta2 0.9973, epsilon 3e-7"
            ),
            ["adam other"] = (
                PlainTraces.Adam(0.0029, 0.957, 0.9871, 4.4e-5),
                "adam, epsilon outside the root (O.9)",
                "step size 0.0029, beta1 0.957, beta2 0.9871, epsilon 4.4e-5"
            ),
            ["adam Keras"] = (
                PlainTraces.KerasAdam(0.037, 0.83, 0.9973, 3e-7),
                "adam, epsilon outside the root (O.9), \"epsilon hat\" before the bias correction (O.40)",
                "step size 0.037, beta1 0.83, beta2 0.9973, epsilon 3e-7"
            ),
            ["adam ONNX"] = (
                PlainTraces.OnnxAdam(0.037, 0.83, 0.9973, 3e-6),
                "adam, epsilon outside the root (O.9), \"epsilon hat\" before the bias correction (O.40), counting updates from 0",
                "step size 0.037, beta1 0.83, beta2 0.9973, epsilon 3e-6"
            ),
            ["adam ONNX decay"] = (
                PlainTraces.OnnxAdam(0.037, 0.83, 0.9973, 3e-6, normAfter: 0.0017),
                "adam, epsilon outside the root (O.9), \"epsilon hat\" before the bias correction (O.40), counting updates from 0, "
                    + "weight decay after the update (O.3)",
                "step size 0.037, beta1 0.83, beta2 0.9973, epsilon 3e-6, weight decay after the update 0.0017"
            ),
            ["adam AMSGrad"] = (
                PlainTraces.Adam(0.037, 0.83, 0.71, 3e-7, amsgrad: true),
                "adam, epsilon outside the root (O.9), AMSGrad (O.34)",
                "step size 0.037, beta1 0.83, beta2 0.71, epsilon 3e-7"
            ),
            ["adam coupled"] = (
                PlainTraces.Adam(0.037, 0.83, 0.9973, 3e-7, coupled: 0.011),
                "adam, epsilon outside the root (O.9), coupled weight decay (O.1)",
                "step size 0.037, beta1 0.83, beta2 0.9973, epsilon 3e-7, coupled weight decay 0.011"
            ),
            ["radam"] = (
                PlainTraces.RAdam(0.037, 0.83, 0.9973, 3e-7),
                "radam, epsilon outside the root (O.9), \"epsilon hat\" before the bias correction (O.74)",
                "step size 0.037, beta1 0.83, beta2 0.9973, epsilon 3e-7"
            ),
            ["adamw"] = (
                PlainTraces.Adam(0.037, 0.83, 0.9973, 3e-7, decoupled: 0.023),
                "adam, epsilon outside the root (O.9), decoupled weight decay (O.2)",
                "step size 0.037, beta1 0.83, beta2 0.9973, epsilon 3e-7, decoupled weight decay 0.023"
            ),
            ["adamw AMSGrad"] = (
                PlainTraces.Adam(0.037, 0.83, 0.71, 3e-7, amsgrad: true, decoupled: 0.023),
                "adam, epsilon outside the root (O.9), AMSGrad (O.34), decoupled weight decay (O.2)",
                "step size 0.037, beta1 0.83, beta2 0.71, epsilon 3e-7, decoupled weight decay 0.023"
            ),
            ["adam without corrections"] = (
                PlainTraces.UncorrectedAdam(0.037, 0.83, 0.9973, 3e-7, first: true, second: true),
                "adam, epsilon outside the root (O.9), without bias correction, or with a constant one",
                "step size 0.037, beta1 0.83, beta2 0.9973, epsilon 3e-7"
            ),
            ["adam m uncorrected"] = (
                PlainTraces.UncorrectedAdam(0.037, 0.83, 0.9973, 3e-7, first: true, second: false),
                "adam, epsilon outside the root (O.9), m without bias correction",
                "step size 0.037, beta1 0.83, beta2 0.9973, epsilon 3e-7"
            ),
            ["adagrad"] = (
                PlainTraces.AdaGrad(0.037, 3e-7),
                "adagrad, epsilon outside the root (O.9)",
                "step size 0.037, epsilon 3e-7"
            ),
            ["adagrad inside"] = (
                PlainTraces.AdaGrad(0.037, 3e-7, inside: true),
                "adagrad, epsilon inside the root (O.10)",
                "step size 0.037, epsilon 3e-7"
            ),
            ["adagrad slowing"] = (
                PlainTraces.AdaGrad(0.137, 3e-6, lrDecay: 0.031),
                "adagrad, epsilon outside the root (O.9), step size decaying (O.4)",
                "step size 0.137, epsilon 3e-6, decay of the step size 0.031"
            ),
            ["adagrad Keras"] = (
                PlainTraces.AdaGrad(0.037, 3e-6, initial: 0.13),
                "adagrad, epsilon outside the root (O.9), r not starting at zero",
                "step size 0.037, epsilon 3e-6, initial accumulator 0.13"
            ),
        };

    public static TheoryData<string> Names => [.. Rules.Keys];

    [Theory(Explicit = true)]
    [MemberData(nameof(Names))]
    public void Identify_TwentyUpdatesInFloat64_RecoversRuleAndHyperParametersToSixDigits(string name)
    {
        var (element, words, values) = Rules[name];

        var identified = RuleSearch.Identify(PlainTraces.Make(element).Trace);

        Assert.NotNull(identified);
        Assert.Equal(words, identified.Words);
        Assert.Equal(Precision.Float64, identified.Precision);
        var expected = values
            .Split(", ")
            .ToDictionary(
                value => value[..value.LastIndexOf(' ')],
                value => double.Parse(value[(value.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture)
            );
        Assert.Equal(expected.Keys.Order(), identified.Parameters.Select(fitted => fitted.Parameter.Name).Order());
        Assert.All(
            identified.Parameters,
            fitted =>
            {
                Assert.True(fitted.IsDetermined, $"{fitted.Words} ({fitted.Digits} digits)");
                Assert.Equal(1, fitted.Value / expected[fitted.Parameter.Name], 1e-6);
                Assert.InRange(fitted.Value, fitted.Low, fitted.High);
            }
        );
    }

    /// <summary>
    /// float32 rounds a parameter of 0.5 by 3e-8: the rule is found, and its hyper-parameters to the digits that are left; where they
    /// are fewer than six, the range that fits is given, and it contains the truth.
    /// </summary>
    [Theory]
    [InlineData("sgd")]
    [InlineData("momentum")]
    [InlineData("momentum Nesterov")]
    [InlineData("rmsprop")]
    [InlineData("adam")]
    [InlineData("adagrad")]
    public void Identify_TwentyUpdatesInFloat32_RecoversTheRuleAndClaimsNoMoreDigitsThanItHas(string name)
    {
        var (element, words, values) = Rules[name];

        var identified = RuleSearch.Identify(PlainTraces.Make(element, precision: Precision.Float32).Trace);

        Assert.NotNull(identified);
        Assert.Equal(words, identified.Words);
        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Join("; ", identified.Parameters.Select(f => $"{f.Parameter.Name} {f.Digits} digits"))
        );
        Assert.InRange(identified.Parameters.Max(fitted => fitted.Digits), 5, 7);
        foreach (var value in values.Split(", "))
        {
            var fitted = identified.Parameters.Single(f => f.Parameter.Name == value[..value.LastIndexOf(' ')]);
            var right = double.Parse(value[(value.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);
            Assert.InRange(right, fitted.Low, fitted.High);
            // What is not known to six digits comes with its uncertainty, or as a range.
            Assert.Equal(
                !fitted.IsDetermined,
                fitted.Words.Contains("not determined", StringComparison.Ordinal)
                    || fitted.Words.Contains(" +- ", StringComparison.Ordinal)
            );
        }
    }

    [Fact]
    public void Identify_EpsilonFarBelowTheRoot_SaysWhatFitsInsteadOfANumber()
    {
        var identified = RuleSearch.Identify(PlainTraces.Make(PlainTraces.Adam(0.037, 0.83, 0.9973, 1e-18)).Trace);

        var epsilon = identified!.Parameters.Single(fitted => fitted.Parameter == UpdateParameter.Epsilon);
        Assert.Equal(0, epsilon.Low);
        Assert.InRange(epsilon.High, 1e-18, 1e-13);
        Assert.StartsWith("epsilon not determined by this trace, 0 to ", epsilon.Words, StringComparison.Ordinal);
        Assert.All(
            identified.Parameters.Where(fitted => fitted != epsilon),
            fitted => Assert.True(fitted.IsDetermined, fitted.Words)
        );
    }

    /// <summary>The first step of the adaptive rules is the sign of the gradient: one update does not tell them apart.</summary>
    [Fact]
    public void Identify_OneUpdateOfAdam_SaysWhatElseItCouldBe()
    {
        var identified = RuleSearch.Identify(
            PlainTraces.Make(PlainTraces.Adam(0.037, 0.83, 0.9973, 1e-8), updates: 1).Trace
        );

        Assert.Equal(
            ["adagrad", "adam", "adamax", "nadam"],
            identified!.OthersThatFit.Append(identified.Rule.Name).Order()
        );
        Assert.Equal(
            "adam",
            RuleSearch
                .Identify(
                    PlainTraces.Make(PlainTraces.Adam(0.037, 0.83, 0.9973, 1e-8), updates: 1).Trace,
                    Declaration.None with
                    {
                        Name = "adam",
                    }
                )!
                .Rule.Name
        );
    }

    [Fact]
    public void Identify_Float32NumbersSavedAsFloat64_AllowsForTheirRounding()
    {
        var trace = PlainTraces.Make(PlainTraces.Momentum(0.037, 0.83), precision: Precision.Float32);

        var identified = RuleSearch.Identify(trace.Trace with { Precision = Precision.Float64 });

        Assert.Equal("momentum", identified!.Words);
        Assert.Equal(Precision.Float32, identified.Precision);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(17)]
    public void Identify_OneElementOffInOneUpdate_FindsNoRule(int update)
    {
        var trace = PlainTraces.Make(() => (theta, g, t) => theta - (t == update ? 0.036 : 0.037) * g, parameters: 3);

        Assert.Null(RuleSearch.Identify(trace.Trace));
    }

    /// <summary>Hyper-parameters drawn at random, gradients from 1e-4 to 1e4: the rule is found, and what it claims is true.</summary>
    [Theory]
    [InlineData("sgd")]
    [InlineData("momentum")]
    [InlineData("rmsprop")]
    [InlineData("adam")]
    [InlineData("adagrad")]
    public void Identify_RandomHyperParameters_ClaimsNothingThatIsNotTrue(string name)
    {
        const int draws = 3;
        for (var draw = 0; draw < draws; draw++)
        {
            var random = new Random(1000 + draw);
            double Digits(double x) =>
                double.Parse(x.ToString("E2", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            double Between(double low, double high) => Digits(low * Math.Pow(high / low, random.NextDouble()));
            double scale = Between(1e-4, 1e4),
                lr = Between(1e-4, 1) / (name is "sgd" or "momentum" ? scale : 1),
                first = Digits(1 - Between(0.02, 0.5)),
                second = Digits(1 - Between(0.001, 0.3)),
                eps = Between(1e-9, 1e-2) * scale;
            lr = Digits(lr);
            eps = Digits(eps);
            (Func<PlainTraces.Step> element, Dictionary<string, double> right) = name switch
            {
                "sgd" => (PlainTraces.Sgd(lr), new Dictionary<string, double> { ["step size"] = lr }),
                "momentum" => (
                    PlainTraces.Momentum(lr, first),
                    new() { ["step size"] = lr, ["momentum factor"] = first }
                ),
                "rmsprop" => (
                    PlainTraces.RmsProp(lr, second, eps),
                    new()
                    {
                        ["step size"] = lr,
                        ["smoothing constant"] = second,
                        ["epsilon"] = eps,
                    }
                ),
                "adam" => (
                    PlainTraces.Adam(lr, first, second, eps),
                    new()
                    {
                        ["step size"] = lr,
                        ["beta1"] = first,
                        ["beta2"] = second,
                        ["epsilon"] = eps,
                    }
                ),
                _ => (PlainTraces.AdaGrad(lr, eps), new() { ["step size"] = lr, ["epsilon"] = eps }),
            };

            var identified = RuleSearch.Identify(PlainTraces.Make(element, seed: draw, scale: scale).Trace);

            var setting = $"draw {draw}: {string.Join(", ", right)}, gradients of {scale}";
            Assert.True(identified is not null, setting);
            Assert.True(identified.Rule.Name == name, $"{setting}: {identified.Words}");
            foreach (var fitted in identified.Parameters)
            {
                var truth = right[fitted.Parameter.Name];
                Assert.True(
                    truth >= fitted.Low * (1 - 1e-13) && truth <= fitted.High * (1 + 1e-13),
                    $"{setting}: {fitted.Low} to {fitted.High}"
                );
                if (fitted.IsDetermined)
                    Assert.True(Math.Abs(fitted.Value / truth - 1) <= 1e-6, $"{setting}: {fitted.Words}");
            }
        }
    }
}
