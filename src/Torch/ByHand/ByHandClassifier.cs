using Compare.Torch.Training;
using TorchSharp;

namespace Compare.Torch.ByHand;

/// <summary>The classifier's step as tensor code: relu between the layers, softmax cross-entropy after the last.</summary>
public sealed class ByHandClassifier : ByHandTraining
{
    private readonly int _layers;

    /// <summary>Copies the parameters to libtorch.</summary>
    /// <param name="widths">n_0, n_1 and so on up to the number of classes.</param>
    /// <param name="parameters">W1, b1, W2, b2 and so on, each row after row; copied.</param>
    /// <param name="rule">The update rule.</param>
    /// <param name="options">Precision and device.</param>
    public ByHandClassifier(
        IReadOnlyList<int> widths,
        IReadOnlyList<double[]> parameters,
        TorchRule rule,
        TorchOptions options
    )
        : base(
            [
                .. parameters.Select(
                    (values, p) =>
                        p % 2 == 0 ? (values, widths[p / 2 + 1], widths[p / 2]) : (values, 1, widths[p / 2 + 1])
                ),
            ],
            rule,
            options
        ) => _layers = widths.Count - 1;

    private protected override torch.Tensor Step(torch.Tensor x, torch.Tensor? labels)
    {
        var h = new torch.Tensor[_layers];
        h[0] = x;
        for (var l = 1; l < _layers; l++)
            h[l] = Linear(h[l - 1], l - 1).relu_(); // (B x n_l)
        var logProbabilities = Linear(h[^1], _layers - 1).log_softmax(1);
        var places = labels!.unsqueeze(1);
        var loss = logProbabilities.gather(1, places).mean().neg_();
        var dA = logProbabilities.exp();
        dA.scatter_add_(1, places, torch.full_like(places, -1, dtype: dA.dtype)).div_((double)x.shape[0]);
        for (var l = _layers - 1; l >= 0; l--)
        {
            var before = l == 0 ? null : torch.mm(dA, Parameters[2 * l]).mul_(h[l] > 0);
            UpdateByProduct(2 * l, dA, h[l]);
            Update(2 * l + 1, dA.sum(dim: 0L, keepdim: true));
            dA = before!;
        }
        return loss;
    }

    private torch.Tensor Linear(torch.Tensor h, int layer) =>
        torch.addmm(Parameters[2 * layer + 1], h, Parameters[2 * layer].t(), beta: 1, alpha: 1);
}
