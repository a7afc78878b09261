using System.Globalization;

namespace Compare.Problems.Data;

/// <summary>One download of MNIST: into a folder beside the target, checked there, and moved into place in one rename.</summary>
/// <param name="locations">How to reach the network.</param>
/// <param name="target">The folder to make or replace.</param>
/// <param name="sha256OfFiles">For each file to download, the SHA-256 of its unpacked contents.</param>
internal sealed class MnistDownload(
    DataLocations locations,
    string target,
    IReadOnlyDictionary<string, string> sha256OfFiles
)
{
    private const long MaxBytes = 1 << 26;

    private static readonly Uri[] Mirrors =
    [
        new("https://ossci-datasets.s3.amazonaws.com/mnist/"),
        new("https://storage.googleapis.com/cvdf-datasets/mnist/"),
    ];

    private readonly string _part = $"{target}.part-{Guid.NewGuid():N}";

    /// <summary>Downloads.</summary>
    /// <exception cref="DataException">No mirror gave a file, or the folder cannot be written.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            Directory.CreateDirectory(_part);
            using var client = new HttpClient(locations.Connect()) { Timeout = Timeout.InfiniteTimeSpan };
            foreach (var name in IdxFolder.Names)
                await FetchAsync(client, name, cancellation).ConfigureAwait(false);
            MoveIntoPlace(cancellation);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unavailable($"{target} cannot be written: {exception.Message}", exception);
        }
        finally
        {
            Discard(_part);
        }
    }

    private async Task FetchAsync(HttpClient client, string name, CancellationToken cancellation)
    {
        var failures = new List<string>();
        foreach (var mirror in Mirrors)
        {
            var failure = await TryFetchAsync(client, mirror, name, cancellation).ConfigureAwait(false);
            if (failure is null)
                return;
            failures.Add($"{mirror.Host}: {failure.TrimEnd('.')}");
        }
        throw Unavailable($"it cannot be downloaded ({string.Join("; ", failures)})", inner: null);
    }

    /// <summary>Downloads one file from one mirror.</summary>
    /// <returns>Null, or why it failed.</returns>
    private async Task<string?> TryFetchAsync(
        HttpClient client,
        Uri mirror,
        string name,
        CancellationToken cancellation
    )
    {
        var file = name + IdxFolder.PackedExtension;
        var path = Path.Combine(_part, file);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(locations.Patience);
        try
        {
            using var response = await client
                .GetAsync(new Uri(mirror, file), HttpCompletionOption.ResponseHeadersRead, patience.Token)
                .ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"HTTP status {(int)response.StatusCode} for {file}"
                );
            using var body = await response.Content.ReadAsStreamAsync(patience.Token).ConfigureAwait(false);
            if (!await CopyAsync(body, path, patience).ConfigureAwait(false))
                return string.Create(CultureInfo.InvariantCulture, $"{file} is longer than {MaxBytes} bytes");
            var rank = name is IdxFolder.TrainImages or IdxFolder.TestImages
                ? IdxFormat.ImageRank
                : IdxFormat.LabelRank;
            var found = IdxReader.ReadFile(path, rank).Sha256();
            return found == sha256OfFiles[name]
                ? null
                : $"SHA-256 of {name} is {found}, expected {sha256OfFiles[name]}";
        }
        catch (HttpRequestException exception)
        {
            return exception.Message;
        }
        catch (DataException exception)
        {
            return exception.Message.Replace(path, file, StringComparison.Ordinal);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"no answer for {file} within {locations.Patience.TotalSeconds} s"
            );
        }
    }

    /// <summary>Copies a body into a file; patience starts anew with every piece.</summary>
    /// <returns>False if the body is too long.</returns>
    private async Task<bool> CopyAsync(Stream body, string path, CancellationTokenSource patience)
    {
        var buffer = new byte[1 << 16];
        long total = 0;
        using var file = File.Create(path);
        while (true)
        {
            var read = await ReadAsync(body, buffer, patience.Token).ConfigureAwait(false);
            if (read == 0)
                return true;
            total += read;
            if (total > MaxBytes)
                return false;
            await file.WriteAsync(buffer.AsMemory(0, read), patience.Token).ConfigureAwait(false);
            patience.CancelAfter(locations.Patience);
        }
    }

    /// <summary>Reads a piece; a connection that breaks is the mirror's failure, unlike a disk that is full.</summary>
    private static async ValueTask<int> ReadAsync(Stream body, byte[] buffer, CancellationToken cancellation)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellation).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw new HttpRequestException($"cut off: {exception.Message}", exception);
        }
    }

    private void MoveIntoPlace(CancellationToken cancellation)
    {
        // Another process may have been faster.
        if (Mnist.IsWhole(target, sha256OfFiles, cancellation))
            return;
        if (!Directory.Exists(target))
        {
            Directory.Move(_part, target);
            return;
        }
        var old = $"{_part}-replaced";
        Directory.Move(target, old);
        try
        {
            Directory.Move(_part, target);
        }
        catch (IOException)
        {
            Directory.Move(old, target);
            throw;
        }
        Discard(old);
    }

    private static void Discard(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What is left over is beside the target and never read.
        }
    }

    private DataException Unavailable(string reason, Exception? inner) =>
        new(
            $"MNIST is not on this machine, and {reason}: put {string.Join(", ", IdxFolder.Names)} "
                + $"(plain or with {IdxFolder.PackedExtension}) into {target}, "
                + $"or into a folder named by {DataLocations.DataDirectoryVariable} or --data.",
            isUnavailable: true,
            inner
        );
}
