using System.Text.RegularExpressions;
using Compare.Faults.Rules;
using Compare.Faults.Updates;
using Compare.Problems;
using Compare.Reference.Optimizers;
using Compare.Results;
using Compare.Tests.Support;

namespace Compare.Tests.Faults.Updates;

/// <summary>The catalogue itself, and what is measured with it.</summary>
public sealed class UpdateCatalogueTests
{
    [Fact]
    public void Rows_Equations_AreThoseOfTheDerivation()
    {
        var derivation = File.ReadAllText(Path.Combine(Repository.Root, "src", "Reference", "derivation.md"));
        var defined = Regex
            .Matches(derivation, @"^    .*\(([A-Z]\.\d+)\)$", RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value)
            .ToHashSet();

        Assert.All(UpdateCatalogue.Rows, row => Assert.Contains(row.Cause.Equation!, defined));
        Assert.All(UpdateParameter.All, parameter => Assert.Contains(parameter.Equation, defined));
    }

    /// <summary>Of each rule of the homework every mistake changes something, and none of them is planted twice.</summary>
    [Fact]
    public void For_RulesOfTheHomework_PlantsDifferentVariants()
    {
        foreach (var rule in OptimizerTable.Rows.Select(row => row.Rule))
        {
            var mistakes = UpdateCatalogue.For(rule, tensors: 2, Precision.Float64).ToList();
            var variants = mistakes.Select(mistake => mistake.Plant(new UpdateVariant(rule))).ToList();

            Assert.Equal(variants.Count, variants.Distinct().Count());
            Assert.DoesNotContain(new UpdateVariant(rule), variants);
            Assert.Equal(mistakes.Count, mistakes.Select(mistake => mistake.Cause.Id).Distinct().Count());
        }
    }

    [Fact]
    public void Power_OrdinaryGradientsInFloat64_CatchesEveryMistake()
    {
        var power = Power(PlainTraces.Adam(0.01, 0.9, 0.999, 1e-8), Adam.Homework, Precision.Float64, 1);

        Assert.Empty(power.Survivors);
        Assert.InRange(power.SmallestVisible!.Value, 1e-16, 1e-13);
    }

    /// <summary>On gradients of a thousand an epsilon of 1e-8 does not show in float32, and the check says so.</summary>
    [Fact]
    public void Power_LargeGradientsInFloat32_NamesTheEpsilonsThatSurvive()
    {
        var power = Power(PlainTraces.AdaGrad(0.01, 1e-8), AdaGrad.Homework, Precision.Float32, 1e6);

        Assert.Contains("epsilon is ten times larger", power.Survivors);
        Assert.Contains("epsilon is missing", power.Survivors);
        Assert.DoesNotContain("the denominator has no root", power.Survivors);
        Assert.Contains("; epsilon is ten times larger", power.ToString(), StringComparison.Ordinal);
        Assert.InRange(power.SmallestVisible!.Value, 1e-8, 1e-4);
    }

    private static Power Power(Func<PlainTraces.Step> element, Optimizer rule, Precision precision, double scale)
    {
        var trace = PlainTraces.Make(element, precision: precision, scale: scale).Trace;
        var evidence = UpdateEvidence.Of(trace, [.. Enumerable.Range(0, trace.Parameters)], trace.Updates, precision);
        Assert.True(UpdateComparison.Ratio(new UpdateVariant(rule), evidence) <= 1);
        return UpdatePower.Of(rule, evidence);
    }
}
