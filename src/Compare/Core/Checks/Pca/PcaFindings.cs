using System.Globalization;
using Compare.Oracles;
using Compare.Problems;
using Compare.Reference.LinearAlgebra;
using Compare.Reference.Numerics;
using Compare.Results;

namespace Compare.Checks.Pca;

/// <summary>What is said of an optimum and of the runs that should reach it.</summary>
internal static class PcaFindings
{
    /// <summary>The name of the check in findings.</summary>
    public const string Check = "pca";

    /// <summary>When gradient descent has done its epochs, in words.</summary>
    public const string AfterDescent = "after gradient descent";

    private const string AtEnd = "at the end";

    /// <summary>The kind of the finding on the subspace.</summary>
    public const string AngleKind = "angle";

    /// <summary>The kind of the verdict.</summary>
    public const string VerdictKind = "is-pca";

    private static readonly Cause BelowMinimum = new(
        "below-minimum",
        "the loss is below the exact minimum, which no weights can reach: the loss or the images are not what they should be"
    );

    /// <summary>The solver's eigenvalues against the from-scratch side's Rayleigh quotients, within what a backward stable algorithm may lose.</summary>
    public static Finding Certificate(Optimum optimum)
    {
        var head = Head(
            Key(optimum).With(KeyPart.Party, optimum.Spectrum.Solver),
            $"{Kind(optimum)} PCA, k = {optimum.K}: {optimum.Spectrum.Solver}'s eigenvalues against their certificate"
        );
        var allowed =
            PcaTolerance.Roundings(optimum.Spectrum.Values.Length) * Binary64.UnitRoundoff * optimum.Values[0]; // (P.11)
        if (!(optimum.Gap > 0))
            return Math.Abs(optimum.Values[^1] - optimum.Spectrum.Values[optimum.K]) <= 4 * allowed
                ? head.Complete(
                    Status.Vacuous,
                    cause: Cause.Reason(
                        Text(
                            $"eigenvalues {optimum.K} and {optimum.K + 1} are equal to rounding, so any combination of their eigenvectors leads"
                        )
                    )
                )
                : head.Disagrees(
                    Cause.Hint(
                        Text(
                            $"the residuals do not tell eigenvalue {optimum.K} from {optimum.K + 1}, which are apart: these are not eigenvectors"
                        )
                    )
                );
        var tally = new Tally();
        var relative = 0.0;
        for (var i = 0; i < optimum.K; i++)
        {
            var exact = optimum.Rayleigh[i];
            var error = Math.Abs(optimum.Values[i] - exact.Hi - exact.Lo);
            relative = Math.Max(relative, error / exact.Hi);
            if (exact.Hi > allowed)
                tally.CouldHaveFailed();
            var number = i + 1;
            var value = optimum.Values[i];
            tally.Add(
                error,
                allowed,
                () =>
                    new Location
                    {
                        Quantity = Text($"eigenvalue {number}"),
                        Values = [new(optimum.Spectrum.Solver, value), new("Rayleigh quotient", exact.Hi)],
                    }
            );
        }
        return tally
            .Complete(
                head,
                "every eigenvalue is smaller than the bound",
                () => Cause.Hint($"{optimum.Spectrum.Solver}'s vectors are not eigenvectors of these values")
            )
            .Noting(
                Text(
                    $"largest relative error {relative:0.0e+00}; every eigenvalue within {optimum.ValueBound:0.0e+00}; gap to the next {optimum.Gap:0.00e+00}; sine of the angle to the exact subspace at most {optimum.Sine:0.0e+00} (Davis and Kahan); exact minimum of the loss {optimum.Minimum.Hi:0.0000000000}, to {optimum.MinimumBound:0.0e+00}"
                )
            );
    }

    /// <summary>
    /// The loss as the side computes it where gradient descent stopped, against the exact loss at its weights: what a side reports may not be below
    /// the minimum either.
    /// </summary>
    public static Finding OwnLoss(PcaRun run, Position position, int images)
    {
        var exact = run.Optimum.Minimum.Hi + position.LossGap;
        var bound = Rounding(run, images);
        var head = Head(
            Key(run, "own-loss"),
            $"{run.Model.Words}, {run.Side}, {AfterDescent}: its own loss against the exact one at its weights"
        );
        if (!(run.Loss >= run.Optimum.Minimum.Hi - bound))
            return head.Complete(
                Status.Disagrees,
                run.Optimum.Minimum.Hi - run.Loss,
                bound,
                new Location { Values = [new("loss", run.Loss), new("minimum", run.Optimum.Minimum.Hi)] },
                BelowMinimum
            );
        var tally = new Tally();
        if (run.Loss > bound)
            tally.CouldHaveFailed();
        tally.Add(
            Math.Abs(run.Loss - exact),
            bound,
            () => new Location { Values = [new(run.Side, run.Loss), new("exact", exact)] }
        );
        return tally.Complete(
            head,
            "the loss is smaller than its bound",
            () => Cause.Hint("the side evaluates another loss, or other images")
        );
    }

    /// <summary>What adding up N d squares may lose, and how far the minimum itself may be off.</summary>
    private static double Rounding(PcaRun run, int images) =>
        (double)images * run.Model.Inputs * Binary64.UnitRoundoff * Math.Abs(run.Loss) + run.Optimum.MinimumBound;

    /// <summary>Checks that the loss at the end of gradient descent is not below the minimum, and notes how far above it is.</summary>
    public static Finding Trained(PcaRun run, Position position, int images, string when = AfterDescent)
    {
        var bound = run.Optimum.MinimumBound;
        return NotBelow(run, "trained", when, position.LossGap, bound)
            .Noting(
                Text(
                    $"loss {run.Optimum.Minimum.Hi + position.LossGap:0.000000}, {position.LossGap / run.Optimum.Minimum.Hi:0.0e+00} of the minimum above it, over {images} images; largest angle {Degrees(position.LargestSine):0.00} degrees; eigenvectors held {position.Held()}; distance of the weights' product from the projector {position.Distance:0.0e+00}"
                )
            );
    }

    /// <summary>
    /// Checks an autoencoder with a bent activation: it is not PCA, but its loss cannot be below PCA's minimum, because its
    /// reconstructions lie in the column space of W2.
    /// </summary>
    public static Finding NotLinear(PcaRun run, int images)
    {
        var minimum = run.Optimum.Minimum.Hi;
        return NotBelow(run, "trained", AfterDescent, run.Loss - minimum, Rounding(run, images))
            .Noting(
                Text(
                    $"the equivalence with PCA does not apply to {run.Model.Function}; loss {run.Loss:0.000000}, {run.Loss / minimum - 1:0.0 %} above PCA's bound {minimum:0.000000}"
                )
            );
    }

    /// <summary>Checks the weights that alternating least squares ended with: the angles of their subspace, and whether they are PCA.</summary>
    public static IEnumerable<Finding> AtTheEnd(PcaRun run, PcaJudge judge, int threads)
    {
        var (w1, w2) = run.End!.Value;
        var verdict = judge.Judge(w1, w2, run.IsNegative, new PcaTolerance());
        var (angle, _) = Angle(run, verdict.Position, w2, AtEnd, threads);
        yield return angle.Noting(
            Text(
                $"from {run.Approach[0].Sine:0.0e+00} in {run.Approach[^1].Sweeps} sweeps of alternating least squares; distance of the product from the projector {verdict.Position.Distance:0.0e+00}"
            )
        );
        yield return IsPca(run, verdict, AtEnd);
    }

    /// <summary>Says whether weights are PCA, with the reason if they are not.</summary>
    /// <param name="run">Whose weights they are.</param>
    /// <param name="verdict">The verdict.</param>
    /// <param name="when">When they stood there, in words.</param>
    /// <returns>The finding; its error is the loss gap, or the sine of the largest angle where that is what is too large.</returns>
    public static Finding IsPca(PcaRun run, PcaVerdict verdict, string when)
    {
        var (position, optimum) = (verdict.Position, run.Optimum);
        var head = Head(Key(run, VerdictKind), $"{run.Model.Words}, {run.Side}, {when}: is it PCA");
        if (Certificate(optimum).Status == Status.Disagrees)
            return head.Complete(
                Status.Undecided,
                cause: Cause.Reason(
                    $"{optimum.Spectrum.Solver}'s eigenvectors do not hold against their certificate; another eigensolver would decide it"
                )
            );
        if (!(position.LossGap >= -optimum.MinimumBound))
            return NotBelow(run, VerdictKind, when, position.LossGap, optimum.MinimumBound);
        var isTilted = position.LossGap <= verdict.LossBound && !verdict.IsPca;
        var (error, bound) = isTilted
            ? (position.LargestSine, verdict.SineBound)
            : (Math.Max(0, position.LossGap), verdict.LossBound);
        // An encoder of zeros loses all that PCA keeps.
        var couldHaveFailed = verdict.LossBound < optimum.Rayleigh.Sum(value => value.Hi) / 2;
        return head.Complete(
                Conclusion.Of(verdict.IsPca, couldHaveFailed, isEqual: error == 0),
                error,
                bound,
                new Location
                {
                    Quantity = isTilted ? "sine of the largest angle" : "loss minus minimum",
                    Values =
                    [
                        new("loss minus minimum", position.LossGap),
                        new("minimum", optimum.Minimum.Hi),
                        new("sine of the largest angle", position.LargestSine),
                    ],
                },
                verdict.Cause
                    ?? (couldHaveFailed ? null : Cause.Reason("any weights are as near to PCA as the bound allows"))
            )
            .Noting(
                Text(
                    $"loss {optimum.Minimum.Hi + position.LossGap:0.000000}, {position.LossGap:0.0e+00} above the minimum {optimum.Minimum.Hi:0.000000}; largest angle {Degrees(position.LargestSine):0.0000} degrees; eigenvectors held {position.Held()}; distance of the weights' product from the projector {position.Distance:0.0e+00}"
                )
            )
            .Noting(
                verdict.IsDerived
                    ? "the bound is what the precision of the weights explains"
                    : "the bound is the one that was asked for"
            );
    }

    /// <summary>
    /// Checks the angles between the column space of a decoder and PCA's subspace against a bound (P.9) that follows from the residual
    /// of that space: how far S takes it out of itself.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="position">Where its weights stand.</param>
    /// <param name="w2">Its decoder, shape (d x k).</param>
    /// <param name="when">When it stood there, in words.</param>
    /// <param name="threads">Greatest number of threads.</param>
    /// <returns>The finding, and the bound on the sine of the largest angle.</returns>
    public static (Finding Finding, double Bound) Angle(
        PcaRun run,
        Position position,
        Matrix<double> w2,
        string when,
        int threads
    )
    {
        var sine = SineBound(run.Optimum, w2, threads);
        var tally = new Tally();
        if (sine < 1)
            tally.CouldHaveFailed();
        tally.Add(
            position.LargestSine,
            sine,
            () => new Location { Quantity = Text($"sine of the largest of {run.Optimum.K} angles") }
        );
        var finding = tally.Complete(
            Head(
                Key(run, AngleKind),
                $"{run.Model.Words}, {run.Side}, {when}: span(W2) against the leading eigenvectors"
            ),
            "the residual is as large as the gap, so any subspace would have passed",
            () =>
                new Cause(
                    "another-critical-point",
                    $"it stands at another critical point: eigenvectors held {position.Held()}"
                )
        );
        return (finding, sine);
    }

    /// <summary>How far span(W2) can be from the leading eigenvectors, from what S leaves over of it; 1 or more where nothing is certain.</summary>
    /// <param name="optimum">The exact optimum.</param>
    /// <param name="w2">Decoder, shape (d x k).</param>
    /// <param name="threads">Greatest number of threads.</param>
    /// <returns>A bound on the sine of the largest angle.</returns>
    private static double SineBound(Optimum optimum, Matrix<double> w2, int threads)
    {
        var q = Subspace.Basis(Subspace.Exact(w2), threads);
        var (h, residual) = Subspace.Ritz(optimum.Spectrum.Moments.S, q, threads);
        var ritz = SymmetricEigen<double>.Of(Matrix<double>.From(h.ToDoubles(), h.Rows, h.Columns)).Values;
        // Where the least Ritz value has fallen among the other eigenvalues, this is not the leading subspace.
        var gap = Math.Min(optimum.Gap, optimum.Gap - (optimum.Values[^1] - ritz[^1]));
        return residual / (gap > 0 ? gap : optimum.Gap) + optimum.Sine; // (P.9)
    }

    /// <summary>Holds a gap against its bound; a negative one is refused for a reason of its own.</summary>
    /// <param name="run">The run.</param>
    /// <param name="what">Last part of the id.</param>
    /// <param name="words">The same in words.</param>
    /// <param name="gap">Loss minus minimum.</param>
    /// <param name="allowed">How far above the minimum it may be; null for any distance.</param>
    /// <param name="below">How far below the minimum rounding may put it.</param>
    public static Finding NotBelow(PcaRun run, string what, string words, double gap, double? allowed, double below)
    {
        var head = Head(Key(run, what), $"{run.Model.Words}, {run.Side}, {words}");
        var isBelow = !(gap >= -below);
        var error =
            gap < 0 ? -gap
            : allowed is null ? 0
            : gap;
        var bound = gap < 0 ? below : allowed ?? below;
        return head.Complete(
            Conclusion.Of(!isBelow && error <= bound, couldHaveFailed: true, isEqual: error == 0),
            error,
            bound,
            new Location { Values = [new("loss minus minimum", gap)] },
            isBelow ? BelowMinimum
                : error > bound
                    ? new Cause(
                        "encoder-and-decoder-apart",
                        "the loss is farther above the minimum than the angles explain: encoder and decoder do not fit each other"
                    )
                : null
        );
    }

    private static Finding NotBelow(PcaRun run, string what, string words, double gap, double below) =>
        NotBelow(run, what, words, gap, null, below);

    /// <summary>The key of what is said of the second moments.</summary>
    public static FindingKey Key(Optimum optimum) =>
        FindingKey
            .Of(Check)
            .With(KeyPart.Topic, Kind(optimum))
            .With(KeyPart.Size, FormattableString.Invariant($"{optimum.K}"));

    /// <summary>The key of what is said of a run.</summary>
    private static FindingKey Key(PcaRun run, string what) =>
        FindingKey.Of(Check).With(run.Model.KeyParts).With(KeyPart.Party, run.Side).With(KeyPart.Kind, what);

    /// <summary>Says why nothing is held against PCA where the data span fewer dimensions than there are hidden units.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rank">How many dimensions they span.</param>
    /// <returns>The finding.</returns>
    public static Finding TooFewDimensions(AutoencoderSpec model, int rank) =>
        Head(FindingKey.Of(Check).With(model.KeyParts).With(KeyPart.Kind, VerdictKind), $"{model.Words} against PCA")
            .Complete(
                Status.Undecided,
                cause: Cause.Reason(
                    Text(
                        $"the images span {Dimensions(rank)}, fewer than the {model.Hidden} hidden units: all weights that keep these are optimal, and nothing tells them apart"
                    )
                )
            );

    /// <summary>A number of dimensions in words.</summary>
    /// <param name="count">0 or more.</param>
    public static string Dimensions(int count) =>
        count == 1 ? "1 dimension" : FormattableString.Invariant($"{count} dimensions");

    /// <summary>Key and subject.</summary>
    public static FindingHead Head(FindingKey key, string subject) => new(key, subject);

    /// <summary>Centred or not, in one word.</summary>
    public static string Kind(Optimum optimum) => optimum.Spectrum.Moments.IsCentred ? "centred" : "uncentred";

    /// <summary>The angle of a sine.</summary>
    public static double Degrees(double sine) => Math.Asin(Math.Min(1, sine)) * 180 / Math.PI;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
