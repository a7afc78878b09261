using System.Numerics;
using Compare.Reference.Numerics.Products;

namespace Compare.Reference.Numerics;

public readonly partial struct DoubleDouble
{
    /// <summary>Writes op(A) op(B) into C, or adds it to C, with the bits of <see cref="PlainProduct"/>, several columns at once.</summary>
    /// <remarks>
    /// High and low parts lie in planes of doubles, so that registers hold neighbouring columns; each lane does what the operators of the
    /// type do. Where a lane leaves the range of doubles its columns are computed again by those operators.
    /// </remarks>
    /// <param name="a">op(A), shape (m x n).</param>
    /// <param name="b">op(B), shape (n x p).</param>
    /// <param name="c">C, shape (m x p); overwritten or added to.</param>
    /// <param name="accumulate">Whether each sum starts from the element of C instead of zero.</param>
    /// <param name="threads">Greatest number of threads.</param>
    internal static void Multiply(
        Matrix<DoubleDouble> a,
        Matrix<DoubleDouble> b,
        Matrix<DoubleDouble> c,
        bool accumulate,
        int threads
    )
    {
        double[] high = new double[b.Elements.Length],
            low = new double[b.Elements.Length];
        for (var i = 0; i < high.Length; i++)
            (high[i], low[i]) = (b.Elements[i].Hi, b.Elements[i].Lo);
        if (!accumulate)
            c.Elements.Clear();
        Parallel.For(
            0,
            c.Rows,
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            i => MultiplyRow(a.Row(i), b, high, low, c.Row(i))
        );
    }

    private static void MultiplyRow(
        ReadOnlySpan<DoubleDouble> a,
        Matrix<DoubleDouble> b,
        double[] high,
        double[] low,
        Span<DoubleDouble> c
    )
    {
        var columns = c.Length;
        Span<double> startHigh = stackalloc double[Vector<double>.Count],
            startLow = stackalloc double[Vector<double>.Count];
        var j = 0;
        for (; j <= columns - Vector<double>.Count; j += Vector<double>.Count)
        {
            for (var lane = 0; lane < startHigh.Length; lane++)
                (startHigh[lane], startLow[lane]) = (c[j + lane].Hi, c[j + lane].Lo);
            Vector<double> sumHigh = new(startHigh),
                sumLow = new(startLow);
            for (var p = 0; p < a.Length; p++)
            {
                var at = p * columns + j;
                var (productHigh, productLow) = Product(
                    new Vector<double>(a[p].Hi),
                    new Vector<double>(a[p].Lo),
                    new Vector<double>(high, at),
                    new Vector<double>(low, at)
                );
                (sumHigh, sumLow) = Sum(sumHigh, sumLow, productHigh, productLow);
            }
            // What is not finite stays so, and the operators alone know its low part.
            if (!Vector.EqualsAll(sumHigh - sumHigh, Vector<double>.Zero))
                MultiplyPlainly(a, b, c, j, j + Vector<double>.Count);
            else
                for (var lane = 0; lane < Vector<double>.Count; lane++)
                    c[j + lane] = new(sumHigh[lane], sumLow[lane]);
        }
        MultiplyPlainly(a, b, c, j, columns);
    }

    private static void MultiplyPlainly(
        ReadOnlySpan<DoubleDouble> a,
        Matrix<DoubleDouble> b,
        Span<DoubleDouble> c,
        int from,
        int to
    )
    {
        for (var j = from; j < to; j++)
        {
            var sum = c[j];
            for (var p = 0; p < a.Length; p++)
                sum += a[p] * b[p, j];
            c[j] = sum;
        }
    }

    private static (Vector<double>, Vector<double>) Product(
        Vector<double> xHigh,
        Vector<double> xLow,
        Vector<double> yHigh,
        Vector<double> yLow
    )
    {
        var ch = xHigh * yHigh;
        var cl1 = Vector.FusedMultiplyAdd(xHigh, yHigh, -ch);
        var tl = Vector.FusedMultiplyAdd(xHigh, yLow, xLow * yLow);
        var cl2 = Vector.FusedMultiplyAdd(xLow, yHigh, tl);
        return Normalised(ch, cl1 + cl2, ch);
    }

    private static (Vector<double>, Vector<double>) Sum(
        Vector<double> xHigh,
        Vector<double> xLow,
        Vector<double> yHigh,
        Vector<double> yLow
    )
    {
        static Vector<double> Error(Vector<double> x, Vector<double> y, Vector<double> s)
        {
            var x2 = s - y;
            var y2 = s - x2;
            return x - x2 + (y - y2);
        }
        var sh = xHigh + yHigh;
        var sl = Error(xHigh, yHigh, sh);
        var th = xLow + yLow;
        var tl = Error(xLow, yLow, th);
        var c = sl + th;
        var vh = sh + c;
        var vl = c - (vh - sh);
        return Normalised(vh, tl + vl, sh);
    }

    private static (Vector<double>, Vector<double>) Normalised(
        Vector<double> high,
        Vector<double> low,
        Vector<double> plain
    )
    {
        var zh = high + low;
        var zl = low - (zh - high);
        // A zero has the sign of the operation on the high parts, where that is zero, and nothing below it.
        var isZero = Vector.Equals(zh, Vector<double>.Zero);
        return (
            Vector.ConditionalSelect(isZero & Vector.Equals(plain, Vector<double>.Zero), plain, zh),
            Vector.ConditionalSelect(isZero, Vector<double>.Zero, zl)
        );
    }
}
