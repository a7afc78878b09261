using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Products;

namespace Compare.Reference.Tests.Numerics.Products;

/// <summary>The product that fills registers has the bits of the type's own operators, whatever the numbers.</summary>
public sealed class DoubleDoubleProductTests
{
    private static readonly double[] Special =
    [
        0,
        -0.0,
        1,
        -1,
        1e-320,
        -1e-300,
        1e300,
        -1e308,
        double.PositiveInfinity,
        double.NegativeInfinity,
        double.NaN,
    ];

    [Fact]
    public void Multiply_AnyNumbersAndShapes_HasTheBitsOfTheOperators()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var (rows, inner, columns) = (random.Next(1, 6), random.Next(1, 20), random.Next(1, 20));
            // Mostly ordinary numbers, sometimes zeros, sometimes what overflows.
            var odd = (seed % 4) switch
            {
                0 => 0,
                1 => 2,
                2 => 8,
                _ => Special.Length,
            };
            Matrix<DoubleDouble> a = Draw(random, rows, inner, odd),
                b = Draw(random, inner, columns, odd),
                start = Draw(random, rows, columns, odd),
                c = start.Copy();
            MatrixProduct.Multiply(a, Transpose.No, b, Transpose.No, c, accumulate: true, threads: 2);
            for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++)
            {
                var sum = start[i, j];
                for (var p = 0; p < inner; p++)
                    sum += a[i, p] * b[p, j];
                Assert.True(IsSame(sum.Hi, c[i, j].Hi) && IsSame(sum.Lo, c[i, j].Lo), $"{seed}: {sum} and {c[i, j]}");
            }
        }
    }

    private static bool IsSame(double a, double b) =>
        (double.IsNaN(a) && double.IsNaN(b)) || BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b);

    private static Matrix<DoubleDouble> Draw(Random random, int rows, int columns, int odd)
    {
        var matrix = new Matrix<DoubleDouble>(rows, columns);
        foreach (ref var element in matrix.Elements)
            element =
                odd > 0 && random.Next(4) == 0
                    ? DoubleDouble.FromDouble(Special[random.Next(odd)])
                    : DoubleDouble.FromDouble(2 * random.NextDouble() - 1)
                        + DoubleDouble.FromDouble(1e-17 * random.NextDouble());
        return matrix;
    }
}
