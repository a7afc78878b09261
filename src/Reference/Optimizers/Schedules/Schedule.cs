namespace Compare.Reference.Optimizers.Schedules;

/// <summary>How the step size changes from update to update: an immutable value.</summary>
/// <remarks>
/// With n = t - 1 updates made before, gamma_t = gamma f(n) (derivation.md, section O). PyTorch's schedulers are stepped after each update,
/// so that the first update has f(0); one that is stepped before has f(n + 1).
/// </remarks>
public abstract record Schedule
{
    /// <summary>f(n), by which the step size of an update is multiplied.</summary>
    /// <param name="updatesBefore">n, 0 or more.</param>
    /// <returns>The factor; finite, at least 0.</returns>
    public abstract double Factor(long updatesBefore);

    /// <summary>The schedule in words with the number of its equation, for example <c>halved every 10 updates (O.49)</c>.</summary>
    public abstract string Words { get; }

    /// <summary>A number of updates that cannot be below 1.</summary>
    private protected static long AtLeastOne(long updates, string name) =>
        updates >= 1
            ? updates
            : throw new ArgumentOutOfRangeException(name, $"{name} must be at least 1, but is {updates}.");

    /// <summary>A factor that is finite and not negative.</summary>
    private protected static double AtLeastZero(double factor, string name) =>
        factor >= 0 && double.IsFinite(factor)
            ? factor
            : throw new ArgumentOutOfRangeException(
                name,
                FormattableString.Invariant($"{name} must be finite and at least 0, but is {factor}.")
            );

    /// <summary>A share below 1.</summary>
    private protected static double BelowOne(double share, string name) =>
        share is >= 0 and < 1
            ? share
            : throw new ArgumentOutOfRangeException(
                name,
                FormattableString.Invariant($"{name} must be in [0, 1), but is {share}.")
            );

    /// <summary>A factor to read.</summary>
    private protected static string Text(double factor) =>
        factor.ToString("G6", System.Globalization.CultureInfo.InvariantCulture);
}
