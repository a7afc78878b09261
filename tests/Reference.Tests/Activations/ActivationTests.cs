using System.Numerics;
using Compare.Reference.Activations;
using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Bounds;

namespace Compare.Reference.Tests.Activations;

/// <summary>The loops of every activation on registers: place, special values, accuracy.</summary>
public sealed class ActivationTests
{
    private static readonly double[] Values =
    [
        0,
        -0.0,
        1e-30,
        -1e-30,
        0.3,
        -0.3,
        4,
        -4,
        100,
        -100,
        double.PositiveInfinity,
        double.NegativeInfinity,
        double.NaN,
    ];

    public static IEnumerable<TheoryDataRow<string>> Names =>
        Activation.Names.Select(name => new TheoryDataRow<string>(name));

    /// <summary>At every length an element gets the bits that it gets alone, whether it fills a register or is left over.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void ApplyAndBackpropagate_AnElementAmongOthers_GetsItsOwnBits(string name)
    {
        CheckPlaces<float>(Activation.Named(name, reluDerivativeAtZero: 0.5));
        CheckPlaces<double>(Activation.Named(name, reluDerivativeAtZero: 0.5));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ApplyAndBackpropagate_InFloat_AreWithinTheBounds(string name)
    {
        var activation = Activation.Named(name, reluDerivativeAtZero: 0.25);
        double[] a = [.. Values.Where(double.IsFinite)];
        var (z, slope) = Run(activation, Array.ConvertAll(a, x => (float)x));
        var (zBound, slopeBound) = Run(activation, Array.ConvertAll(a, x => Bounded<Binary32>.FromDouble((float)x)));
        for (var i = 0; i < a.Length; i++)
        {
            Assert.True(Math.Abs(z[i] - zBound[i].Value) <= zBound[i].Error, $"s({a[i]}): {z[i]}, {zBound[i]}");
            Assert.True(
                Math.Abs(slope[i] - slopeBound[i].Value) <= slopeBound[i].Error,
                $"s'({a[i]}): {slope[i]}, {slopeBound[i]}"
            );
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ApplyAndBackpropagate_AllocateNothing(string name)
    {
        var activation = Activation.Named(name);
        float[] a = new float[21],
            z = new float[21],
            d = new float[21];
        long before = 0;
        for (var i = 0; i < 200; i++)
        {
            if (i == 100)
                before = GC.GetAllocatedBytesForCurrentThread();
            activation.Apply<float>(a, z);
            activation.Backpropagate<float>(a, z, d);
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void CheckPlaces<T>(Activation activation)
        where T : unmanaged, INumber<T>, IExponentialFunctions<T>, ILogarithmicFunctions<T>, IHyperbolicFunctions<T>
    {
        var all = Array.ConvertAll(Values, T.CreateTruncating);
        var alone = Array.ConvertAll(all, x => Run(activation, [x]));
        for (var start = 0; start < all.Length; start++)
        for (var length = 0; length <= all.Length - start; length++)
        {
            var (z, slope) = Run(activation, all[start..(start + length)]);
            for (var i = 0; i < length; i++)
            {
                Assert.Equal(alone[start + i].Z[0], z[i]);
                Assert.Equal(alone[start + i].Slope[0], slope[i]);
            }
        }
    }

    private static (T[] Z, T[] Slope) Run<T>(Activation activation, T[] a)
        where T : unmanaged, INumber<T>, IExponentialFunctions<T>, ILogarithmicFunctions<T>, IHyperbolicFunctions<T>
    {
        var z = new T[a.Length];
        activation.Apply<T>(a, z);
        var slope = Array.ConvertAll(a, _ => T.One);
        activation.Backpropagate<T>(a, z, slope);
        return (z, slope);
    }
}
