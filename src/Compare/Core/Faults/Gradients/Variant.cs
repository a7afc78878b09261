using Compare.Problems;

namespace Compare.Faults.Gradients;

/// <summary>How a program computes one tensor, told by where it departs from the derivation; departing nowhere is <see cref="Right"/>.</summary>
/// <remarks>
/// Two mistakes are planted together by planting one after the other. Records are compared by content: mistakes that come to the
/// same thing, cancel or do not touch a tensor give equal variants.
/// </remarks>
internal sealed record Variant
{
    /// <summary>The derivation itself.</summary>
    public static Variant Right { get; } = new();

    /// <summary>Another activation in place of the model's, with its own derivative; null for none.</summary>
    public string? Activation { get; init; }

    /// <summary>Layers, as bits from 1 on, whose weights the forward pass reads as a matrix of the other shape.</summary>
    public int TurnedForward { get; init; }

    /// <summary>Layers, as bits from 1 on, whose weights the backward pass reads as a matrix of the other shape.</summary>
    public int TurnedBackward { get; init; }

    /// <summary>Whether the output stands where output less target must.</summary>
    public bool OutputForError { get; init; }

    /// <summary>Over which images is summed.</summary>
    public ImageChoice Images { get; init; }

    /// <summary>Over which outputs is summed on the way back.</summary>
    public OutputChoice Outputs { get; init; }

    /// <summary>What stands for the derivative of the activation.</summary>
    public SlopeChoice Slope { get; init; }

    /// <summary>The other activation that <see cref="Slope"/> speaks of; null for none.</summary>
    public string? SlopeOf { get; init; }

    /// <summary>Whether a gradient by weights has the pre-activation where the code must stand.</summary>
    public bool PreActivationForCode { get; init; }

    /// <summary>The layer whose weights had made a step of plain SGD before the backward pass used them; 0 for none.</summary>
    public int Updated { get; init; }

    /// <summary>The step size of that step; negative for weights from before such a step.</summary>
    public double Step { get; init; }

    /// <summary>Whether the result lies in memory as its transpose.</summary>
    public bool Transposed { get; init; }

    /// <summary>What the result is multiplied by.</summary>
    public Fraction Factor { get; init; } = Fraction.One;

    /// <summary>Leaves out what has no part in one tensor.</summary>
    /// <param name="target">The tensor.</param>
    /// <param name="model">The model.</param>
    /// <returns>The variant that matters.</returns>
    public Variant For(GradientTarget target, ModelSpec model)
    {
        var isLoss = target.Layer == 0;
        var isBackward = !isLoss && target.Layer < model.Layers.Count;
        var isBehindActivation = isBackward || (!isLoss && model.ActivatesOutputs);
        // A layer's error comes through the layers above it.
        var above = isBackward ? TurnedBackward & ~((2 << target.Layer) - 1) : 0;
        var isUpdated = isBackward && Updated > target.Layer;
        return this with
        {
            TurnedBackward = above,
            OutputForError = OutputForError && !isLoss,
            Outputs = isBackward ? Outputs : OutputChoice.All,
            Slope = isBehindActivation ? Slope : SlopeChoice.Right,
            SlopeOf = isBehindActivation ? SlopeOf : null,
            PreActivationForCode = PreActivationForCode && target.Layer > 1 && !target.IsBias,
            Updated = isUpdated ? Updated : 0,
            Step = isUpdated ? Step : 0,
            Transposed = Transposed && !isLoss && !target.IsBias,
        };
    }
}
