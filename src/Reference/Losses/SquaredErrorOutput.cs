using System.Numerics;
using System.Runtime.CompilerServices;
using Compare.Reference.Numerics;

namespace Compare.Reference.Losses;

/// <summary>Half the squared error against the targets, in one pass over the outputs.</summary>
/// <typeparam name="T">The number type.</typeparam>
internal sealed class SquaredErrorOutput<T> : OutputLoss<T>
    where T : unmanaged, INumber<T>
{
    /// <inheritdoc/>
    public override int Divisor(int batch) => 2 * batch;

    /// <inheritdoc/>
    /// <remarks>
    /// The bits of the gradient are those of the textbook form. The squares of an image are added up in as many sums as two registers have
    /// lanes, then these from the first to the last (T.1), where the textbook form adds up a batch in one chain.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override T Differentiate(Span<T> output, ReadOnlySpan<T> target, int label, T batch)
    {
        var sum = T.Zero;
        var done = 0;
        if (Registers.Hold<T>())
        {
            var y = Registers.Of(output);
            var x = Registers.Of(target);
            var divisor = new Packed<T>(new Vector<T>(batch));
            Packed<T> even = default,
                odd = default;
            var i = 0;
            for (; i < y.Length - 1; i += 2)
            {
                var (r0, r1) = (y[i] - x[i], y[i + 1] - x[i + 1]); // (A.4)
                (y[i], y[i + 1]) = (r0 / divisor, r1 / divisor); // (A.6)
                (even, odd) = (even + r0 * r0, odd + r1 * r1);
            }
            for (; i < y.Length; i++)
            {
                var r = y[i] - x[i]; // (A.4)
                y[i] = r / divisor; // (A.6)
                even += r * r;
            }
            for (var lane = 0; lane < Packed<T>.Count; lane++)
                sum += even.Lanes[lane] + odd.Lanes[lane]; // (T.1)
            done = y.Length * Packed<T>.Count;
        }
        for (; done < output.Length; done++)
        {
            var r = output[done] - target[done]; // (A.4)
            output[done] = r / batch; // (A.6)
            sum += r * r; // (T.1)
        }
        return sum;
    }
}
