using Compare.Problems.Recorded.Runs;
using Compare.Torch.Modules;
using TorchSharp;

namespace Compare.Sides;

/// <summary>Records a training loop of TorchSharp.</summary>
public static class TorchRecording
{
    /// <summary>Watches a module and its optimizer: inputs, activations, step size, parameters and gradients of each update.</summary>
    /// <param name="record">The recorder.</param>
    /// <param name="module">The module.</param>
    /// <param name="optimizer">Its optimizer.</param>
    /// <returns>
    /// The training, whose <see cref="RecordedTraining.Step"/> takes the place of <c>optimizer.step()</c>; disposing of it records the
    /// parameters after the last update.
    /// </returns>
    public static RecordedTraining Watch(
        this Recorder record,
        torch.nn.Module module,
        torch.optim.Optimizer optimizer
    ) => new(record, sink => new WatchedTraining(module, optimizer, sink));
}
