using Compare.Problems;
using Compare.Sides;
using Compare.Torch;
using Compare.Torch.ByHand;

namespace Compare.Homework.Timing;

/// <summary>Hand-written tensor code on libtorch, without autograd.</summary>
internal sealed class ByHandContender : Contender
{
    private readonly ByHandTraining _training;
    private readonly TorchImages _images;
    private readonly int _parameters;

    /// <summary>Copies the cell to libtorch.</summary>
    /// <param name="cell">The step.</param>
    /// <param name="torch">The side.</param>
    public ByHandContender(TrainingCell cell, TorchSide torch)
    {
        var (model, precision, parameters, batch) = cell.Problem;
        var rule = TorchRules.For(cell.Rule);
        var options = torch.Options(precision);
        _training = model switch
        {
            AutoencoderSpec spec => new ByHandAutoencoder(
                spec.Function.Name,
                spec.Inputs,
                spec.Hidden,
                parameters[0].Values,
                parameters[1].Values,
                rule,
                options
            ),
            ClassifierSpec spec => new ByHandClassifier(
                spec.Widths,
                [.. parameters.Select(p => p.Values)],
                rule,
                options
            ),
            _ => throw new NotSupportedException($"There is no hand-written {model.Kind}."),
        };
        _images = new TorchImages(batch.X, batch.Count, batch.Labels, options);
        _parameters = parameters.Count;
    }

    /// <inheritdoc/>
    public override string Name => "by hand on libtorch";

    /// <inheritdoc/>
    public override void Step() => _training.Step(_images);

    /// <inheritdoc/>
    public override IReadOnlyList<double[]> CopyParameters() =>
        [.. Enumerable.Range(0, _parameters).Select(_training.CopyParameter)];

    /// <inheritdoc/>
    public override void Dispose()
    {
        _training.Dispose();
        _images.Dispose();
    }
}
