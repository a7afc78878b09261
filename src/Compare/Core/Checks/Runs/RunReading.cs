using Compare.Problems.Recorded;
using Compare.Problems.Recorded.Runs;

namespace Compare.Checks.Runs;

/// <summary>Two runs read once, update by update: how far their tensors are apart, and the elements that tell the update rules.</summary>
/// <remarks>Memory follows the largest tensor, the number of tensors times updates, and <see cref="MostKept"/> numbers.</remarks>
internal sealed class RunReading
{
    /// <summary>Numbers of parameters and gradients that are kept of each run.</summary>
    private const int MostKept = 1 << 21;

    private readonly Dictionary<RunPair, TensorDifference?>[] _differences;

    private RunReading(RecordedRun a, RecordedRun b, IReadOnlyList<long> updates)
    {
        (A, B, Updates) = (a, b, updates);
        _differences = new Dictionary<RunPair, TensorDifference?>[updates.Count];
        (SamplesA, SamplesB) = (new RunSamples(updates.Count), new RunSamples(updates.Count));
    }

    /// <summary>The first run.</summary>
    public RecordedRun A { get; }

    /// <summary>The second run.</summary>
    public RecordedRun B { get; }

    /// <summary>The numbers of the updates that both have, ascending.</summary>
    public IReadOnlyList<long> Updates { get; }

    /// <summary>What is held against what.</summary>
    public IReadOnlyList<RunPair> Pairs { get; private set; } = [];

    /// <summary>Tensors of A that have no counterpart.</summary>
    public IReadOnlyList<RunTensor> OnlyA { get; private set; } = [];

    /// <summary>Tensors of B that have no counterpart.</summary>
    public IReadOnlyList<RunTensor> OnlyB { get; private set; } = [];

    /// <summary>Parameters and gradients of A.</summary>
    public RunSamples SamplesA { get; }

    /// <summary>Parameters and gradients of B.</summary>
    public RunSamples SamplesB { get; }

    /// <summary>How many arrays could not be compared because one run lacks them at an update.</summary>
    public long Missing { get; private set; }

    /// <summary>The longest sum behind any element, as far as shapes tell.</summary>
    public int Reach { get; private set; } = 1;

    /// <summary>Reads both.</summary>
    /// <param name="a">The first run.</param>
    /// <param name="b">The second run.</param>
    /// <param name="mapping">What the caller says of names.</param>
    /// <param name="progress">Told how many updates of how many were read; null for nobody.</param>
    /// <returns>What was read.</returns>
    /// <exception cref="TraceFormatException">A file is malformed, or the runs have no update in common.</exception>
    public static RunReading Of(RecordedRun a, RecordedRun b, RunMapping mapping, Action<int, int>? progress = null)
    {
        var updates = a.Updates.Intersect(b.Updates).Order().ToList();
        if (updates.Count == 0)
            throw TraceFormatException.Malformed(
                b.Path,
                "the record",
                FormattableString.Invariant($"of updates {b.Updates[0]} to {b.Updates[^1]}"),
                FormattableString.Invariant(
                    $"one that has updates in common with {a.Path}, {a.Updates[0]} to {a.Updates[^1]}"
                )
            );
        var reading = new RunReading(a, b, updates);
        for (var i = 0; i < updates.Count; i++)
        {
            reading.Read(i, mapping);
            progress?.Invoke(i + 1, updates.Count);
        }
        return reading;
    }

    /// <summary>The difference of a pair at an update.</summary>
    /// <param name="update">Index into <see cref="Updates"/>.</param>
    /// <param name="pair">One of <see cref="Pairs"/>.</param>
    /// <returns>The difference; null where one of the two was not recorded.</returns>
    public TensorDifference? At(int update, RunPair pair) => _differences[update].GetValueOrDefault(pair);

    /// <summary>Reads a pair again.</summary>
    /// <param name="update">Index into <see cref="Updates"/>.</param>
    /// <param name="pair">One of <see cref="Pairs"/>.</param>
    /// <returns>The two arrays, that of B in the orientation of A where it has another.</returns>
    public (NpyArray A, NpyArray B) ReadAgain(int update, RunPair pair)
    {
        using var a = A.OpenUpdate(Updates[update]);
        using var b = B.OpenUpdate(Updates[update]);
        var (x, y) = (a.Read(pair.A), b.Read(pair.B));
        return pair.IsTransposed && x.Shape.Count == 2
            ? (x, y with { Shape = x.Shape, Values = TensorDifference.Transposed(y.Values, x.Shape[0], x.Shape[1]) })
            : (x, y);
    }

    private void Read(int i, RunMapping mapping)
    {
        using var a = A.OpenUpdate(Updates[i]);
        using var b = B.OpenUpdate(Updates[i]);
        if (i == 0)
        {
            (Pairs, OnlyA, OnlyB) = RunPairing.Of(a, b, mapping);
            if (Pairs.Count == 0)
                throw TraceFormatException.Malformed(
                    B.Path,
                    "the record",
                    $"of other arrays ({Few(b)})",
                    $"names or shapes as in {A.Path} ({Few(a)}); --map 'fc1.weight=W1' tells which belong together"
                );
            var sampled = Math.Max(1, MostKept / Updates.Count / 2);
            SamplesA.Plan(Pairs, sampled);
            SamplesB.Plan(Pairs, sampled);
        }
        var differences = new Dictionary<RunPair, TensorDifference?>();
        var (inA, inB) = (a.Tensors.ToHashSet(), b.Tensors.ToHashSet());
        foreach (var pair in Pairs)
        {
            if (!inA.Contains(pair.A) || !inB.Contains(pair.B))
            {
                // What belongs after the last update is recorded alone.
                if (inA.Contains(pair.A) != inB.Contains(pair.B))
                    Missing++;
                continue;
            }
            var (x, y) = ReadBoth(a, b, pair);
            var difference = TensorDifference.Of(x, y, pair.IsTransposed);
            differences[pair] = difference;
            Reach = Math.Max(Reach, difference?.Reach ?? 1);
            SamplesA.Add(i, pair, x, isTransposed: false);
            SamplesB.Add(i, pair, y, pair.IsTransposed);
        }
        _differences[i] = differences;
    }

    /// <summary>Two files at a time.</summary>
    private static (NpyArray A, NpyArray B) ReadBoth(RunUpdate a, RunUpdate b, RunPair pair)
    {
        var other = Task.Run(() => b.Read(pair.B));
        NpyArray first;
        try
        {
            first = a.Read(pair.A);
        }
        catch
        {
            // The file must not be closed under the other one.
            other.ContinueWith(_ => { }, TaskScheduler.Default).Wait();
            throw;
        }
        return (first, other.GetAwaiter().GetResult());
    }

    private static string Few(RunUpdate update)
    {
        const int few = 6;
        return string.Join(", ", update.Tensors.Take(few).Select(tensor => tensor.Words))
            + (update.Tensors.Count > few ? ", ..." : "");
    }
}
