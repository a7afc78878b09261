using System.ComponentModel;
using System.Diagnostics;
using Compare.Torch.Loading;

namespace Compare.Commands;

/// <summary>
/// Brings libtorch into NuGet's package cache, where every program that uses Compare.Torch finds it. The tool itself comes without
/// native libraries, because they are fifty times its size and another set for each platform.
/// </summary>
internal static class LibtorchFetch
{
    /// <summary>Restores the package of this platform, if it is not there.</summary>
    /// <param name="error">Told what the restore says.</param>
    /// <param name="cancellation">Ends the restore.</param>
    /// <exception cref="CommandException">There is no SDK, or the restore fails.</exception>
    public static void Run(TextWriter error, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("compare-libtorch-");
        try
        {
            File.WriteAllText(
                Path.Combine(folder.FullName, "fetch.csproj"),
                $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup>
                    <TargetFramework>net10.0</TargetFramework>
                  </PropertyGroup>
                  <ItemGroup>
                    <PackageReference Include="{Libtorch.Package}" Version="{Libtorch.PackageVersion}" />
                  </ItemGroup>
                </Project>
                """
            );
            error.WriteLine($"fetching {Libtorch.Package} {Libtorch.PackageVersion} by 'dotnet restore'");
            using var restore = Start(folder.FullName);
            using var ended = cancellation.Register(() => restore.Kill(entireProcessTree: true));
            var words = restore.StandardOutput.ReadToEnd();
            restore.WaitForExit();
            cancellation.ThrowIfCancellationRequested();
            if (restore.ExitCode != 0)
                throw new CommandException(
                    ExitCode.Unavailable,
                    $"'dotnet restore' of {Libtorch.Package} failed: {words.ReplaceLineEndings(" ").Trim()}"
                );
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Process Start(string folder)
    {
        try
        {
            return Process.Start(
                new ProcessStartInfo("dotnet", ["restore", "--nologo", "--verbosity", "quiet"])
                {
                    WorkingDirectory = folder,
                    RedirectStandardOutput = true,
                }
            )!;
        }
        catch (Win32Exception missing)
        {
            throw new CommandException(
                ExitCode.Unavailable,
                $"'dotnet' cannot be started ({missing.Message}); install the .NET SDK, or set COMPARE_LIBTORCH."
            );
        }
    }
}
