using System.Runtime.CompilerServices;
using Compare.Problems;
using Compare.Problems.Parties;
using Compare.Reference.Training;
using Compare.Torch;
using Compare.Torch.Models;
using Compare.Torch.Training;

namespace Compare.Sides;

/// <summary>A training run of the TorchSharp side at full speed.</summary>
/// <param name="model">The model; disposed of with the run.</param>
/// <param name="rule">The update rule.</param>
/// <param name="options">Those of the model.</param>
/// <param name="images">Training images.</param>
internal sealed class TorchEpochs(TorchModel model, TorchRule rule, TorchOptions options, Batch images) : IEpochTraining
{
    /// <summary>Images of runs that go on side by side are copied once; freed with the arrays, by the collector.</summary>
    private static readonly ConditionalWeakTable<Batch, Copies> Resident = [];

    private readonly TorchTraining _training = new TorchTraining(model, rule);

    /// <inheritdoc/>
    public double[] Train(ReadOnlySpan<int> rows, int batch)
    {
        var resident = Images(images);
        for (var first = 0; first < rows.Length; first += batch)
            _training.Step(resident, rows[first..Math.Min(first + batch, rows.Length)].ToArray());
        return _training.TakeLosses();
    }

    /// <inheritdoc/>
    public Score Evaluate(Batch images)
    {
        var (loss, correct) = model.Evaluate(Images(images));
        return new Score(loss, correct);
    }

    /// <inheritdoc/>
    public IReadOnlyList<NamedArray> CopyParameters() =>
        [.. model.Parameters.Select((p, i) => new NamedArray(p.Name, p.Rows, p.Columns, model.CopyParameter(i)))];

    /// <inheritdoc/>
    public void Dispose()
    {
        _training.Dispose();
        model.Dispose();
    }

    private TorchImages Images(Batch arrays) => Resident.GetOrCreateValue(arrays).For(arrays, options);

    /// <summary>The copies of some images, one for each precision and device.</summary>
    private sealed class Copies
    {
        private readonly Dictionary<TorchOptions, TorchImages> _copies = [];

        public TorchImages For(Batch arrays, TorchOptions options)
        {
            lock (_copies)
            {
                if (!_copies.TryGetValue(options, out var copy))
                    _copies[options] = copy = new TorchImages(arrays.X, arrays.Count, arrays.Labels, options);
                return copy;
            }
        }
    }
}
