using Compare.Checks.Pca;
using Compare.Problems;
using Compare.Problems.Data;
using Compare.Problems.Parties;
using Compare.Reference.LinearAlgebra;
using Compare.Reference.Numerics;
using Compare.Results;
using Compare.Sides;

namespace Compare.Tests.Checks.Pca;

/// <summary>The certified optimum and the runs towards it, on images small enough to do it in a second; and what must be refused.</summary>
public sealed class PcaTests
{
    private const int Pixels = 16;
    private const int Hidden = 3;

    /// <summary>4 x 4 images with a spectrum that falls by about a half from one eigenvalue to the next.</summary>
    private static readonly ImageSet Images = Draw(400);

    private static readonly (SecondMoments Uncentred, SecondMoments Centred, SecondMoments Raw) Moments =
        SecondMoments.Of(Images, 1);

    private static readonly Spectrum Uncentred = Spectrum.Of(Moments.Uncentred, TorchSide.Eigensolver, 1);

    private static readonly PcaJudge Judge = new(Uncentred, null, null, threads: 1);

    public static TheoryData<string> Linear => ["identity", "negative"];

    [Fact]
    public void SecondMoments_AreThoseOfThePixels()
    {
        var x = new double[Images.Count * Pixels];
        Images.Scale(PixelScaling.Centred, [.. Enumerable.Range(0, Images.Count)], x);
        for (var i = 0; i < Pixels; i++)
        for (var j = 0; j < Pixels; j++)
        {
            double product = 0,
                meanI = 0,
                meanJ = 0;
            for (var n = 0; n < Images.Count; n++)
            {
                product += x[n * Pixels + i] * x[n * Pixels + j] / Images.Count;
                meanI += x[n * Pixels + i] / Images.Count;
                meanJ += x[n * Pixels + j] / Images.Count;
            }
            Assert.Equal(product, DoubleDouble.ToDouble(Moments.Uncentred.S[i, j]), tolerance: 1e-14);
            Assert.Equal(
                product + (meanI + meanJ) / 2 + 0.25,
                DoubleDouble.ToDouble(Moments.Raw.S[i, j]),
                tolerance: 1e-14
            );
            Assert.Equal(product - meanI * meanJ, DoubleDouble.ToDouble(Moments.Centred.S[i, j]), tolerance: 1e-14);
        }
    }

    [Fact]
    public void Certificate_OfLibtorch_HoldsAgainstAnIndependentDecomposition()
    {
        var optimum = Uncentred.Optimum(Hidden);
        var finding = PcaFindings.Certificate(optimum);
        Assert.Equal(Status.Rounding, finding.Status);
        // Jacobi's rotations in double-double share no code with LAPACK.
        var exact = SymmetricEigen<DoubleDouble>.Of(Moments.Uncentred.S);
        for (var i = 0; i < Hidden; i++)
            Assert.InRange(Math.Abs(optimum.Values[i] - DoubleDouble.ToDouble(exact.Values[i])), 0, optimum.ValueBound);
        Assert.InRange(optimum.ValueBound, 0, 1e-12);
        Assert.InRange(optimum.Sine, 0, 1e-11);
        var discarded = exact.Values[Hidden..].Sum(DoubleDouble.ToDouble) / 2;
        Assert.Equal(discarded, optimum.Minimum.Hi, tolerance: optimum.MinimumBound + 1e-15);
    }

    /// <summary>A value that is off, a vector that is turned, a set without the second vector, the centred vectors for the uncentred moments.</summary>
    [Theory]
    [InlineData("value")]
    [InlineData("order")]
    [InlineData("vector")]
    [InlineData("centred")]
    public void Certificate_OfWrongEigenvectors_DoesNotHold(string mistake)
    {
        var right = SymmetricEigen<double>.Of(Uncentred.Rounded);
        var (values, vectors) = (right.Values.ToArray(), right.Vectors.Copy());
        switch (mistake)
        {
            case "value":
                values[1] *= 1 + 1e-6;
                break;
            case "order":
                (values[2], values[5]) = (values[5], values[2]);
                for (var i = 0; i < Pixels; i++)
                    (vectors[i, 2], vectors[i, 5]) = (vectors[i, 5], vectors[i, 2]);
                break;
            case "vector":
                for (var i = 0; i < Pixels; i++)
                    (vectors[i, 1], vectors[i, 4]) = (
                        0.8 * vectors[i, 1] - 0.6 * vectors[i, 4],
                        0.6 * vectors[i, 1] + 0.8 * vectors[i, 4]
                    );
                break;
            default:
                var other = SymmetricEigen<double>.Of(Moments.Centred.Rounded());
                (values, vectors) = (other.Values, other.Vectors);
                break;
        }
        var finding = PcaFindings.Certificate(Spectrum.From(Moments.Uncentred, values, vectors, 1).Optimum(Hidden));
        Assert.Equal(Status.Disagrees, finding.Status);
        Assert.NotNull(finding.Cause);
    }

    [Theory]
    [MemberData(nameof(Linear))]
    public void Survey_LinearCode_ReachesTheOptimumOnBothSides(string activation)
    {
        var survey = Survey([activation]).Run((_, _, _) => { }, CancellationToken.None);
        Assert.DoesNotContain(survey.Findings, finding => finding.Status is Status.Disagrees or Status.Vacuous);
        var minimum = Uncentred.Optimum(Hidden).Minimum.Hi;
        foreach (var side in new[] { "from-scratch", "torchsharp" })
        {
            var id = $"pca/autoencoder/{activation}/{Hidden}/{side}";
            Assert.InRange(survey.Findings.Single(f => f.Id == $"{id}/angle").Error!.Value, 0, 1e-6);
            Assert.InRange(survey.Findings.Single(f => f.Id == $"{id}/is-pca").Error!.Value / minimum, 0, 1e-10);
            Assert.Contains(
                "eigenvectors held",
                FindingWords.Notes(survey.Findings.Single(f => f.Id == $"{id}/trained"))!,
                StringComparison.Ordinal
            );
        }
        Assert.Equal(survey.Figures.Count, survey.Figures.Select(figure => figure.Id).Distinct().Count());
        var claims = survey.Figures.OfType<TableFigure>().ToList();
        Assert.Equal(activation == "identity" ? 1 : 0, claims.Count);
        Assert.All(
            claims.SelectMany(table => table.Rows.Take(5)),
            row => Assert.False(row[1] == PcaClaims.NotShown, string.Join("; ", row))
        );
    }

    [Theory]
    [InlineData("relu")]
    [InlineData("sigmoid")]
    [InlineData("tanh")]
    public void Survey_OtherCodes_SaysThatTheEquivalenceDoesNotApply(string activation)
    {
        var survey = Survey([activation]).Run((_, _, _) => { }, CancellationToken.None);
        var findings = survey.Findings.Where(f => f.Id.Contains(activation, StringComparison.Ordinal)).ToList();
        Assert.Equal(2, findings.Count);
        Assert.All(
            findings,
            finding =>
            {
                Assert.Equal(Status.Agrees, finding.Status);
                Assert.Contains(
                    $"does not apply to {activation}",
                    FindingWords.Notes(finding),
                    StringComparison.Ordinal
                );
                Assert.Contains("above PCA's bound", FindingWords.Notes(finding), StringComparison.Ordinal);
            }
        );
    }

    [Fact]
    public void LossBelowTheMinimum_IsRefusedForThatReason()
    {
        var run = Run("identity");
        var finding = PcaFindings.NotBelow(run, "trained", "planted", -1e-6, null, run.Optimum.MinimumBound);
        Assert.Equal(Status.Disagrees, finding.Status);
        Assert.Contains("below the exact minimum", finding.Cause?.ToString(), StringComparison.Ordinal);
        var nan = PcaFindings.NotBelow(run, "trained", "planted", double.NaN, null, run.Optimum.MinimumBound);
        Assert.Equal(Status.Disagrees, nan.Status);
        var other = PcaFindings.NotLinear(run with { Loss = run.Optimum.Minimum.Hi * (1 - 1e-6) }, Images.Count);
        Assert.Equal(Status.Disagrees, other.Status);
        Assert.Contains("below the exact minimum", other.Cause?.ToString(), StringComparison.Ordinal);
        var own = PcaFindings.OwnLoss(
            run with
            {
                Loss = run.Optimum.Minimum.Hi * (1 - 1e-6),
            },
            run.Epochs[^1],
            Images.Count
        );
        Assert.Equal(Status.Disagrees, own.Status);
        Assert.Contains("below the exact minimum", own.Cause?.ToString(), StringComparison.Ordinal);
    }

    /// <summary>A side that reports another loss than its weights have.</summary>
    [Fact]
    public void OwnLoss_ThatIsNotThatOfTheWeights_Disagrees()
    {
        var run = Run("identity");
        Assert.Equal(Status.Rounding, PcaFindings.OwnLoss(run, run.Epochs[^1], Images.Count).Status);
        var finding = PcaFindings.OwnLoss(run with { Loss = run.Loss * (1 + 1e-9) }, run.Epochs[^1], Images.Count);
        Assert.Equal(Status.Disagrees, finding.Status);
        Assert.Contains("another loss", finding.Cause?.ToString(), StringComparison.Ordinal);
    }

    /// <summary>PCA's own components are PCA; turned within their space they still are; scaled, or beside it, they are not.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Check_OfImagesAndOfTheirNumbers_IsTheSame(bool isNegative)
    {
        var vectors = SymmetricEigen<double>.Of(Uncentred.Rounded).Vectors;
        var (w1, w2) = (new double[Hidden * Pixels], new double[Hidden * Pixels]);
        for (var i = 0; i < Pixels; i++)
        for (var j = 0; j < Hidden; j++)
        {
            w2[i * Hidden + j] = vectors[i, j];
            w1[j * Pixels + i] = vectors[i, j] * (isNegative ? -1 : 1);
        }
        var certificate = PcaCheck.Of(Images, w1, w2, isNegative);
        Assert.True(certificate.IsPca, certificate.ToString());
        Assert.Equal("1 to 3", certificate.Held);
        Assert.InRange(certificate.Sines[0], 0, 1e-7);

        var x = new double[Images.Count * Pixels];
        Images.Scale(PixelScaling.Centred, [.. Enumerable.Range(0, Images.Count)], x);
        var ofNumbers = PcaCheck.Of(x, Pixels, w1, w2, isNegative);
        Assert.Equal(certificate.LossGap, ofNumbers.LossGap, tolerance: 1e-14);
        Assert.Equal(certificate.Minimum, ofNumbers.Minimum, tolerance: 1e-14);
    }

    [Fact]
    public void Check_OfWeightsThatDoNotFit_SaysSo()
    {
        var error = Assert.Throws<ArgumentException>(() => PcaCheck.Of(Images, new double[17], new double[17]));
        Assert.Contains("17 and 17 weights are no k x 16", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => PcaCheck.Of(Images, new double[256], new double[256]));
    }

    /// <summary>Eigenvectors 1, 2 and 4 are a critical point too: the residual is zero, the loss near the minimum, and it is a saddle.</summary>
    [Theory]
    [MemberData(nameof(Linear))]
    public void AnotherCriticalPoint_IsToldByItsEigenvectors(string activation)
    {
        var vectors = SymmetricEigen<double>.Of(Uncentred.Rounded).Vectors;
        int[] chosen = [0, 1, 3];
        var (w1, w2) = (new Matrix<double>(Hidden, Pixels), new Matrix<double>(Pixels, Hidden));
        for (var i = 0; i < Pixels; i++)
        for (var j = 0; j < Hidden; j++)
        {
            w2[i, j] = vectors[i, chosen[j]];
            w1[j, i] = activation == "negative" ? -w2[i, j] : w2[i, j];
        }
        var findings = PcaFindings.AtTheEnd(Run(activation) with { End = (w1, w2) }, Judge, 1).ToList();
        Assert.All(findings, finding => Assert.Equal(Status.Disagrees, finding.Status));
        Assert.Equal("other-eigenvectors", findings[1].Cause?.Id);
        Assert.Contains(
            "another critical point: eigenvectors held 1 to 2, 4",
            findings[0].Cause?.ToString(),
            StringComparison.Ordinal
        );
    }

    /// <summary>The right subspace with an encoder that does not fit it: no angle shows it, the loss does.</summary>
    [Fact]
    public void EncoderThatDoesNotFit_IsToldByTheLoss()
    {
        var run = Run("identity");
        var (w1, w2) = run.End!.Value;
        w1[0, 0] *= 1.001;
        var findings = PcaFindings.AtTheEnd(run with { End = (w1, w2) }, Judge, 1).ToList();
        Assert.Equal([Status.Rounding, Status.Disagrees], findings.Select(finding => finding.Status));
        Assert.Equal("encoder-not-left-inverse", findings[1].Cause?.Id);
    }

    /// <summary>Kunin et al. (2019), from random weights; and no sweep, no symmetry.</summary>
    [Fact]
    public void WeightDecay_LeadsToTheComponentsThemselves()
    {
        var training = new DecayedTraining([9, 5, 2, 1, 0.5, 0.25], k: 3, alpha: 0.4);
        Assert.True(training.Asymmetry > 0.1);
        for (var sweep = 0; sweep < 2000; sweep++)
            training.Sweep();
        Assert.InRange(training.Asymmetry, 0, 1e-12);
        Assert.InRange(training.Shrinkage, 0, 1e-12);
        Assert.InRange(training.Axes, 0, 1e-7);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void MlNet_OnTheLeadingDirections_IsWithinItsResidual(bool centred)
    {
        var optimum = (centred ? Spectrum.Of(Moments.Centred, TorchSide.Eigensolver, 1) : Uncentred).Optimum(Hidden);
        var finding = PrincipalComponentsCheck.Against(
            new MlNetPca(),
            optimum,
            Images,
            oversampling: 8,
            seed: 1,
            threads: 1
        );
        Assert.Equal(Status.Rounding, finding.Status);
        Assert.Contains("relative error of the eigenvalues", FindingWords.Notes(finding), StringComparison.Ordinal);
        var components = new MlNetPca().Components(Images, Hidden, oversampling: 8, isCentred: false, seed: 1);
        var angles = Subspace.SquaredSines(
            Subspace.Basis(components, 1),
            Matrix<double>.From(Uncentred.Optimum(Hidden).U.ToDoubles(), Pixels, Hidden),
            1
        );
        Assert.InRange(angles[0], 0, 0.01);
    }

    /// <summary>Black images, and fewer of them than hidden units: nothing is decided, and nothing is wrong.</summary>
    [Theory]
    [InlineData(40, true)]
    [InlineData(2, false)]
    [InlineData(1, false)]
    public void Survey_ImagesOfFewerDimensionsThanHiddenUnits_IsUndecided(int count, bool areBlack)
    {
        var few = areBlack
            ? new ImageSet(Images.Rows, Images.Columns, new byte[count * Pixels], new byte[count])
            : Draw(count);
        var survey = (Survey(["identity", "negative"]) with { Images = few, Library = new MlNetPca() }).Run(
            (_, _, _) => { },
            CancellationToken.None
        );
        Assert.DoesNotContain(survey.Findings, finding => finding.Status == Status.Disagrees);
        Assert.Equal(
            2,
            survey.Findings.Count(finding =>
                finding.Status == Status.Undecided
                && finding.Cause!.Words.Contains("fewer than the", StringComparison.Ordinal)
            )
        );
    }

    private static PcaSurvey Survey(IReadOnlyList<string> activations) =>
        new()
        {
            Sides = [new ReferenceSide(), TorchSide.Open("cpu", 1)],
            Images = Images,
            Activations = activations,
            Hidden = [Hidden],
            Epochs = 2,
            Batch = 20,
            Eigensolver = TorchSide.Eigensolver,
            Seed = 0,
            Threads = 1,
        };

    private static PcaRun Run(string activation)
    {
        var model = new AutoencoderSpec(activation, Pixels, Hidden);
        var set = ImageProblems.Training(model, Images, Precision.Float64, batch: 20, updates: 20, seed: 1);
        return PcaRun.Of(
            model,
            new ReferenceSide(),
            Uncentred.Optimum(Hidden),
            (new Batch(set.X.Length / set.Inputs, set.X, []), set.Batches),
            epochs: 1,
            stepSize: 0.005,
            ImageProblems.InitialParameters(model, Precision.Float64, 0),
            threads: 1,
            CancellationToken.None
        );
    }

    private static ImageSet Draw(int count)
    {
        var random = new RandomSource(7);
        var directions = Enumerable
            .Range(0, 6)
            .Select(_ => Enumerable.Range(0, Pixels).Select(_ => random.NextDouble() - 0.5).ToArray())
            .ToArray();
        var pixels = new byte[count * Pixels];
        for (var n = 0; n < count; n++)
        {
            var weights = directions.Select((_, i) => (random.NextDouble() - 0.5) * Math.Pow(0.6, i)).ToArray();
            for (var j = 0; j < Pixels; j++)
                pixels[n * Pixels + j] = (byte)
                    Math.Clamp(
                        128 + 300 * directions.Select((d, i) => weights[i] * d[j]).Sum() + 8 * random.NextDouble(),
                        0,
                        255
                    );
        }
        return new ImageSet(4, 4, pixels, new byte[count]);
    }
}
