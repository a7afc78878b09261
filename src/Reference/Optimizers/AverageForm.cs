namespace Compare.Reference.Optimizers;

/// <summary>Two ways to write one moving average; equal in algebra, different in rounding.</summary>
public enum AverageForm
{
    /// <summary>beta a + (1 - beta) x: the homework, TorchSharp, Sonnet, burn, ONNX.</summary>
    Weighted,

    /// <summary>a + (1 - beta) (x - a): Keras, and Adam of PyTorch for Python (its <c>lerp</c>).</summary>
    Increment,
}
