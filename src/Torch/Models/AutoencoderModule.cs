using TorchSharp;
using TorchSharp.Modules;

namespace Compare.Torch.Models;

/// <summary>The autoencoder as a torch.nn module: Y = s(X W1^T) W2^T.</summary>
internal sealed class AutoencoderModule : LossModule
{
    private readonly Func<torch.Tensor, torch.Tensor> _activation;
    private readonly Parameter _w1;
    private readonly Parameter _w2;

    /// <summary>Makes the module.</summary>
    /// <param name="activation">s.</param>
    /// <param name="w1">Encoder, shape (k x d); owned by the module from now on.</param>
    /// <param name="w2">Decoder, shape (d x k); owned by the module from now on.</param>
    public AutoencoderModule(Func<torch.Tensor, torch.Tensor> activation, torch.Tensor w1, torch.Tensor w2)
        : base(nameof(AutoencoderModule))
    {
        _activation = activation;
        _w1 = Keep("W1", w1);
        _w2 = Keep("W2", w2);
    }

    /// <summary>Reconstructs images.</summary>
    /// <param name="input">X, shape (B x d).</param>
    /// <returns>Y, shape (B x d).</returns>
    public override torch.Tensor forward(torch.Tensor input)
    {
        // linear, because matmul aborts the process where linear throws.
        var a = torch.nn.functional.linear(input, _w1); // (B x k)
        var z = _activation(a); // (B x k)
        return torch.nn.functional.linear(z, _w2); // (B x d)
    }

    /// <inheritdoc/>
    /// <remarks>Eq. (1) of the homework: 1/(2B) times the sum of (Y - X)^2.</remarks>
    public override torch.Tensor Loss(torch.Tensor x, torch.Tensor? labels) =>
        torch.nn.functional.mse_loss(call(x), x, torch.nn.Reduction.Sum) / (2.0 * x.shape[0]);
}
