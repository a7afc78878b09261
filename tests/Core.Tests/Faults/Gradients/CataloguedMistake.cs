using Compare.Tests.Support;

namespace Compare.Tests.Faults.Gradients;

/// <summary>A mistake of the plain program and the name under which the catalogue must recognise it.</summary>
/// <param name="Planted">The mistake.</param>
/// <param name="Id">Its id in the catalogue.</param>
/// <param name="Kind">Of two mistakes of one kind a program can make only one.</param>
public sealed record CataloguedMistake(Mistake Planted, string Id, string Kind)
{
    public static IReadOnlyList<CataloguedMistake> All { get; } =
    [
        new(Mistake.SignOfW1, "sign", "sign"),
        new(Mistake.SignOfW2, "sign", "sign"),
        new(Mistake.ErrorReversed, "sign", "sign"),
        new(Mistake.FactorTwo, "factor-2", "two"),
        new(Mistake.FactorHalf, "factor-half", "two"),
        new(Mistake.FactorBatch, "images-summed", "batch"),
        new(Mistake.MeanTakenTwice, "images-averaged-twice", "batch"),
        new(Mistake.FactorPixels, "outputs-factor", "pixels"),
        new(Mistake.SumOverPixelsAveraged, "outputs-averaged", "pixels"),
        new(Mistake.MeanOverPixelsNotImages, "wrong-axis", "pixels"),
        new(Mistake.MeanOverAllElements, "elements-averaged", "pixels"),
        new(Mistake.FactorHidden, "hidden-factor", "hidden"),
        new(Mistake.SumOverHiddenAveraged, "hidden-averaged", "hidden"),
        new(Mistake.FirstImageOnly, "first-image-only", "images"),
        new(Mistake.LastImageOnly, "last-image-only", "images"),
        new(Mistake.FirstImageMissing, "first-image-missing", "images"),
        new(Mistake.LastImageMissing, "last-image-missing", "images"),
        new(Mistake.FirstPixelOfTheErrorOnly, "first-output-only", "outputs"),
        new(Mistake.LastPixelOfTheErrorOnly, "last-output-only", "outputs"),
        new(Mistake.LastPixelOfTheErrorMissing, "last-output-missing", "outputs"),
        new(Mistake.ErrorNotReconstructed, "output-for-error", "error"),
        new(Mistake.W1GradientTransposed, "returned-transposed", "turned dW1"),
        new(Mistake.W2GradientTransposed, "returned-transposed", "turned dW2"),
        new(Mistake.W1TransposedForward, "w1-turned-forward", "W1"),
        new(Mistake.W2TransposedForward, "w2-turned-forward", "W2"),
        new(Mistake.W2Transposed, "w2-turned-backward", "W2 back"),
        new(Mistake.UpdatedW2ForTheEncoder, "w2-updated", "W2 step"),
        new(Mistake.DerivativeMissing, "derivative-missing", "derivative"),
        new(Mistake.DerivativeAtActivation, "derivative-at-code", "derivative"),
        new(Mistake.DerivativeOfThePreActivation, "derivative-of-pre-activation", "derivative"),
        new(Mistake.DerivativeAppliedTwice, "derivative-twice", "derivative"),
        new(Mistake.DerivativeOfRelu, "derivative-of-relu", "derivative"),
        new(Mistake.DerivativeOfSigmoid, "derivative-of-sigmoid", "derivative"),
        new(Mistake.DerivativeOfTanh, "derivative-of-tanh", "derivative"),
        new(Mistake.DerivativeOfNegative, "derivative-of-negative", "derivative"),
        new(Mistake.DerivativeOfSigmoidForTanh, "derivative-formula-of-sigmoid", "derivative"),
        new(Mistake.DerivativeOfTanhForSigmoid, "derivative-formula-of-tanh", "derivative"),
        new(Mistake.DerivativeOneLessCode, "derivative-one-less-code", "derivative"),
        new(Mistake.RowsOfW2SummedFirst, "rows-summed-first", "outputs"),
        new(Mistake.ActivationRelu, "activation-relu", "activation"),
        new(Mistake.ActivationSigmoid, "activation-sigmoid", "activation"),
        new(Mistake.ActivationTanh, "activation-tanh", "activation"),
        new(Mistake.ActivationIdentity, "activation-identity", "activation"),
        new(Mistake.ActivationNegative, "activation-negative", "activation"),
        new(Mistake.DecoderGradientWithoutActivation, "pre-activation-for-code", "code"),
    ];
}
