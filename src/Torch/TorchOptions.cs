namespace Compare.Torch;

/// <summary>How a model of the Torch side computes.</summary>
/// <param name="Precision">The format of weights, images and everything between.</param>
/// <param name="Device">Where.</param>
public sealed record TorchOptions(
    TorchPrecision Precision = TorchPrecision.Float64,
    TorchDevice Device = TorchDevice.Auto
);
