using System.Runtime.InteropServices;
using System.Text;

namespace Compare.Torch.Loading;

/// <summary>Asks the CUDA driver for its devices; TorchSharp only counts them.</summary>
internal static class CudaDriver
{
    private const int Success = 0;
    private const int NameLength = 256;

    /// <summary>The names of the devices.</summary>
    /// <returns>Names in the order of the driver; none where there is no driver or no device.</returns>
    public static IReadOnlyList<string> DeviceNames()
    {
        if (
            OperatingSystem.IsMacOS()
            || !NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out var driver)
        )
            return [];
        if (
            Function<Initialise>(driver, "cuInit")?.Invoke(0) != Success
            || Function<Count>(driver, "cuDeviceGetCount")?.Invoke(out var count) != Success
            || Function<Device>(driver, "cuDeviceGet") is not { } deviceAt
            || Function<Name>(driver, "cuDeviceGetName") is not { } nameOf
        )
            return [];
        var names = new List<string>();
        for (var i = 0; i < count; i++)
        {
            var name = new byte[NameLength];
            names.Add(
                deviceAt(out var device, i) == Success && nameOf(name, name.Length, device) == Success
                    ? Encoding.UTF8.GetString(name.AsSpan(0, Math.Max(0, Array.IndexOf(name, (byte)0))))
                    : "unknown"
            );
        }
        return names;
    }

    private static T? Function<T>(nint library, string name)
        where T : Delegate =>
        NativeLibrary.TryGetExport(library, name, out var address)
            ? Marshal.GetDelegateForFunctionPointer<T>(address)
            : null;

    private delegate int Initialise(uint flags);

    private delegate int Count(out int count);

    private delegate int Device(out int device, int ordinal);

    private delegate int Name([Out] byte[] name, int length, int device);
}
