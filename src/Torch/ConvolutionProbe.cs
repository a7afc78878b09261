using Compare.Torch.Calls;
using Compare.Torch.Loading;
using TorchSharp;

namespace Compare.Torch;

/// <summary>
/// Tries whether libtorch's gradient of a float32 convolution by its input is right here. On a processor with AVX-512, oneDNN in libtorch 2.10 was seen to
/// take it from memory that nobody has written where the channels are no multiple of 16: now right, now wrong by as much as the gradient itself.
/// </summary>
public static class ConvolutionProbe
{
    /// <summary>How often it is tried.</summary>
    public const int Tries = 100;

    private const double Wrong = 1e-3;

    /// <summary>Takes the gradient again and again, between other work in memory, and holds it against float64's.</summary>
    /// <returns>How many of <see cref="Tries"/> are wrong, or no numbers.</returns>
    /// <exception cref="LibtorchUnavailableException">libtorch cannot be loaded.</exception>
    public static int CountWrong() => Wrongs(Tries).Count(isWrong => isWrong);

    /// <summary>Tries until one is wrong, long enough to meet what is rare.</summary>
    /// <returns>Whether one was.</returns>
    /// <exception cref="LibtorchUnavailableException">libtorch cannot be loaded.</exception>
    internal static bool IsEverWrong() => Wrongs(10 * Tries).Any(isWrong => isWrong);

    private static IEnumerable<bool> Wrongs(int tries)
    {
        Libtorch.EnsureLoaded();
        var right = Gradient(torch.ScalarType.Float64);
        for (var i = 0; i < tries; i++)
        {
            FillMemory(i);
            yield return !Gradient(torch.ScalarType.Float32)
                .Zip(right)
                .All(pair => Math.Abs(pair.First - pair.Second) < Wrong);
        }
    }

    /// <summary>Leaves numbers in free memory of many sizes, other ones each time.</summary>
    /// <param name="time">Which time it is.</param>
    internal static void FillMemory(long time)
    {
        const int first = 6,
            last = 13;
        using var scope = NativeCalls.Begin();
        // All at once, so that each has memory of its own.
        for (var power = first; power <= last; power++)
        for (var part = 0; part < 4; part++)
            torch.full((1L << power) + (part << (power - 2)), time % 2 == 0 ? 1000.0 + time : -0.001 * time);
    }

    /// <summary>The gradient of one and the same function by its input.</summary>
    private static double[] Gradient(torch.ScalarType type)
    {
        using var scope = NativeCalls.Begin();
        using var generator = new torch.Generator(1);
        var input = torch.randn([8, 4, 6, 6], generator: generator).to(type).requires_grad_();
        var weight = torch.randn([4, 4, 3, 3], generator: generator).to(type);
        var upstream = torch.randn([8, 4, 6, 6], generator: generator).to(type);
        (torch.nn.functional.conv2d(input, weight, padding: [1, 1]) * upstream).sum().backward();
        return ComputeTarget.Numbers(input.grad!);
    }
}
