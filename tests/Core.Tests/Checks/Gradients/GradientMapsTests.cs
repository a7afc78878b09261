using Compare.Checks.Gradients;
using Compare.Oracles.Gradients;
using Compare.Problems;
using Compare.Problems.Parties;
using Compare.Results;
using Compare.Tests.Support;

namespace Compare.Tests.Checks.Gradients;

public sealed class GradientMapsTests
{
    private const int Rows = 4;
    private const int Columns = 5;
    private const int Hidden = 3;
    private const byte White = 255;

    [Fact]
    public void Figures_OneWrongElement_IsTheOneWhitePixelOfTheFirstUnit()
    {
        var problem = Make(Hidden);
        var dW2 = new ReferenceSide().Gradient(problem).Gradients[1].Values;
        var wrong = Array.IndexOf(dW2, dW2.MaxBy(Math.Abs));

        var figure = Assert.Single(Maps(Mistake.OneElementOffByOneBitInTenMillion, problem));

        // Element (j, l) of dW2, shape (d x k), is pixel j of unit l.
        Assert.StartsWith($"dW2, units {wrong % Hidden}, ", figure.Rows[2].Label, StringComparison.Ordinal);
        var picture = figure.Rows[3].Images[0];
        Assert.Equal(White, picture[wrong / Hidden]);
        Assert.Single(picture, pixel => pixel == White);
        Assert.All(figure.Rows[1].Images, image => Assert.DoesNotContain(White, image));
        Assert.Equal([Rows, Columns], [figure.ImageRows, figure.ImageColumns]);
    }

    [Fact]
    public void Figures_SignOfW1_IsWhiteWhereTheGradientIs()
    {
        var figure = Assert.Single(Maps(Mistake.SignOfW1, Make(Hidden)));

        Assert.All(
            figure.Rows[1].Images,
            image => Assert.True(image.Count(pixel => pixel == White) > image.Length / 2)
        );
        Assert.All(figure.Rows[3].Images, image => Assert.DoesNotContain(White, image));
    }

    [Fact]
    public void Figures_SideAndItself_IsBlackBelowGradientsThatAreNot()
    {
        var problem = Make(Hidden);
        var side = new ReferenceSide();
        var maps = new GradientMaps(side, side, Rows, Columns);
        maps.Consider(problem, Judgement.Of(problem, threads: 1), []);

        var figure = Assert.IsType<ImageGridFigure>(Assert.Single(maps.Figures()));

        Assert.Equal(4, figure.Rows.Count);
        Assert.All(
            figure.Rows[1].Images.Concat(figure.Rows[3].Images),
            image => Assert.Equal(new byte[Rows * Columns], image)
        );
        Assert.All(figure.Rows[0].Images, image => Assert.True(image.Distinct().Count() > 1));
    }

    [Fact]
    public void Figures_SeveralProblems_ShowsTheOneClosestToItsBound()
    {
        var maps = new GradientMaps(new ReferenceSide(), new MistakenSide(Mistake.None), Rows, Columns);
        foreach (var (hidden, ratio) in new[] { (2, 0.1), (3, 0.4), (4, 0.2) })
        {
            var problem = Make(hidden);
            var finding = new Finding
            {
                Key = FindingKey.Of("gradients").With(KeyPart.Tensor, "dW1").With(KeyPart.Kind, GradientCheck.Sides),
                Subject = "",
                Status = Status.Rounding,
                Ratio = ratio,
            };
            maps.Consider(problem, Judgement.Of(problem, threads: 1), [finding]);
        }

        Assert.Contains("k = 3, float64", Assert.Single(maps.Figures()).Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_ManyUnits_ShowsEight()
    {
        var figure = Assert.Single(Maps(Mistake.None, Make(hidden: 11)));

        Assert.All(figure.Rows, row => Assert.Equal(8, row.Images.Count));
    }

    [Fact]
    public void Figures_ImagesOfAnotherSizeOrNoProblem_AreNone()
    {
        var problem = Make(Hidden);
        var maps = new GradientMaps(new ReferenceSide(), new ReferenceSide(), Rows, Columns + 1);
        Assert.Empty(maps.Figures());

        maps.Consider(problem, Judgement.Of(problem, threads: 1), []);

        Assert.Empty(maps.Figures());
    }

    /// <summary>A gradient of the wrong shape has no place in a picture, and is told by the check.</summary>
    [Fact]
    public void Figures_TooFewElements_AreNone()
    {
        var problem = Make(Hidden);
        var maps = new GradientMaps(new ReferenceSide(), new ShortSide(), Rows, Columns);
        maps.Consider(problem, Judgement.Of(problem, threads: 1), []);

        Assert.Empty(maps.Figures());
    }

    private static IEnumerable<ImageGridFigure> Maps(Mistake mistake, Problem problem)
    {
        var (first, second) = (new ReferenceSide(), new MistakenSide(mistake));
        var (findings, judgement) = new GradientCheck(first, second, seed: 1, threads: 1).Run(problem, directions: 0);
        var maps = new GradientMaps(first, second, Rows, Columns);
        maps.Consider(problem, judgement, findings);
        return maps.Figures().Cast<ImageGridFigure>();
    }

    private static Problem Make(int hidden)
    {
        const int pixels = Rows * Columns,
            batch = 6;
        var random = new Random(5);
        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];
        return new AutoencoderProblem(
            "tanh",
            pixels,
            hidden,
            batch,
            Draw(batch * pixels),
            Draw(hidden * pixels),
            Draw(pixels * hidden)
        ).ToProblem();
    }

    private sealed class ShortSide : IGradientSource
    {
        public string Name => "short";

        public GradientTrace Gradient(Problem problem) =>
            new(0, [new NamedArray("dW1", 1, 1, [0]), new NamedArray("dW2", 1, 1, [0])]);
    }
}
