using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Compare.Problems.Data;
using Compare.Torch;
using Compare.Torch.Loading;

namespace Compare.Commands;

/// <summary><c>compare doctor</c>: what this machine offers, and a remedy for every problem.</summary>
internal static class DoctorCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="session">Streams.</param>
    /// <returns>The command.</returns>
    public static Command Create(Session session)
    {
        var options = new RunOptions();
        var fetch = new Option<bool>("--fetch")
        {
            Description = "First bring libtorch for this platform into NuGet's package cache (200 MB or less).",
        };
        var command = new Command("doctor", "What this machine offers; every problem with its remedy.")
        {
            options.Json,
            fetch,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, cancellation)));
        return command;

        int Run(ParseResult parsed, CancellationToken cancellation)
        {
            if (parsed.GetValue(fetch))
                LibtorchFetch.Run(session.Error, cancellation);
            var diagnoses = Diagnose().ToList();
            if (parsed.GetValue(options.Json))
                session.Output.Write(Json(diagnoses));
            else
                Write(diagnoses, session.Output);
            return diagnoses.Exists(diagnosis => diagnosis.Stops) ? ExitCode.Unavailable : ExitCode.Passed;
        }
    }

    private static IEnumerable<Diagnosis> Diagnose()
    {
        yield return new("compare", RunEnvironment.Version);
        yield return new(
            "system",
            $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {RuntimeInformation.FrameworkDescription}"
        );
        yield return new(
            "simd",
            Text($"{RunEnvironment.SimdBits} bits"),
            RunEnvironment.SimdBits < 256
                ? "The from-scratch side will be slow: use a processor with AVX2 or better, and leave DOTNET_EnableAVX2 unset."
                : null
        );
        foreach (var diagnosis in DiagnoseLibtorch())
            yield return diagnosis;
        foreach (var entry in DataCatalogue.List(DataLocations.OfThisMachine()))
            yield return new($"data {entry.Name}", entry.Problem ?? entry.Location, entry.Remedy);
    }

    private static IEnumerable<Diagnosis> DiagnoseLibtorch()
    {
        LibtorchStatus status;
        string? failure = null;
        try
        {
            status = Libtorch.EnsureLoaded();
        }
        catch (LibtorchUnavailableException e)
        {
            failure = e.Message;
            status = null!;
        }
        if (failure != null)
        {
            yield return new("libtorch", "cannot be loaded", failure, Stops: true);
            yield break;
        }
        yield return new("libtorch", $"{status.Version}, {status.HowLoaded}");
        yield return new("libtorch from", Path.GetDirectoryName(status.Libraries[0]) ?? status.Libraries[0]);
        yield return new("bridge", status.Bridge);
        yield return new(
            "threads",
            Text($"{TorchEnvironment.Threads} in libtorch, {Environment.ProcessorCount} processors")
        );
        var wrong = ConvolutionProbe.CountWrong();
        yield return wrong == 0
            ? new(
                "convolutions",
                Text(
                    $"float32 gradients by the input are right in {ConvolutionProbe.Tries} of {ConvolutionProbe.Tries} tries"
                )
            )
            : new(
                "convolutions",
                Text($"float32 gradients by the input are wrong in {wrong} of {ConvolutionProbe.Tries} tries"),
                "libtorch's oneDNN takes them from memory that nobody has written where channels are no multiple of 16: take such channels, float64, or set ONEDNN_MAX_CPU_ISA=SSE41 before the program starts, which is slower."
            );
        var devices = string.Join(", ", status.CudaDevices);
        yield return (status.CudaAvailable, status.CudaDevices.Count) switch
        {
            (true, _) => new("cuda", devices.Length > 0 ? devices : "available"),
            (false, 0) => new("cuda", "no device; the Torch side computes on the CPU"),
            _ => new(
                "cuda",
                $"{devices}, which this libtorch cannot use",
                "Build with -p:TorchBackend=cuda-linux or cuda-windows, or set COMPARE_LIBTORCH to the folder torch/lib of a PyTorch 2.10 with CUDA."
            ),
        };
    }

    private static void Write(List<Diagnosis> diagnoses, TextWriter output)
    {
        foreach (var diagnosis in diagnoses)
        {
            var mark =
                diagnosis.Stops ? "FAIL"
                : diagnosis.Remedy != null ? "note"
                : "ok  ";
            output.WriteLine($"{mark}  {diagnosis.Subject, -14}  {diagnosis.Found}");
            if (diagnosis.Remedy != null)
                output.WriteLine($"      {"", -14}  -> {diagnosis.Remedy}");
        }
    }

    private static string Json(List<Diagnosis> diagnoses)
    {
        var items = diagnoses.Select(diagnosis =>
            (JsonNode)
                new JsonObject
                {
                    ["subject"] = diagnosis.Subject,
                    ["found"] = diagnosis.Found,
                    ["remedy"] = diagnosis.Remedy,
                    ["stops"] = diagnosis.Stops,
                }
        );
        return new JsonObject
            {
                ["schema"] = 1,
                ["command"] = "doctor",
                ["diagnoses"] = new JsonArray([.. items]),
            }.ToJsonString(new() { WriteIndented = true }) + "\n";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
