using Compare.Problems.Recorded.Runs;
using Compare.Results;

namespace Compare.Checks.Runs;

/// <summary>What was held against what, and what one run alone has.</summary>
/// <param name="reading">The runs.</param>
/// <param name="areReplayed">Whether every update of both was replayed.</param>
internal sealed class PairingFinding(RunReading reading, bool areReplayed)
{
    /// <summary>Says what was held against what, where that is not plain.</summary>
    /// <returns>One finding, or none.</returns>
    public IEnumerable<Finding> Find()
    {
        var told = reading.Pairs.Where(pair => pair.How is not null || pair.IsTransposed).ToList();
        List<string> missing = [.. Alone("A", reading.OnlyA), .. Alone("B", reading.OnlyB)];
        missing.AddRange(Without("A", reading.A, reading.B));
        missing.AddRange(Without("B", reading.B, reading.A));
        if (reading.Missing > 0)
            missing.Add(FormattableString.Invariant($"{reading.Missing} arrays are missing in one run at some update"));
        if (told.Count == 0 && missing.Count == 0)
            yield break;
        var head = new FindingHead(
            FindingKey.Of(RunsCheck.Name).With(KeyPart.Topic, "pairing"),
            "tensors of A and B that belong together"
        );
        var finding =
            missing.Count == 0
                ? head.Complete(Status.Agrees)
                : head.Complete(
                    Status.Undecided,
                    cause: Cause.Reason(
                        $"{string.Join("; ", missing)}: not compared; --map NAME_IN_A=NAME_IN_B tells what belongs together"
                    )
                );
        foreach (var pair in told)
            finding = finding.Noting(
                $"{pair.A.Words} is {pair.B.Words} ({pair.How ?? "by its name"}{(pair.IsTransposed ? ", transposed" : "")})"
            );
        yield return finding;
    }

    private static IEnumerable<string> Without(string run, RecordedRun of, RecordedRun other)
    {
        var alone = of.Updates.Except(other.Updates).ToList();
        if (alone.Count > 0)
            yield return FormattableString.Invariant(
                $"{run} alone has {alone.Count} updates, the first of them {alone[0]}"
            );
    }

    /// <summary>
    /// What one run alone has, in words. Settings and optimizer state are no loss where the updates are replayed: what they do is seen there.
    /// </summary>
    private IEnumerable<string> Alone(string run, IReadOnlyList<RunTensor> tensors)
    {
        const int few = 6;
        var lost = tensors
            .Where(tensor =>
                !areReplayed
                || tensor.Kind is not (RecordedKind.Setting or RecordedKind.State)
                || (tensor.Kind == RecordedKind.State && tensor.Slot is null)
            )
            .Select(tensor => tensor.Words)
            .ToList();
        if (lost.Count > 0)
            yield return $"{run} alone has {string.Join(", ", lost.Take(few))}"
                + (lost.Count > few ? FormattableString.Invariant($" and {lost.Count - few} more") : "");
    }
}
