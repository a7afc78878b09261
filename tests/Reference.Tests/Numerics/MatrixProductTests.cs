using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Bounds;
using Compare.Reference.Numerics.Products;

namespace Compare.Reference.Tests.Numerics;

public sealed class MatrixProductTests
{
    [Theory]
    [InlineData(Transpose.No, Transpose.No)]
    [InlineData(Transpose.Yes, Transpose.No)]
    [InlineData(Transpose.No, Transpose.Yes)]
    [InlineData(Transpose.Yes, Transpose.Yes)]
    public void Multiply_AnyTransposition_IsTheSumOverTheInnerDimension(Transpose transposeA, Transpose transposeB)
    {
        const int m = 3,
            n = 5,
            p = 4;
        static double A(int i, int q) => 2 * i - 3 * q + 1;
        static double B(int q, int j) => q * q - j;
        var a = transposeA == Transpose.No ? Fill(m, n, A) : Fill(n, m, (row, column) => A(column, row));
        var b = transposeB == Transpose.No ? Fill(n, p, B) : Fill(p, n, (row, column) => B(column, row));
        var c = new Matrix<double>(m, p);

        MatrixProduct.Multiply(a, transposeA, b, transposeB, c, threads: 2);

        for (var i = 0; i < m; i++)
        for (var j = 0; j < p; j++)
        {
            double expected = 0;
            for (var q = 0; q < n; q++)
                expected += A(i, q) * B(q, j);
            Assert.Equal(expected, c[i, j]);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Multiply_RaggedShapes_IsTheChainOfFusedMultiplyAdds(bool accumulate)
    {
        var random = new Random(8);
        for (var trial = 0; trial < 50; trial++)
        {
            int m = random.Next(1, 9),
                n = random.Next(1, 40),
                p = random.Next(1, 40);
            var a = Fill(m, n, (_, _) => random.NextDouble() - 0.5);
            var b = Fill(p, n, (_, _) => random.NextDouble() - 0.5);
            var start = Fill(m, p, (_, _) => random.NextDouble() - 0.5);
            var c = Fill(m, p, (i, j) => start[i, j]);

            MatrixProduct.Multiply(a, Transpose.No, b, Transpose.Yes, c, accumulate);

            for (var i = 0; i < m; i++)
            for (var j = 0; j < p; j++)
                Assert.Equal(Chain(a.Row(i), b.Row(j), accumulate ? start[i, j] : 0), c[i, j]);
        }
    }

    /// <summary>Types that are not processor formats, and processors without fused multiply-add, round after every product.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PlainProduct_RaggedShapes_HasTheBitsOfTheInnerProduct(bool accumulate)
    {
        var random = new Random(8);
        for (var trial = 0; trial < 50; trial++)
        {
            int m = random.Next(1, 9),
                n = random.Next(1, 40),
                p = random.Next(1, 40);
            var a = Fill(m, n, (_, _) => random.NextDouble() - 0.5);
            var b = Fill(p, n, (_, _) => random.NextDouble() - 0.5);
            var start = Fill(m, p, (_, _) => random.NextDouble() - 0.5);
            var c = Fill(m, p, (i, j) => start[i, j]);

            PlainProduct.Multiply(a, Transpose.No, b, Transpose.Yes, c, accumulate, threads: 2);

            for (var i = 0; i < m; i++)
            for (var j = 0; j < p; j++)
                Assert.Equal(InnerProduct.Of<double>(a.Row(i), b.Row(j), accumulate ? start[i, j] : 0), c[i, j]);
        }
    }

    /// <summary>The bounds of many products at once are those of the inner products, up to the rounding of their evaluation.</summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Multiply_Bounded_HasTheBoundsOfTheInnerProduct(bool accumulate, bool exactLeft)
    {
        var random = new Random(9);
        Matrix<Bounded<Binary32>> Draw(int rows, int columns, bool exact)
        {
            var matrix = new Matrix<Bounded<Binary32>>(rows, columns);
            for (var i = 0; i < matrix.Elements.Length; i++)
            {
                matrix.Elements[i] = Bounded<Binary32>.FromDouble((float)(random.NextDouble() - 0.5));
                if (!exact)
                    matrix.Elements[i] *= Bounded<Binary32>.FromDouble((float)random.NextDouble());
            }
            return matrix;
        }
        for (var trial = 0; trial < 30; trial++)
        {
            int m = random.Next(1, 6),
                n = random.Next(0, 30),
                p = random.Next(1, 20);
            var a = Draw(m, n, exactLeft);
            var b = Draw(p, n, !exactLeft);
            var c = Draw(m, p, exact: trial % 2 == 0);
            c[0, 0] = default;
            var start = new Matrix<Bounded<Binary32>>(m, p);
            c.Elements.CopyTo(start.Elements);

            MatrixProduct.Multiply(a, Transpose.No, b, Transpose.Yes, c, accumulate);

            for (var i = 0; i < m; i++)
            for (var j = 0; j < p; j++)
            {
                var expected = InnerProduct.Of(a.Row(i), b.Row(j), accumulate ? start[i, j] : default);
                Assert.Equal(expected.Value, c[i, j].Value, tolerance: 1e-14);
                Assert.InRange(c[i, j].Error, expected.Error * (1 - 1e-12), expected.Error * (1 + 1e-12));
            }
        }
    }

    [Fact]
    public void Multiply_InnerDimensionsThatDiffer_NamesBoth()
    {
        var error = Assert.Throws<ArgumentException>(() =>
            MatrixProduct.Multiply(
                new Matrix<double>(2, 3),
                Transpose.No,
                new Matrix<double>(4, 2),
                Transpose.No,
                new Matrix<double>(2, 2)
            )
        );
        Assert.Contains("3 and 4", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Multiply_IntoAnOperand_IsRefused()
    {
        var a = new Matrix<double>(2, 2);
        Assert.Throws<ArgumentException>(() => MatrixProduct.Multiply(a, Transpose.No, a, Transpose.Yes, a));
    }

    private static double Chain(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double start)
    {
        if (!BlockedProduct.IsSupported)
            return InnerProduct.Of(x, y, start);
        for (var i = 0; i < x.Length; i++)
            start = Math.FusedMultiplyAdd(x[i], y[i], start);
        return start;
    }

    private static Matrix<double> Fill(int rows, int columns, Func<int, int, double> element)
    {
        var matrix = new Matrix<double>(rows, columns);
        for (var i = 0; i < rows; i++)
        for (var j = 0; j < columns; j++)
            matrix[i, j] = element(i, j);
        return matrix;
    }
}
