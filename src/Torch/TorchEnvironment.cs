using Compare.Torch.Loading;
using TorchSharp;

namespace Compare.Torch;

/// <summary>What libtorch offers in this process. Every member loads libtorch if it is not loaded yet.</summary>
/// <exception cref="LibtorchUnavailableException">By every member: libtorch cannot be loaded.</exception>
public static class TorchEnvironment
{
    /// <summary>The version that libtorch reports, for example <c>2.10.0</c>.</summary>
    public static string Version => Libtorch.EnsureLoaded().Version;

    /// <summary>Threads that libtorch may use inside one operation; at least 1. It holds for the whole process.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to less than 1.</exception>
    public static int Threads
    {
        get
        {
            Libtorch.EnsureLoaded();
            return torch.get_num_threads();
        }
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            Libtorch.EnsureLoaded();
            torch.set_num_threads(value);
        }
    }

    /// <summary>Whether libtorch can compute on a CUDA device.</summary>
    public static bool CudaAvailable => Libtorch.EnsureLoaded().CudaAvailable;

    /// <summary>Names of the devices that the CUDA driver reports, also where this libtorch cannot use them.</summary>
    public static IReadOnlyList<string> CudaDevices => Libtorch.EnsureLoaded().CudaDevices;

    /// <summary>Checks that a device can be used, before any work is done for it.</summary>
    /// <param name="device">The device.</param>
    /// <exception cref="LibtorchUnavailableException">libtorch cannot be loaded, or CUDA is asked for and is not available.</exception>
    public static void Require(TorchDevice device) => _ = new ComputeTarget(new TorchOptions(Device: device));
}
