using System.Numerics;
using Compare.Reference.Numerics.Products;

namespace Compare.Reference.Tests.Numerics.Products;

/// <summary>Two random matrices, stored as they are or transposed, and a place for their product.</summary>
public sealed class Sample<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Elements around C that nobody may write.</summary>
    private const int Margin = 70;

    private readonly int _m;
    private readonly int _p;
    private readonly bool _transposeA;
    private readonly bool _transposeB;
    private readonly int _offset;
    private readonly T[] _storedA;
    private readonly T[] _storedB;
    private readonly T[] _storedC;
    private readonly T[] _start;
    private bool _accumulated;

    public Sample(int seed, int m, int n, int p, bool transposeA, bool transposeB, int offset = 0)
    {
        var random = new Random(seed);
        (_m, N, _p, _transposeA, _transposeB, _offset) = (m, n, p, transposeA, transposeB, offset);
        T[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => T.CreateChecked(random.NextDouble() - 0.5))];
        _storedA = Draw(offset + m * n);
        _storedB = Draw(offset + n * p);
        _start = Draw(m * p);
        _storedC = new T[offset + m * p + 2 * Margin];
    }

    public int N { get; }

    public Span<T> A => _storedA.AsSpan(_offset);

    public Span<T> B => _storedB.AsSpan(_offset);

    /// <summary>The product, shape (m x p).</summary>
    public Span<T> C => _storedC.AsSpan(_offset + Margin, _m * _p);

    public T OfA(int i, int q) => A[_transposeA ? q * _m + i : i * N + q];

    public T OfB(int q, int j) => B[_transposeB ? j * N + q : q * _p + j];

    public unsafe Sample<T> Multiply(int bits, bool accumulate, int threads = 1)
    {
        _accumulated = accumulate;
        Array.Fill(_storedC, T.One);
        _start.CopyTo(C);
        fixed (
            T* a = A,
                b = B,
                c = C
        )
        {
            var ofA = _transposeA ? new Strided<T>(a, _m, N, 1, _m) : new Strided<T>(a, _m, N, N, 1);
            var ofB = _transposeB ? new Strided<T>(b, N, _p, 1, N) : new Strided<T>(b, N, _p, _p, 1);
            BlockedProduct.Multiply(ofA, ofB, new Strided<T>(c, _m, _p, _p, 1), accumulate, bits, threads);
        }
        return this;
    }

    public void HasTheBitsOfTheChain()
    {
        var c = C;
        for (var i = 0; i < _m; i++)
        for (var j = 0; j < _p; j++)
        {
            var sum = _accumulated ? _start[i * _p + j] : T.Zero;
            for (var q = 0; q < N; q++)
                sum = T.FusedMultiplyAdd(OfA(i, q), OfB(q, j), sum);
            var computed = c[i * _p + j];
            if (!computed.Equals(sum) || T.IsNegative(computed) != T.IsNegative(sum) && !T.IsNaN(sum))
                Assert.Fail(
                    $"({_m} x {N}) ({N} x {_p}), transposed {_transposeA}, {_transposeB}: C[{i}, {j}] is {computed}, not {sum}."
                );
        }
        var before = _offset + Margin;
        if (
            _storedC.AsSpan(0, before).ContainsAnyExcept(T.One)
            || _storedC.AsSpan(before + c.Length).ContainsAnyExcept(T.One)
        )
            Assert.Fail($"({_m} x {N}) ({N} x {_p}) wrote outside C.");
    }
}
