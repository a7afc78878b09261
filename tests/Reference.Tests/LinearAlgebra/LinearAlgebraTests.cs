using System.Numerics;
using Compare.Reference.LinearAlgebra;
using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Products;

namespace Compare.Reference.Tests.LinearAlgebra;

/// <summary>Factors and decompositions by what defines them, in double and in double-double.</summary>
public abstract class LinearAlgebraTests<T>(double unitRoundoff)
    where T : unmanaged, INumber<T>, IRootFunctions<T>
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(30)]
    public void Inverse_TimesTheMatrix_IsTheIdentity(int n)
    {
        var a = PositiveDefinite(n);
        var product = Product(new Cholesky<T>(a).Inverse(), Transpose.No, a);
        // The condition number of these is below 100 n.
        AssertIdentity(product, 100 * n * n * unitRoundoff);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(20)]
    public void SolveHalf_MakesColumnsOrthonormal(int n)
    {
        var b = Draw(3 * n + 1, n, 5);
        var q = b.Copy();
        new Cholesky<T>(Product(b, Transpose.Yes, b)).SolveHalf(q);
        AssertIdentity(Product(q, Transpose.Yes, q), 1000 * n * n * unitRoundoff);
    }

    [Fact]
    public void Cholesky_NotPositiveDefinite_SaysWhere()
    {
        var a = PositiveDefinite(4);
        a[2, 2] = -T.One;
        Assert.Contains(
            "not positive definite: pivot 2",
            Assert.Throws<ArgumentException>(() => new Cholesky<T>(a)).Message,
            StringComparison.Ordinal
        );
        a[2, 2] = T.Zero / T.Zero;
        Assert.Throws<ArgumentException>(() => new Cholesky<T>(a));
        Assert.Throws<ArgumentException>(() => new Cholesky<T>(new Matrix<T>(2, 3)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(40)]
    public void SymmetricEigen_VectorsAreOrthonormalAndDiagonalise(int n)
    {
        var a = PositiveDefinite(n);
        var (values, v) = SymmetricEigen<T>.Of(a);
        Assert.Equal(values.OrderDescending(), values);
        AssertIdentity(Product(v, Transpose.Yes, v), 100 * n * unitRoundoff);
        var av = Product(a, Transpose.No, v);
        for (var i = 0; i < n; i++)
        for (var j = 0; j < n; j++)
            Assert.Equal(
                0,
                double.CreateChecked(av[i, j] - v[i, j] * values[j]),
                tolerance: 100 * n * n * unitRoundoff
            );
    }

    /// <summary>[[2, 1], [1, 2]] has the values 3 and 1; [[1, 2], [2, -2]] has 2 and -3.</summary>
    [Theory]
    [InlineData(2, 1, 2, 3, 1)]
    [InlineData(1, 2, -2, 2, -3)]
    [InlineData(5, 0, 7, 7, 5)]
    public void SymmetricEigen_KnownValues(double a, double b, double c, double first, double second)
    {
        var matrix = Matrix<T>.From([a, b, b, c], 2, 2);
        var values = SymmetricEigen<T>.Of(matrix).Values;
        Assert.Equal(first, double.CreateChecked(values[0]), tolerance: 1e-14);
        Assert.Equal(second, double.CreateChecked(values[1]), tolerance: 1e-14);
    }

    [Fact]
    public void SymmetricEigen_NotFiniteOrNotSquare_IsRefused()
    {
        var a = PositiveDefinite(3);
        a[0, 2] = T.One / T.Zero;
        Assert.Contains(
            "(0, 2) is not finite",
            Assert.Throws<ArgumentException>(() => SymmetricEigen<T>.Of(a)).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() => SymmetricEigen<T>.Of(new Matrix<T>(2, 3)));
    }

    /// <summary>Loss and distance in the textbook's own words: over images whose second moments S is.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void LinearAutoencoder_LossAndDistance_AreThoseOfTheImages(bool isNegative)
    {
        const int Images = 11,
            Pixels = 6,
            Hidden = 2;
        var x = Draw(Images, Pixels, 1);
        var model = new LinearAutoencoder<T>(Moments(x), Draw(Hidden, Pixels, 2), Draw(Pixels, Hidden, 3), isNegative);
        var u = Draw(Pixels, Hidden, 4);
        new Cholesky<T>(Product(u, Transpose.Yes, u)).SolveHalf(u);
        var a = Product(x, Transpose.No, Transposed(model.W1));
        var y = Product(a, Transpose.No, Transposed(model.W2));
        var p = Product(Product(x, Transpose.No, u), Transpose.No, Transposed(u));
        double loss = 0,
            distance = 0;
        for (var i = 0; i < x.Elements.Length; i++)
        {
            var reconstruction = (isNegative ? -1 : 1) * double.CreateChecked(y.Elements[i]);
            loss += Math.Pow(reconstruction - double.CreateChecked(x.Elements[i]), 2) / (2 * Images);
            distance += Math.Pow(reconstruction - double.CreateChecked(p.Elements[i]), 2) / Images;
        }
        Assert.Equal(loss, double.CreateChecked(model.Loss()), tolerance: 1e-13);
        Assert.Equal(distance, double.CreateChecked(model.SquaredDistance(u)), tolerance: 1e-13);
    }

    /// <summary>Neither half may raise the loss, and the gradient by the half just solved for is zero: no neighbour is better.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void LinearAutoencoder_Sweep_SolvesEachHalf(bool isNegative)
    {
        var model = new LinearAutoencoder<T>(Moments(Draw(30, 6, 1)), Draw(2, 6, 2), Draw(6, 2, 3), isNegative);
        var before = model.Loss();
        model.SolveEncoder();
        var encoded = model.Loss();
        Assert.True(encoded < before);
        AssertNoBetterNeighbour(model, model.W1);
        model.Sweep();
        Assert.True(model.Loss() <= encoded);
        AssertNoBetterNeighbour(model, model.W2);
    }

    private static void AssertNoBetterNeighbour(LinearAutoencoder<T> model, Matrix<T> weights)
    {
        var least = model.Loss();
        var step = T.CreateChecked(1e-4);
        for (var i = 0; i < weights.Elements.Length; i++)
            foreach (var change in new[] { step, -step })
            {
                var kept = weights.Elements[i];
                weights.Elements[i] += change;
                Assert.True(model.Loss() > least);
                weights.Elements[i] = kept;
            }
    }

    private static Matrix<T> Moments(Matrix<T> x)
    {
        var s = Product(x, Transpose.Yes, x);
        foreach (ref var element in s.Elements)
            element /= T.CreateChecked(x.Rows);
        return s;
    }

    private static Matrix<T> PositiveDefinite(int n)
    {
        var b = Draw(n + 3, n, 1);
        var a = Product(b, Transpose.Yes, b);
        for (var i = 0; i < n; i++)
            a[i, i] += T.CreateChecked(0.125);
        return a;
    }

    private static Matrix<T> Draw(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        return Matrix<T>.From(
            [.. Enumerable.Range(0, rows * columns).Select(_ => random.NextDouble() - 0.5)],
            rows,
            columns
        );
    }

    private static Matrix<T> Product(Matrix<T> a, Transpose transposeA, Matrix<T> b)
    {
        var c = new Matrix<T>(transposeA == Transpose.No ? a.Rows : a.Columns, b.Columns);
        MatrixProduct.Multiply(a, transposeA, b, Transpose.No, c);
        return c;
    }

    private static Matrix<T> Transposed(Matrix<T> a)
    {
        var result = new Matrix<T>(a.Columns, a.Rows);
        for (var i = 0; i < a.Rows; i++)
        for (var j = 0; j < a.Columns; j++)
            result[j, i] = a[i, j];
        return result;
    }

    private static void AssertIdentity(Matrix<T> matrix, double tolerance)
    {
        for (var i = 0; i < matrix.Rows; i++)
        for (var j = 0; j < matrix.Columns; j++)
            Assert.Equal(i == j ? 1 : 0, double.CreateChecked(matrix[i, j]), tolerance);
    }
}

public sealed class LinearAlgebraOfDoubleTests() : LinearAlgebraTests<double>(1.1102230246251565e-16);

public sealed class LinearAlgebraOfDoubleDoubleTests() : LinearAlgebraTests<DoubleDouble>(1e-30);
