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
    public static int CountWrong()
    {
        Libtorch.EnsureLoaded();
        using var scope = NativeCalls.Begin();
        using var generator = new torch.Generator(1);
        var x = torch.randn([8, 4, 6, 6], generator: generator);
        var weight = torch.randn([4, 4, 3, 3], generator: generator);
        var upstream = torch.randn([8, 4, 6, 6], generator: generator);
        var right = Gradient(
            x.to(torch.ScalarType.Float64),
            weight.to(torch.ScalarType.Float64),
            upstream.to(torch.ScalarType.Float64)
        );
        var wrong = 0;
        for (var i = 0; i < Tries; i++)
        {
            FillMemory(i);
            var gradient = Gradient(x, weight, upstream);
            if (!gradient.Zip(right).All(pair => Math.Abs(pair.First - pair.Second) < Wrong))
                wrong++;
        }
        return wrong;
    }

    /// <summary>Leaves numbers in free memory of many sizes, other ones each time.</summary>
    /// <param name="time">Which time it is.</param>
    internal static void FillMemory(long time)
    {
        const int first = 6,
            last = 16;
        using var scope = NativeCalls.Begin();
        // All at once, so that each has memory of its own.
        for (var power = first; power <= last; power++)
        for (var part = 0; part < 4; part++)
            torch.full((1L << power) + (part << (power - 2)), time % 2 == 0 ? 1000.0 + time : -0.001 * time);
    }

    private static double[] Gradient(torch.Tensor x, torch.Tensor weight, torch.Tensor upstream)
    {
        using var scope = NativeCalls.Begin();
        var input = x.clone().requires_grad_();
        (torch.nn.functional.conv2d(input, weight, padding: [1, 1]) * upstream).sum().backward();
        return ComputeTarget.Numbers(input.grad!);
    }
}
