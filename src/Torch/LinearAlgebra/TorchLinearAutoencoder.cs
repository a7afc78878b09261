using Compare.Torch.Calls;
using TorchSharp;

namespace Compare.Torch.LinearAlgebra;

/// <summary>The linear autoencoder on libtorch, trained by alternating least squares on the second moments of its images, in float64.</summary>
public sealed class TorchLinearAutoencoder : IDisposable
{
    private readonly double _sign;
    private readonly torch.Tensor _s;
    private torch.Tensor _w1;
    private torch.Tensor _w2;

    /// <summary>Copies the problem to libtorch.</summary>
    /// <param name="s">S, second moments, shape (d x d), row after row.</param>
    /// <param name="inputs">d.</param>
    /// <param name="hidden">k.</param>
    /// <param name="w1">Encoder, shape (k x d), row after row.</param>
    /// <param name="w2">Decoder, shape (d x k), row after row.</param>
    /// <param name="isNegative">Whether s(a) = -a.</param>
    public TorchLinearAutoencoder(double[] s, int inputs, int hidden, double[] w1, double[] w2, bool isNegative)
    {
        var target = new ComputeTarget(new TorchOptions(TorchPrecision.Float64, TorchDevice.Cpu));
        _sign = isNegative ? -1 : 1;
        using var scope = NativeCalls.Begin();
        _s = target.Matrix(s, inputs, inputs).DetachFromDisposeScope();
        _w1 = target.Matrix(w1, hidden, inputs).DetachFromDisposeScope();
        _w2 = target.Matrix(w2, inputs, hidden).DetachFromDisposeScope();
    }

    /// <summary>Solves for the encoder, then for the decoder.</summary>
    public void Sweep()
    {
        SolveEncoder();
        using var scope = NativeCalls.Begin();
        var moments = torch.mm(_s, _w1.t());
        var w2 = torch.linalg.solve(torch.mm(_w1, moments), moments.t()).t().mul_(_sign).contiguous();
        _w2.Dispose();
        _w2 = w2.DetachFromDisposeScope();
    }

    /// <summary>Solves for the encoder alone.</summary>
    public void SolveEncoder()
    {
        using var scope = NativeCalls.Begin();
        // libtorch's own way to least squares: a QR decomposition of the decoder instead of its normal matrix.
        var (q, r) = torch.linalg.qr(_w2);
        var w1 = torch.linalg.solve_triangular(r, q.t(), upper: true).mul_(_sign);
        _w1.Dispose();
        _w1 = w1.DetachFromDisposeScope();
    }

    /// <summary>Copies the encoder.</summary>
    /// <returns>Shape (k x d), row after row.</returns>
    public double[] CopyW1() => ComputeTarget.Numbers(_w1);

    /// <summary>Copies the decoder.</summary>
    /// <returns>Shape (d x k), row after row.</returns>
    public double[] CopyW2() => ComputeTarget.Numbers(_w2);

    /// <inheritdoc/>
    public void Dispose()
    {
        using var calls = NativeCalls.Begin();
        _s.Dispose();
        _w1.Dispose();
        _w2.Dispose();
    }
}
