using System.Text.Json;
using System.Text.Json.Serialization;
using Compare.Reports;

namespace Compare.Reproduction;

/// <summary>
/// Results on disk: one file for each cell, named by the hash of its settings and written by rename. So a run that is killed goes on with
/// the cells that are missing, several processes may fill one folder, and merging folders is copying files.
/// </summary>
internal sealed class RunStore
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        // Losses of runs that diverge.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
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
    public CellResult? Find(Cell cell, Action<string> note)
    {
        var path = Path.Combine(_folder, cell.FileName);
        try
        {
            var result = JsonSerializer.Deserialize<CellResult>(File.ReadAllText(path), Format);
            if (result is null || Problem(cell, result) is not null)
                SetAside(path, result is null ? "it is empty" : Problem(cell, result)!, note);
            else
                return result;
        }
        catch (FileNotFoundException) { }
        catch (JsonException exception)
        {
            SetAside(path, exception.Message, note);
        }
        return null;
    }

    /// <summary>Keeps the result of a cell.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="result">Its result.</param>
    /// <exception cref="ReportOutputException">The file cannot be written.</exception>
    public void Keep(Cell cell, CellResult result) =>
        WholeFile.Write(Path.Combine(_folder, cell.FileName), JsonSerializer.Serialize(result, Format) + "\n");

    private static string? Problem(Cell cell, CellResult result) =>
        result.Settings != cell.Settings ? "it holds another run"
        : result.TrainLosses.Count != cell.Epochs
        || result.TestLosses.Count != cell.Epochs
        || result.Accuracies.Count != cell.Epochs
            ? "it is not complete"
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
