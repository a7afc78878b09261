using Compare.Sides;
using Compare.Torch;
using Compare.Torch.Models;
using Compare.Torch.Training;

namespace Compare.Homework.Timing;

/// <summary>TorchSharp as its documentation has it: a module, autograd, torch.optim; images that stay in libtorch, losses not read back.</summary>
internal sealed class IdiomaticContender : Contender
{
    private readonly TorchModel _model;
    private readonly TorchTraining _training;
    private readonly TorchImages _images;

    /// <summary>Copies the cell to libtorch.</summary>
    /// <param name="cell">The step.</param>
    /// <param name="torch">The side.</param>
    public IdiomaticContender(TrainingCell cell, TorchSide torch)
    {
        var (model, precision, parameters, batch) = cell.Problem;
        _model = torch.Model(model, precision, parameters);
        _training = new TorchTraining(_model, TorchRules.For(cell.Rule));
        _images = new TorchImages(batch.X, batch.Count, batch.Labels, torch.Options(precision));
    }

    /// <inheritdoc/>
    public override string Name => "TorchSharp";

    /// <inheritdoc/>
    public override void Step() => _training.Step(_images, []);

    /// <inheritdoc/>
    public override void Rest() => _training.TakeLosses();

    /// <inheritdoc/>
    public override IReadOnlyList<double[]> CopyParameters() =>
        [.. Enumerable.Range(0, _model.Parameters.Count).Select(_model.CopyParameter)];

    /// <inheritdoc/>
    public override void Dispose()
    {
        _training.Dispose();
        _model.Dispose();
        _images.Dispose();
    }
}
