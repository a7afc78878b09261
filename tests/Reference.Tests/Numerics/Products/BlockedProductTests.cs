using System.Numerics;
using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Bounds;
using Compare.Reference.Numerics.Products;

namespace Compare.Reference.Tests.Numerics.Products;

/// <summary>The vector kernel against the chain of fused multiply-adds that defines it, one element at a time.</summary>
public abstract class BlockedProductTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly (bool A, bool B)[] Transpositions =
    [
        (false, false),
        (true, false),
        (false, true),
        (true, true),
    ];

    public static TheoryData<int> Widths => [128, 256, 512];

    protected abstract double Bound(Sample<T> sample, int i, int j);

    [Theory]
    [MemberData(nameof(Widths))]
    public void Multiply_InnerDimensions0To257_IsTheChainOfFusedMultiplyAdds(int bits)
    {
        Needs(bits);
        for (var n = 0; n <= 257; n++)
            foreach (var (transposeA, transposeB) in Transpositions)
            foreach (var accumulate in new[] { false, true })
                new Sample<T>(n, m: 11, n, p: 29, transposeA, transposeB)
                    .Multiply(bits, accumulate)
                    .HasTheBitsOfTheChain();
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Multiply_EveryNumberOfRowsAndColumns_IsTheChainOfFusedMultiplyAdds(int bits)
    {
        Needs(bits);
        for (var size = 0; size <= 150; size++)
            foreach (var (transposeA, transposeB) in Transpositions)
            foreach (var accumulate in new[] { false, true })
            {
                new Sample<T>(size, m: 13, n: 5, p: size, transposeA, transposeB)
                    .Multiply(bits, accumulate)
                    .HasTheBitsOfTheChain();
                new Sample<T>(size, m: size, n: 5, p: 13, transposeA, transposeB)
                    .Multiply(bits, accumulate)
                    .HasTheBitsOfTheChain();
            }
    }

    /// <summary>The inner dimension is longer than the kernel takes at once.</summary>
    [Theory]
    [MemberData(nameof(Widths))]
    public void Multiply_LongInnerDimension_IsOneChain(int bits)
    {
        Needs(bits);
        foreach (var n in new[] { 1023, 1024, 1025, 2500 })
        foreach (var (transposeA, transposeB) in Transpositions)
            new Sample<T>(n, m: 9, n, p: 20, transposeA, transposeB)
                .Multiply(bits, accumulate: true)
                .HasTheBitsOfTheChain();
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Multiply_AnyAlignment_GivesTheSameBits(int bits)
    {
        Needs(bits);
        foreach (var (transposeA, transposeB) in Transpositions)
            for (var offset = 0; offset < 17; offset++)
                new Sample<T>(5, m: 10, n: 7, p: 50, transposeA, transposeB, offset)
                    .Multiply(bits, accumulate: false)
                    .HasTheBitsOfTheChain();
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Multiply_SpecialValuesAnywhere_PropagateAsInTheChain(int bits)
    {
        Needs(bits);
        T[] specials =
        [
            T.NaN,
            T.PositiveInfinity,
            T.NegativeInfinity,
            T.Zero,
            T.NegativeZero,
            T.Epsilon,
            -T.Epsilon,
            T.CreateSaturating(double.MaxValue),
        ];
        foreach (var (transposeA, transposeB) in Transpositions)
        foreach (var special in specials)
        foreach (var place in new[] { 0, 0.5, 1 })
        {
            var sample = new Sample<T>(6, m: 13, n: 9, p: 53, transposeA, transposeB);
            sample.A[(int)(place * (sample.A.Length - 1))] = special;
            sample.Multiply(bits, accumulate: false).HasTheBitsOfTheChain();
            sample = new Sample<T>(6, m: 13, n: 9, p: 53, transposeA, transposeB);
            sample.B[(int)(place * (sample.B.Length - 1))] = special;
            sample.A[..9].Clear();
            sample.Multiply(bits, accumulate: true).HasTheBitsOfTheChain();
        }
    }

    [Fact]
    public void Multiply_AnOperandNegated_NegatesEveryBitButThatOfZero()
    {
        foreach (var (transposeA, transposeB) in Transpositions)
        {
            var sample = new Sample<T>(7, m: 100, n: 31, p: 50, transposeA, transposeB);
            var c = sample.Multiply(BlockedProduct.WidestRegister, accumulate: false).C.ToArray();
            for (var i = 0; i < sample.A.Length; i++)
                sample.A[i] = -sample.A[i];
            var negated = sample.Multiply(BlockedProduct.WidestRegister, accumulate: false).C;
            for (var i = 0; i < c.Length; i++)
                Assert.Equal(-c[i], negated[i]);
        }
    }

    [Fact]
    public void Multiply_RowsPermuted_PermutesTheRowsOfTheProduct()
    {
        const int m = 23,
            n = 40,
            p = 37;
        var sample = new Sample<T>(8, m, n, p, transposeA: false, transposeB: true);
        var c = sample.Multiply(BlockedProduct.WidestRegister, accumulate: false).C.ToArray();
        var a = sample.A.ToArray();
        for (var i = 0; i < m; i++)
            a.AsSpan(i * n, n).CopyTo(sample.A[((i * 5 + 3) % m * n)..]);
        var permuted = sample.Multiply(BlockedProduct.WidestRegister, accumulate: false).C;
        for (var i = 0; i < m; i++)
            Assert.Equal(c.AsSpan(i * p, p), permuted.Slice((i * 5 + 3) % m * p, p));
    }

    /// <summary>Large enough to be shared, in every way of cutting them: few panels or many, packed or not, rows that do not divide.</summary>
    [Theory]
    [InlineData(100, 784, 25)]
    [InlineData(100, 25, 784)]
    [InlineData(25, 100, 784)]
    [InlineData(101, 53, 257)]
    [InlineData(3, 300, 300)]
    [InlineData(300, 1500, 3)]
    public void Multiply_AnyNumberOfThreads_GivesTheSameBits(int m, int n, int p)
    {
        foreach (var (transposeA, transposeB) in Transpositions)
        {
            var sample = new Sample<T>(m, m, n, p, transposeA, transposeB);
            var one = sample.Multiply(BlockedProduct.WidestRegister, accumulate: true).C.ToArray();
            foreach (var threads in new[] { 2, 3, 4 })
                Assert.Equal(one, sample.Multiply(BlockedProduct.WidestRegister, accumulate: true, threads).C);
            sample.HasTheBitsOfTheChain();
        }
    }

    /// <summary>Chains that cancel to about a thousandth of their terms.</summary>
    [Fact]
    public void Multiply_AgainstDoubleDouble_ErrorIsWithinTheBound()
    {
        var sample = new Sample<T>(9, m: 20, n: 784, p: 25, transposeA: false, transposeB: true);
        sample.Multiply(BlockedProduct.WidestRegister, accumulate: false);
        for (var i = 0; i < 20; i++)
        for (var j = 0; j < 25; j++)
        {
            var exact = DoubleDouble.Zero;
            for (var q = 0; q < 784; q++)
                exact += Exact(sample.OfA(i, q)) * Exact(sample.OfB(q, j));
            var error = Math.Abs((Exact(sample.C[i * 25 + j]) - exact).Hi);
            Assert.InRange(error, 0, Bound(sample, i, j));
        }
    }

    [Fact]
    public void Multiply_AfterTheFirstTime_AllocatesNothing()
    {
        var sample = new Sample<T>(10, m: 100, n: 100, p: 100, transposeA: true, transposeB: true);
        // A thread makes its buffer when a part first falls to it, which may be later where others are busy.
        Assert.Contains(
            Enumerable.Range(0, 20),
            _ =>
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                for (var i = 0; i < 100; i++)
                    sample.Multiply(BlockedProduct.WidestRegister, accumulate: false, threads: 2);
                return GC.GetAllocatedBytesForCurrentThread() == before;
            }
        );
    }

    private static DoubleDouble Exact(T value) => DoubleDouble.FromDouble(double.CreateChecked(value));

    private static void Needs(int bits) =>
        Assert.SkipUnless(
            BlockedProduct.IsSupported && bits <= BlockedProduct.WidestRegister,
            $"This processor has no fused multiply-add of {bits} bits."
        );

    private protected static double BoundIn<TFormat>(Sample<T> sample, int i, int j)
        where TFormat : IFloatFormat
    {
        static Bounded<TFormat> Of(T value) => Bounded<TFormat>.FromDouble(double.CreateChecked(value));
        var row = Enumerable.Range(0, sample.N).Select(q => Of(sample.OfA(i, q))).ToArray();
        var column = Enumerable.Range(0, sample.N).Select(q => Of(sample.OfB(q, j))).ToArray();
        return InnerProduct.Of<Bounded<TFormat>>(row, column).Error;
    }
}

public sealed class BlockedProductOfSingleTests : BlockedProductTests<float>
{
    protected override double Bound(Sample<float> sample, int i, int j) => BoundIn<Binary32>(sample, i, j);
}

public sealed class BlockedProductOfDoubleTests : BlockedProductTests<double>
{
    protected override double Bound(Sample<double> sample, int i, int j) => BoundIn<Binary64>(sample, i, j);
}
