namespace Compare.Torch;

/// <summary>Where libtorch computes.</summary>
public enum TorchDevice
{
    /// <summary>On the first CUDA device if libtorch can use one, else on the CPU.</summary>
    Auto,

    /// <summary>On the CPU.</summary>
    Cpu,

    /// <summary>On the first CUDA device, without TF32.</summary>
    Cuda,
}
