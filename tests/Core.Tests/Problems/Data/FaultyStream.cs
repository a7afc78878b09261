namespace Compare.Tests.Problems.Data;

/// <summary>A response body that gives some bytes and then something else than the rest.</summary>
internal sealed class FaultyStream(byte[] start, Func<CancellationToken, ValueTask<int>> then) : MemoryStream(start)
{
    public static ValueTask<int> Break(CancellationToken cancellation) =>
        throw new IOException("Connection reset by peer.");

    public static async ValueTask<int> FallSilent(CancellationToken cancellation)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        return 0;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await base.ReadAsync(buffer, cancellationToken);
        return read > 0 ? read : await then(cancellationToken);
    }
}
