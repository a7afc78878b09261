using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Json.Nodes;
using Compare.Sides;

namespace Compare.Commands;

/// <summary>What may differ between two equal runs: machine, libraries, time.</summary>
internal static class RunEnvironment
{
    /// <summary>The version of this program, with the commit it was built from where the build knows it.</summary>
    public static string Version { get; } =
        typeof(RunEnvironment)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion
        ?? "unknown";

    /// <summary>The widest vectors that the runtime uses, in bits.</summary>
    public static int SimdBits =>
        Vector512.IsHardwareAccelerated ? 512
        : Vector256.IsHardwareAccelerated ? 256
        : Vector128.IsHardwareAccelerated ? 128
        : 64;

    /// <summary>Describes a finished run.</summary>
    /// <param name="torch">The Torch side.</param>
    /// <param name="threads">Threads of both sides.</param>
    /// <param name="seconds">Duration of the checks.</param>
    /// <returns>The environment block of the report.</returns>
    public static JsonObject Describe(TorchSide torch, int threads, double seconds)
    {
        var described = Describe(threads, seconds);
        described["libtorch"] = torch.Status.Version;
        described["libtorch loaded"] = torch.Status.HowLoaded;
        described["device"] = torch.Device;
        return described;
    }

    /// <summary>Describes a finished run that needs no libtorch.</summary>
    /// <param name="threads">Threads that it used.</param>
    /// <param name="seconds">Duration of the checks.</param>
    /// <returns>The environment block of the report.</returns>
    public static JsonObject Describe(int threads, double seconds) =>
        new()
        {
            ["version"] = Version,
            ["date"] = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["seconds"] = Math.Round(seconds, 1),
            ["system"] = RuntimeInformation.OSDescription,
            ["architecture"] = RuntimeInformation.ProcessArchitecture.ToString(),
            ["runtime"] = RuntimeInformation.FrameworkDescription,
            ["processors"] = Environment.ProcessorCount,
            ["simd bits"] = SimdBits,
            ["threads"] = threads,
        };
}
