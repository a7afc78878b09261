using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Compare.Reports;
using Compare.Results;

namespace Compare.Homework.Runs;

/// <summary>
/// Results on disk: one file for each cell, named by the hash of its settings and written by rename. So a run that is killed goes on with
/// the cells that are missing, several processes may fill one folder, and merging folders is copying files.
/// </summary>
/// <remarks>
/// A file is a JSON object of two members, each on its own lines: the SHA-256 of the text of the result, and the result. Whatever is damaged on disk is
/// noticed.
/// </remarks>
internal sealed class RunStore
{
    private const string Head = "{\"sha256\": \"";
    private const string Middle = "\", \"run\":\n";
    private const string Tail = "\n}\n";

    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        // Losses of runs that diverge.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private readonly string _folder;

    /// <summary>Opens a store.</summary>
    /// <param name="folder">Its folder; created if it is not there.</param>
    /// <exception cref="ReportOutputException">The folder cannot be created or written.</exception>
    public RunStore(string folder)
    {
        WholeFile.Prepare(folder);
        _folder = folder;
    }

    /// <summary>Looks for the result of a cell.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="note">Told when a file is there and cannot be used; it is set aside, so that the cell runs again.</param>
    /// <returns>The result; null if there is none.</returns>
    /// <exception cref="ReportOutputException">A file is there and cannot be read or set aside.</exception>
    public CellResult? Find(Cell cell, Action<string> note)
    {
        var path = Path.Combine(_folder, cell.FileName);
        try
        {
            var text = File.ReadAllText(path);
            try
            {
                var result = JsonSerializer.Deserialize<CellResult>(Body(text), Format);
                if ((result is null ? "it is empty" : Problem(cell, result)) is not { } problem)
                    return result;
                SetAside(path, problem, note);
            }
            catch (JsonException exception)
            {
                SetAside(path, exception.Message, note);
            }
        }
        catch (FileNotFoundException) { }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ReportOutputException($"Cannot use {path}: {exception.Message}", exception);
        }
        return null;
    }

    /// <summary>Keeps the result of a cell.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="result">Its result.</param>
    /// <exception cref="ReportOutputException">The file cannot be written.</exception>
    public void Keep(Cell cell, CellResult result)
    {
        var body = JsonSerializer.Serialize(result, Format);
        WholeFile.Write(Path.Combine(_folder, cell.FileName), Head + Hash(body) + Middle + body + Tail);
    }

    /// <summary>The text of the result, if the hash before it is its own.</summary>
    private static string Body(string text)
    {
        var body = Head.Length + SHA256.HashSizeInBytes * 2 + Middle.Length;
        if (
            text.Length < body + Tail.Length
            || !text.StartsWith(Head, StringComparison.Ordinal)
            || !text.EndsWith(Tail, StringComparison.Ordinal)
        )
            throw new JsonException("it is not a whole file of a run");
        var result = text[body..^Tail.Length];
        return text[..body] == Head + Hash(result) + Middle
            ? result
            : throw new JsonException("its contents are not those that were written");
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string? Problem(Cell cell, CellResult result) =>
        result.Settings != cell.Settings ? "it holds another run"
        : result.TrainLosses.Count != cell.Epochs
        || result.TestLosses.Count != cell.Epochs
        || result.Accuracies.Count != cell.Epochs
        || (result.Weights.Count > 0) != cell.KeepsWeights
            ? "it is not complete"
        : result.Weights.Any(weights => weights is null || weights.Length == 0 || weights.Length % sizeof(float) != 0)
            ? "its weights are no numbers"
        : null;

    private static void SetAside(string path, string problem, Action<string> note)
    {
        var aside = path + ".damaged";
        File.Move(path, aside, overwrite: true);
        note(
            $"{Path.GetFileName(path)} cannot be used ({Printable.OneLine(problem)}); set aside as {Path.GetFileName(aside)}, its run is made again."
        );
    }
}
