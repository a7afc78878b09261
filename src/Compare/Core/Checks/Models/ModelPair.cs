using Compare.Problems;
using Compare.Problems.Parties;
using Compare.Problems.Recorded;

namespace Compare.Checks.Models;

/// <summary>A model and its twin, which compute from the same weights, batches and seeds.</summary>
internal sealed class ModelPair
{
    private readonly int _batches;

    /// <summary>Pairs their parameters.</summary>
    /// <param name="a">The model.</param>
    /// <param name="b">Its twin.</param>
    /// <param name="batches">How many batches there are; they are gone through in turn.</param>
    public ModelPair(IModelParty a, IModelParty b, int batches)
    {
        (A, B, _batches) = (a, b, batches);
        Parameters = a.CopyParameters();
        Buffers = Values(a.CopyBuffers());
        Mapping = ParameterMapping.Of(Parameters, b.CopyParameters());
    }

    /// <summary>The model.</summary>
    public IModelParty A { get; }

    /// <summary>Its twin.</summary>
    public IModelParty B { get; }

    /// <summary>The model's parameters before the first update.</summary>
    public IReadOnlyList<NpyArray> Parameters { get; }

    /// <summary>What the model remembers before the first update.</summary>
    public double[][] Buffers { get; }

    /// <summary>Which parameter of the twin belongs to which of the model.</summary>
    public ParameterMapping Mapping { get; }

    /// <summary>The format of the model.</summary>
    public Precision Format => Parameters[0].Precision ?? Precision.Float32;

    /// <summary>The batch of an update.</summary>
    /// <param name="t">The number of updates before it.</param>
    /// <returns>Its number.</returns>
    public int BatchOf(int t) => t % _batches;

    /// <summary>One pass of both from the model's weights.</summary>
    /// <param name="t">The number of updates before it.</param>
    /// <param name="own">The twin's own weights, for what has no counterpart.</param>
    /// <returns>The passes.</returns>
    /// <exception cref="TwinException">The twin threw.</exception>
    public ModelStep Step(int t, double[][] own)
    {
        var (weights, before) = (Values(A.CopyParameters()), Values(A.CopyBuffers()));
        var a = A.Evaluate(BatchOf(t), t + 1);
        try
        {
            var step = new ModelStep(t, weights, Mapping.ToB(weights, own), before, a);
            var b = AgainB(step, step.WeightsOfB);
            return step with { B = b, Comparison = ModelComparison.Of(Parameters, Mapping, a, b) };
        }
        catch (Exception exception) when (exception is not (ArgumentException or OutOfMemoryException))
        {
            throw new TwinException(exception);
        }
    }

    /// <summary>The model's pass once more, from other weights; its own, and what it remembers, are put back.</summary>
    /// <param name="step">The pass.</param>
    /// <param name="weights">The weights.</param>
    /// <returns>The pass.</returns>
    public ModelPass AgainA(ModelStep step, IReadOnlyList<double[]> weights)
    {
        var after = Values(A.CopyBuffers());
        A.LoadParameters(weights);
        A.LoadBuffers(step.Buffers);
        var pass = A.Evaluate(BatchOf(step.Index), step.Index + 1);
        A.LoadParameters(step.Weights);
        A.LoadBuffers(after);
        return pass;
    }

    /// <summary>The twin's pass once more, from other weights, which stay.</summary>
    /// <param name="step">The pass.</param>
    /// <param name="weights">The weights, in the twin's order.</param>
    /// <returns>The pass.</returns>
    public ModelPass AgainB(ModelStep step, IReadOnlyList<double[]> weights)
    {
        B.LoadParameters(weights);
        if (B.CopyBuffers().Count == step.Buffers.Length)
            B.LoadBuffers(step.Buffers);
        return B.Evaluate(BatchOf(step.Index), step.Index + 1);
    }

    /// <summary>The numbers of arrays.</summary>
    /// <param name="arrays">The arrays.</param>
    public static double[][] Values(IReadOnlyList<NpyArray> arrays) => [.. arrays.Select(array => array.Values)];
}

/// <summary>One pass of a model and its twin.</summary>
/// <param name="Index">The number of updates before it.</param>
/// <param name="Weights">The model's weights.</param>
/// <param name="WeightsOfB">The same in the twin's order, and its own for what has no counterpart.</param>
/// <param name="Buffers">What the model remembered before it.</param>
/// <param name="A">The model's pass.</param>
internal sealed record ModelStep(int Index, double[][] Weights, double[][] WeightsOfB, double[][] Buffers, ModelPass A)
{
    /// <summary>The twin's pass.</summary>
    public ModelPass B { get; init; } = A;

    /// <summary>All tensors of both.</summary>
    public ModelComparison Comparison { get; init; } = null!;
}

/// <summary>What a twin threw.</summary>
/// <param name="inner">The exception.</param>
internal sealed class TwinException(Exception inner) : Exception(inner.Message, inner);
