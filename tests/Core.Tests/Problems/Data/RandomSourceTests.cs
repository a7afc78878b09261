using Compare.Problems.Data;
using CsCheck;

namespace Compare.Tests.Problems.Data;

public sealed class RandomSourceTests
{
    /// <summary>The published test vector of SplitMix64 for the seed 1234567.</summary>
    [Fact]
    public void NextUInt64_PublishedSeed_GivesPublishedNumbers()
    {
        var random = new RandomSource(1234567);
        ulong[] expected =
        [
            6457827717110365317,
            3203168211198807973,
            9817491932198370423,
            4593380528125082431,
            16408922859458223821,
        ];

        Assert.All(expected, number => Assert.Equal(number, random.NextUInt64()));
    }

    [Fact]
    public void NextDouble_TopBits_AreTheFraction()
    {
        // 6457827717110365317 / 2^11 = 3153236189995295.565...
        Assert.Equal(3153236189995295 / 9007199254740992.0, new RandomSource(1234567).NextDouble());
    }

    [Fact]
    public void NextInt_AnyBound_StaysBelowIt() =>
        Gen.Select(Gen.ULong, Gen.Int[1, int.MaxValue])
            .Sample(
                (seed, bound) =>
                {
                    var value = new RandomSource(seed).NextInt(bound);
                    return value >= 0 && value < bound;
                }
            );

    /// <summary>For 3 * 2^29 a remainder or a plain product would give every third value twice as often.</summary>
    [Fact]
    public void NextInt_BoundThatDoesNotDivide_IsUnbiased()
    {
        const int bound = 3 << 29,
            draws = 30000;
        var random = new RandomSource(5);
        var counts = new int[3];
        for (var i = 0; i < draws; i++)
            counts[random.NextInt(bound) % 3]++;

        // Six standard deviations of a binomial with p = 1/3.
        Assert.All(counts, count => Assert.InRange(count, draws / 3 - 490, draws / 3 + 490));
    }

    [Fact]
    public void NextInt_BoundZero_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomSource(1).NextInt(0));

    [Fact]
    public void NextBool_ManyDraws_IsFair()
    {
        var random = new RandomSource(6);
        var heads = Enumerable.Range(0, 10000).Count(_ => random.NextBool());

        Assert.InRange(heads, 5000 - 300, 5000 + 300);
    }

    [Fact]
    public void SeedOf_NeighbouringSeedsAndIndices_AllDiffer()
    {
        var seeds =
            from seed in Enumerable.Range(0, 100)
            from index in Enumerable.Range(0, 100)
            select RandomSource.SeedOf((ulong)seed, (ulong)index);

        Assert.Equal(10000, seeds.Distinct().Count());
    }
}
