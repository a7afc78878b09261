using TorchSharp;

namespace Compare.Torch.Models;

/// <summary>The classifier as a torch.nn module: fully connected layers, relu between them.</summary>
internal sealed class ClassifierModule : LossModule
{
    /// <summary>Makes the module.</summary>
    /// <param name="values">W1, b1, W2, b2 and so on; owned by the module from now on.</param>
    public ClassifierModule(IReadOnlyList<torch.Tensor> values)
        : base(nameof(ClassifierModule))
    {
        for (var p = 0; p < values.Count; p++)
            Keep(FormattableString.Invariant($"{(p % 2 == 0 ? "W" : "b")}{p / 2 + 1}"), values[p]);
    }

    /// <summary>Evaluates the logits.</summary>
    /// <param name="input">X, shape (B x n0).</param>
    /// <returns>Shape (B x classes).</returns>
    public override torch.Tensor forward(torch.Tensor input)
    {
        var h = input;
        for (var p = 0; p < Weights.Count; p += 2)
        {
            var a = torch.nn.functional.linear(h, Weights[p], Weights[p + 1].squeeze(0)); // (B x n_l)
            h = p + 2 < Weights.Count ? torch.nn.functional.relu(a) : a;
        }
        return h;
    }

    /// <inheritdoc/>
    /// <remarks>Softmax cross-entropy, mean over the batch.</remarks>
    public override torch.Tensor Loss(torch.Tensor x, torch.Tensor? labels) =>
        torch.nn.functional.cross_entropy(call(x), labels!);
}
