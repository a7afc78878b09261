using TorchSharp;
using TorchSharp.Modules;

namespace Compare.Torch.Models;

/// <summary>The autoencoder as a torch.nn module: Y = s(X W1^T) W2^T.</summary>
internal sealed class AutoencoderModule : torch.nn.Module<torch.Tensor, torch.Tensor>
{
    private readonly Func<torch.Tensor, torch.Tensor> _activation;

    /// <summary>Makes the module.</summary>
    /// <param name="activation">s.</param>
    /// <param name="w1">Encoder, shape (k x d); owned by the module from now on.</param>
    /// <param name="w2">Decoder, shape (d x k); owned by the module from now on.</param>
    public AutoencoderModule(Func<torch.Tensor, torch.Tensor> activation, torch.Tensor w1, torch.Tensor w2)
        : base(nameof(AutoencoderModule))
    {
        _activation = activation;
        W1 = new Parameter(w1);
        W2 = new Parameter(w2);
        register_parameter(nameof(W1), W1);
        register_parameter(nameof(W2), W2);
    }

    /// <summary>Encoder, shape (k x d).</summary>
    public Parameter W1 { get; }

    /// <summary>Decoder, shape (d x k).</summary>
    public Parameter W2 { get; }

    /// <summary>Reconstructs images.</summary>
    /// <param name="input">X, shape (B x d).</param>
    /// <returns>Y, shape (B x d).</returns>
    public override torch.Tensor forward(torch.Tensor input)
    {
        // linear, because matmul aborts the process where linear throws.
        var a = torch.nn.functional.linear(input, W1); // (B x k)
        var z = _activation(a); // (B x k)
        return torch.nn.functional.linear(z, W2); // (B x d)
    }

    /// <summary>Eq. (1) of the homework: 1/(2B) times the sum of (Y - X)^2.</summary>
    /// <param name="x">X, shape (B x d).</param>
    /// <returns>The loss, one element.</returns>
    public torch.Tensor Loss(torch.Tensor x) =>
        torch.nn.functional.mse_loss(call(x), x, torch.nn.Reduction.Sum) / (2.0 * x.shape[0]);
}
