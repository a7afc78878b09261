namespace Compare.Tests.Checks.Gradients;

/// <summary>Mistakes that people make in the gradient of the autoencoder, one at a time.</summary>
public enum Mistake
{
    None,
    SignOfW1,
    SignOfW2,
    FactorTwo,
    FactorHalf,
    FactorBatch,
    MeanTakenTwice,
    SumOverPixelsAveraged,
    W2Transposed,
    W1GradientTransposed,
    DerivativeMissing,
    DerivativeAtActivation,
    DerivativeOfTanhForSigmoid,
    ErrorReversed,
    DecoderGradientWithoutActivation,
    FirstImageOnly,
    LastImageMissing,
    FirstPixelOfTheErrorOnly,
    UpdatedW2ForTheEncoder,
    DerivativeAppliedTwice,
    ErrorNotReconstructed,
    ResidualRoundedToFloat,
    OneElementOffByOneBitInTenMillion,
    LossWithoutHalf,
}
