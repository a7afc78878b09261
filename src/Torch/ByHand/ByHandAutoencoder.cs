using Compare.Torch.Models;
using Compare.Torch.Training;
using TorchSharp;

namespace Compare.Torch.ByHand;

/// <summary>The autoencoder's step as tensor code.</summary>
public sealed class ByHandAutoencoder : ByHandTraining
{
    private readonly Func<torch.Tensor, torch.Tensor> _function;
    private readonly Func<torch.Tensor, torch.Tensor, torch.Tensor> _backpropagate;

    /// <summary>Copies the parameters to libtorch.</summary>
    /// <param name="activation">One of <see cref="TorchAutoencoder.Activations"/>.</param>
    /// <param name="inputs">d, at least 1.</param>
    /// <param name="hidden">k, at least 1.</param>
    /// <param name="w1">Encoder, shape (k x d), row after row; copied.</param>
    /// <param name="w2">Decoder, shape (d x k), row after row; copied.</param>
    /// <param name="rule">The update rule.</param>
    /// <param name="options">Precision and device.</param>
    public ByHandAutoencoder(
        string activation,
        int inputs,
        int hidden,
        double[] w1,
        double[] w2,
        TorchRule rule,
        TorchOptions options
    )
        : base([(w1, hidden, inputs), (w2, inputs, hidden)], rule, options)
    {
        _function = TorchActivations.Homework.Named(activation);
        _backpropagate = TorchActivations.BackpropagationOf(activation);
    }

    private protected override torch.Tensor Step(torch.Tensor x, torch.Tensor? labels)
    {
        var batch = x.shape[0];
        var z = _function(torch.mm(x, Parameters[0].t())); // (B x k)
        var r = torch.mm(z, Parameters[1].t()).sub_(x); // (B x d)
        var all = r.reshape(-1);
        var loss = torch.dot(all, all).div_(2.0 * batch);
        r.div_((double)batch);
        var dA = _backpropagate(torch.mm(r, Parameters[1]), z); // (B x k)
        UpdateByProduct(1, r, z);
        UpdateByProduct(0, dA, x);
        return loss;
    }
}
