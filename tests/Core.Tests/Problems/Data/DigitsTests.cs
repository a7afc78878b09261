using Compare.Problems.Data;

namespace Compare.Tests.Problems.Data;

public sealed class DigitsTests
{
    private const int Pixels = Digits.Side * Digits.Side;

    /// <summary>Drawn once; it does not change.</summary>
    private static readonly Dataset Drawn = Digits.Draw();

    public static TheoryData<string> Splits => ["train", "test"];

    /// <summary>
    /// The expected hashes are the generator's own, so this test does not say that the images are good. It fails where a platform, a
    /// run-time library or an edit changes a single byte.
    /// </summary>
    [Fact]
    public void Draw_OnThisPlatform_GivesTheSameBytesAsOnEveryOther()
    {
        Assert.Equal(Digits.TrainSha256, Drawn.Train.Sha256);
        Assert.Equal(Digits.TestSha256, Drawn.Test.Sha256);
    }

    [Theory]
    [MemberData(nameof(Splits))]
    public void Draw_EitherSplit_HasEveryClassEquallyOften(string split)
    {
        var labels = Split(split).Labels.ToArray();

        Assert.Equal(split == "train" ? 6000 : 1000, labels.Length);
        Assert.All(Enumerable.Range(0, 10), digit => Assert.Equal(labels.Length / 10, labels.Count(l => l == digit)));
    }

    /// <summary>In random order a tenth of all neighbours are equal; the limits are six standard deviations away.</summary>
    [Theory]
    [MemberData(nameof(Splits))]
    public void Draw_EitherSplit_IsShuffled(string split)
    {
        var labels = Split(split).Labels.ToArray();
        var n = labels.Length - 1;
        var equal = Enumerable.Range(0, n).Count(i => labels[i] == labels[i + 1]);

        Assert.InRange(equal, 0.1 * n - 6 * Math.Sqrt(0.09 * n), 0.1 * n + 6 * Math.Sqrt(0.09 * n));
    }

    [Fact]
    public void Draw_BothSplits_NeverRepeatAnImage()
    {
        var seen = new HashSet<string>();
        foreach (var set in new[] { Drawn.Train, Drawn.Test })
            for (var i = 0; i < set.Count; i++)
                Assert.True(seen.Add(Convert.ToHexString(set.Image(i))), $"image {i} occurs twice");
    }

    /// <summary>As in MNIST: black ground, bright ink, an empty rim, and the mass near the middle.</summary>
    [Fact]
    public void Draw_EveryImage_IsABrightFigureInTheMiddle()
    {
        for (var i = 0; i < Drawn.Train.Count; i++)
        {
            var image = Drawn.Train.Image(i);
            double mass = 0,
                x = 0,
                y = 0;
            int brightest = 0,
                inked = 0,
                rim = 0;
            for (var p = 0; p < Pixels; p++)
            {
                int row = p / Digits.Side,
                    column = p % Digits.Side;
                mass += image[p];
                x += image[p] * (column + 0.5);
                y += image[p] * (row + 0.5);
                brightest = Math.Max(brightest, image[p]);
                inked += image[p] > 0 ? 1 : 0;
                if (row is 0 or Digits.Side - 1 || column is 0 or Digits.Side - 1)
                    rim += image[p] > 0 ? 1 : 0;
            }
            Assert.InRange(brightest, 128, 255);
            Assert.InRange(inked, 0.03 * Pixels, 0.5 * Pixels);
            Assert.InRange(x / mass, 14 - 4, 14 + 4);
            Assert.InRange(y / mass, 14 - 4, 14 + 4);
            Assert.InRange(rim, 0, 8);
        }
    }

    /// <summary>What makes each figure that figure: a 0 is empty in the middle, a 1 is narrow, a 7 is heavy on top, and so on.</summary>
    [Fact]
    public void Draw_MeanOfEachClass_HasTheShapeOfItsDigit()
    {
        var means = Enumerable.Range(0, 10).Select(Mean).ToArray();
        double Part(int digit, int top, int bottom, int left, int right) =>
            (
                from row in Enumerable.Range(top, bottom - top)
                from column in Enumerable.Range(left, right - left)
                select means[digit][row * Digits.Side + column]
            ).Average();

        for (var digit = 1; digit < 10; digit++)
            Assert.True(
                Part(0, 12, 16, 12, 16) < 0.5 * Part(digit, 12, 16, 12, 16),
                $"the middle of a 0 and of a {digit}"
            );
        foreach (var digit in new[] { 0, 2, 3, 4, 5, 6, 7, 8, 9 })
            Assert.True(
                Part(1, 0, 28, 0, 9) + Part(1, 0, 28, 19, 28) < Part(digit, 0, 28, 0, 9) + Part(digit, 0, 28, 19, 28),
                $"the sides of a 1 and of a {digit}"
            );
        // The left arm of a 6 is below, of a 9 above.
        Assert.True(Part(6, 15, 22, 16, 22) > 2 * Part(6, 7, 12, 16, 22));
        Assert.True(Part(9, 6, 13, 8, 13) > 2 * Part(9, 17, 22, 6, 11));
        // A 7 has its bar on top and nothing below right; a 2 has its foot there.
        Assert.True(Part(7, 4, 8, 8, 18) > Part(7, 21, 24, 15, 23));
        Assert.True(Part(2, 19, 24, 14, 22) > 2 * Part(7, 19, 24, 14, 22));
    }

    /// <summary>
    /// The nearest class mean is right for 77 % of MNIST's first 1,000 test images after its first 6,000 training images. These
    /// digits must be learnable, and not trivial either.
    /// </summary>
    [Fact]
    public void Draw_NearestClassMean_IsMostlyButNotAlwaysRight()
    {
        var means = Enumerable.Range(0, 10).Select(Mean).ToArray();
        var right = 0;
        for (var i = 0; i < Drawn.Test.Count; i++)
        {
            var image = Drawn.Test.Image(i).ToArray();
            var nearest = Enumerable
                .Range(0, 10)
                .MinBy(digit => image.Select((v, p) => (v - means[digit][p]) * (v - means[digit][p])).Sum());
            right += nearest == Drawn.Test.Labels[i] ? 1 : 0;
        }
        Assert.InRange(right, 780, 950);
    }

    [Fact]
    public void Draw_Cancelled_Ends()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(() => Digits.Draw(cancelled.Token));
    }

    private static ImageSet Split(string split) => split == "train" ? Drawn.Train : Drawn.Test;

    private static double[] Mean(int digit)
    {
        var mean = new double[Pixels];
        var count = 0;
        for (var i = 0; i < Drawn.Train.Count; i++)
        {
            if (Drawn.Train.Labels[i] != digit)
                continue;
            count++;
            for (var p = 0; p < Pixels; p++)
                mean[p] += Drawn.Train.Image(i)[p];
        }
        return [.. mean.Select(sum => sum / count)];
    }
}
