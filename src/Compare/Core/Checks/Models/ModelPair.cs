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
            var at = new ModelPoint(t, weights, Mapping.ToB(weights, own), before);
            var b = AgainB(at, at.WeightsOfB);
            return new ModelStep(at, a, b, ModelComparison.Of(Parameters, Mapping, a, b));
        }
        catch (Exception exception) when (exception is not (ArgumentException or OutOfMemoryException))
        {
            throw new TwinException(exception);
        }
    }

    /// <summary>The model's pass once more, from other weights; its own, and what it remembers, are put back.</summary>
    /// <param name="at">Where it was.</param>
    /// <param name="weights">The weights.</param>
    /// <returns>The pass.</returns>
    public ModelPass AgainA(ModelPoint at, IReadOnlyList<double[]> weights)
    {
        var after = Values(A.CopyBuffers());
        A.LoadParameters(weights);
        A.LoadBuffers(at.Buffers);
        var pass = A.Evaluate(BatchOf(at.Index), at.Index + 1);
        A.LoadParameters(at.Weights);
        A.LoadBuffers(after);
        return pass;
    }

    /// <summary>The twin's pass once more, from other weights, which stay.</summary>
    /// <param name="at">Where it was.</param>
    /// <param name="weights">The weights, in the twin's order.</param>
    /// <returns>The pass.</returns>
    public ModelPass AgainB(ModelPoint at, IReadOnlyList<double[]> weights)
    {
        B.LoadParameters(weights);
        if (B.CopyBuffers().Count == at.Buffers.Length)
            B.LoadBuffers(at.Buffers);
        return B.Evaluate(BatchOf(at.Index), at.Index + 1);
    }

    /// <summary>The numbers of arrays.</summary>
    /// <param name="arrays">The arrays.</param>
    public static double[][] Values(IReadOnlyList<NpyArray> arrays) => [.. arrays.Select(array => array.Values)];
}

/// <summary>From where a model and its twin compute.</summary>
/// <param name="Index">The number of updates before it.</param>
/// <param name="Weights">The model's weights.</param>
/// <param name="WeightsOfB">The same in the twin's order, and its own for what has no counterpart.</param>
/// <param name="Buffers">What the model remembers.</param>
internal sealed record ModelPoint(int Index, double[][] Weights, double[][] WeightsOfB, double[][] Buffers);

/// <summary>One pass of a model and its twin.</summary>
/// <param name="At">From where.</param>
/// <param name="A">The model's pass.</param>
/// <param name="B">The twin's pass.</param>
/// <param name="Comparison">All tensors of both.</param>
internal sealed record ModelStep(ModelPoint At, ModelPass A, ModelPass B, ModelComparison Comparison);

/// <summary>What a twin threw.</summary>
/// <param name="inner">The exception.</param>
internal sealed class TwinException(Exception inner) : Exception(inner.Message, inner);
