namespace Compare.Homework.Timing;

/// <summary>One implementation of a training step in a race.</summary>
internal abstract class Contender : IDisposable
{
    /// <summary>The name used in tables.</summary>
    public abstract string Name { get; }

    /// <summary>Makes one training step on the cell's batch.</summary>
    public abstract void Step();

    /// <summary>Called outside the time that is measured, after every few steps: gives back what steps leave behind.</summary>
    public virtual void Rest() { }

    /// <summary>Copies the present parameters.</summary>
    /// <returns>One array per parameter, row after row.</returns>
    public abstract IReadOnlyList<double[]> CopyParameters();

    /// <inheritdoc/>
    public abstract void Dispose();
}
