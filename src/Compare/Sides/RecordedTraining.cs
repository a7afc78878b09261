using Compare.Problems.Recorded.Runs;
using Compare.Torch.Modules;

namespace Compare.Sides;

/// <summary>A training loop of somebody's own module and optimizer that is being recorded.</summary>
public sealed class RecordedTraining : IDisposable
{
    private readonly Recorder _record;
    private readonly WatchedTraining _training;

    internal RecordedTraining(Recorder record, Func<Action<string, Array, int[]>, WatchedTraining> watch)
    {
        ArgumentNullException.ThrowIfNull(record);
        _record = record;
        _training = watch(Record);
    }

    /// <summary>Records the update, and makes the optimizer's step: call it in place of <c>optimizer.step()</c>.</summary>
    /// <exception cref="IOException">The record cannot be written.</exception>
    public void Step()
    {
        _training.Step();
        _record.Next();
    }

    /// <summary>Records the parameters after the last update, and takes the hooks off the module.</summary>
    public void Dispose()
    {
        _training.Parameters();
        _record.Next();
        _training.Dispose();
    }

    private void Record(string name, Array values, int[] shape)
    {
        if (values is double[] doubles)
            _record.Array(name, doubles, shape);
        else
            _record.Array(name, (float[])values, shape);
    }
}
