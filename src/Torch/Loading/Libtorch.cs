using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Compare.Torch.Calls;
using TorchSharp;

namespace Compare.Torch.Loading;

/// <summary>Loads libtorch before TorchSharp is first used, on systems where TorchSharp alone fails as well.</summary>
/// <remarks>
/// TorchSharp looks for its libraries by name. If libtorch and TorchSharp's own library are in the process already, the system's
/// loader hands out those. So nothing has to be configured, and neither the build's output nor the package cache is written.
/// </remarks>
public static class Libtorch
{
    // Failure is remembered too: a second attempt could only fail again, after half of the libraries are loaded.
    private static readonly Lazy<LibtorchStatus> Status = new(Load);

    /// <summary>The NuGet package that brings libtorch for this platform.</summary>
    /// <exception cref="LibtorchUnavailableException">There is none for it.</exception>
    public static string Package => $"libtorch-cpu-{NativePlatform.Current.Rid}";

    /// <summary>The version of <see cref="Package"/> that fits, as a range of NuGet's.</summary>
    public static string PackageVersion => $"{LibtorchVersion.Required}.*";

    /// <summary>Loads libtorch on the first call; later calls cost nothing. Safe to call from any thread.</summary>
    /// <returns>What was loaded.</returns>
    /// <exception cref="LibtorchUnavailableException">It cannot be loaded, has the wrong version, or does not compute.</exception>
    public static LibtorchStatus EnsureLoaded() => Status.Value;

    private static LibtorchStatus Load()
    {
        var platform = NativePlatform.Current;
        var folders = NativeFolders.OfThisProcess(platform);
        var existing = Environment.GetEnvironmentVariable(ExistingPyTorch.Variable);
        var isExisting = !string.IsNullOrWhiteSpace(existing);
        var folder = isExisting
            ? ExistingPyTorch.Locate(existing!, platform)
            : folders.Holding(platform.Required) ?? throw Missing(platform.Required, folders, platform);
        var shipped = folders.Holding(platform.Bridge) ?? throw Missing([platform.Bridge], folders, platform);

        if (folders.Rival(platform.Core, folder) is { } rival)
            throw new LibtorchUnavailableException(
                $"libtorch of {folder} cannot be used, because TorchSharp would load the one of {rival} too, and two in a process abort it; "
                    + $"build with -p:TorchBackend=none, or unset {ExistingPyTorch.Variable}."
            );

        var libraries = new List<string>();
        var version = "an unknown version";
        nint core = 0;
        foreach (var path in platform.LoadOrder.Select(file => Path.Combine(folder, file)).Where(File.Exists))
        {
            var handle = LoadLibrary(path);
            libraries.Add(path);
            if (Path.GetFileName(path) != platform.Core)
                continue;
            version = LibtorchVersion.Reported(handle) ?? version;
            core = handle;
        }
        if (!LibtorchVersion.Fits(version))
            throw isExisting
                ? ExistingPyTorch.WrongVersion(folder, version)
                : new LibtorchUnavailableException(
                    $"{folder} holds libtorch {version}, and TorchSharp needs {LibtorchVersion.Required}; build again with the versions of Directory.Packages.props."
                );

        if (core != 0)
            ConvolutionLibraries.Prepare(core);
        var (bridge, how) = Bridge.Load(Path.Combine(shipped, platform.Bridge));
        CheckThatTorchSharpFinds(bridge);
        try
        {
            var available = Compute();
            return new LibtorchStatus(
                version,
                isExisting ? $"from an existing PyTorch at {folder}, TorchSharp's library {how}" : how,
                libraries,
                bridge,
                available,
                CudaDriver.DeviceNames()
            );
        }
        catch (Exception e) when (e is not LibtorchUnavailableException)
        {
            throw new LibtorchUnavailableException(
                $"libtorch {version} of {folder} is loaded but does not compute: {e.GetBaseException().Message}; use the versions of Directory.Packages.props.",
                e
            );
        }
    }

    private static nint LoadLibrary(string path) =>
        NativeFile.Load(path, out var handle) is not { } failure
            ? handle
            : throw new LibtorchUnavailableException(
                $"{path} cannot be loaded: {failure}; libtorch {LibtorchVersion.Required} needs 64-bit Windows, macOS on Arm, or Linux on x64 with glibc."
            );

    /// <summary>Makes sure of the search that TorchSharp will do: where it fails, TorchSharp copies half a gigabyte and blames a package.</summary>
    private static void CheckThatTorchSharpFinds(string bridge)
    {
        Exception? failure = null;
        try
        {
            if (NativeLibrary.TryLoad("LibTorchSharp", typeof(torch).Assembly, null, out _))
                return;
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            failure = e; // a load context of a notebook may throw where it should decline
        }
        throw new LibtorchUnavailableException(
            $"{bridge} is loaded, but TorchSharp in {typeof(torch).Assembly.Location} would not find it by name; let the assembly load context of this process fall back to the system's loader.",
            failure
        );
    }

    /// <summary>Computes a derivative, and asks for CUDA. Kept apart so that no type of TorchSharp is initialised earlier.</summary>
    /// <returns>Whether CUDA can be used.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool Compute()
    {
        using var scope = NativeCalls.Begin();
        var x = torch.tensor([1.0, 2.0, 3.0], requires_grad: true);
        (x * x).sum().backward();
        var gradient = x.grad!.data<double>().ToArray();
        return gradient is [2.0, 4.0, 6.0]
            ? torch.cuda.is_available()
            : throw new InvalidOperationException("the gradient of x*x came out wrong");
    }

    private static LibtorchUnavailableException Missing(
        IEnumerable<string> files,
        NativeFolders folders,
        NativePlatform platform
    ) =>
        new(
            $"No folder holds {string.Join(", ", files)} for {platform.Rid}: searched {string.Join(", ", folders.All)}; "
                + $"bring it into the package cache with 'dotnet compare doctor --fetch', add TorchSharp-cpu to the project, or set {ExistingPyTorch.Variable} to the folder torch/lib of a PyTorch {LibtorchVersion.Required}."
        );
}
