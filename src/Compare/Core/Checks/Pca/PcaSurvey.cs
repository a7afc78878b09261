using Compare.Problems;
using Compare.Problems.Data;
using Compare.Problems.Parties;
using Compare.Results;

namespace Compare.Checks.Pca;

/// <summary>The PCA equivalence of the autoencoder on real images: the exact optimum, and both sides on the way to it.</summary>
public sealed record PcaSurvey
{
    private const double UsualStepSize = 0.005;

    /// <summary>Both sides.</summary>
    public required IReadOnlyList<IPcaSide> Sides { get; init; }

    /// <summary>Training images.</summary>
    public required ImageSet Images { get; init; }

    /// <summary>Activations; the equivalence applies to identity and negative.</summary>
    public required IReadOnlyList<string> Activations { get; init; }

    /// <summary>Hidden sizes, below the number of pixels.</summary>
    public required IReadOnlyList<int> Hidden { get; init; }

    /// <summary>Epochs of gradient descent.</summary>
    public required int Epochs { get; init; }

    /// <summary>Step size of plain gradient descent for an activation.</summary>
    public Func<string, double> StepSize { get; init; } = _ => UsualStepSize;

    /// <summary>B.</summary>
    public required int Batch { get; init; }

    /// <summary>Who decomposes the second moments.</summary>
    public Eigensolver Eigensolver { get; init; } = Eigensolver.FromScratch;

    /// <summary>A library whose PCA is held against the certificate too; null for none.</summary>
    public IPrincipalComponents? Library { get; init; }

    /// <summary>Decides weights and order.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Greatest number of threads.</summary>
    public required int Threads { get; init; }

    /// <summary>Runs all of it.</summary>
    /// <param name="progress">Told the steps done, their number, and the step about to run.</param>
    /// <param name="cancellation">Ends between two steps.</param>
    /// <returns>Findings and figures of what was finished.</returns>
    public Survey Run(Action<int, int, string> progress, CancellationToken cancellation)
    {
        var findings = new List<Finding>();
        var figures = new List<Figure>();
        var steps = 1 + (Library is null ? 0 : 2) + Activations.Count * Hidden.Count * Sides.Count;
        var done = 0;
        void Next(string what) => progress(done++, steps, what);

        Next("PCA: second moments and their eigenvectors");
        var (moments, ofCentred, ofRaw) = SecondMoments.Of(Images, Threads);
        var spectrum = Spectrum.Of(moments, Eigensolver, Threads);
        var centred = Spectrum.Of(ofCentred, Eigensolver, Threads);
        foreach (var certified in new[] { spectrum, centred })
            findings.AddRange(Hidden.Select(k => PcaFindings.Certificate(certified.Optimum(k))));
        if (Library is { } library)
            foreach (var certified in new[] { spectrum, centred })
                if (!cancellation.IsCancellationRequested)
                {
                    Next($"PCA: {library.Name}{(certified == centred ? ", centred" : "")}");
                    findings.AddRange(Against(library, certified.Optimum(Hidden.Max())));
                }
        var judge = new PcaJudge(
            spectrum,
            new Lazy<Spectrum>(centred),
            new Lazy<Spectrum>(() => Spectrum.Of(ofCentred.Standardised(), Eigensolver, Threads)),
            Threads
        );
        PcaRun? claimed = null;
        foreach (var activation in Activations)
        foreach (var k in Hidden)
        {
            if (spectrum.Rank < k)
            {
                foreach (var _ in Sides)
                    Next(FormattableString.Invariant($"PCA: {activation}, k = {k}: too few dimensions"));
                findings.Add(
                    PcaFindings.TooFewDimensions(new AutoencoderSpec(activation, Images.Dimension, k), spectrum.Rank)
                );
                continue;
            }
            var runs = new List<PcaRun>();
            foreach (var side in Sides)
            {
                if (cancellation.IsCancellationRequested)
                    return new Survey(findings, figures);
                Next(FormattableString.Invariant($"PCA: {activation}, k = {k}, {side.Name}"));
                runs.Add(
                    Train(new AutoencoderSpec(activation, Images.Dimension, k), side, spectrum.Optimum(k), cancellation)
                );
                findings.AddRange(Findings(runs[^1], judge));
            }
            if (cancellation.IsCancellationRequested || !runs[0].IsLinear)
                continue;
            figures.Add(
                PcaFigures.Epochs(runs) with
                {
                    About =
                    [
                        .. findings
                            .Where(finding => runs[0].Model.KeyParts.All(finding.Key.Parts.Contains))
                            .Select(finding => finding.Id),
                    ],
                }
            );
            figures.Add(PcaFigures.Captured(runs));
            figures.Add(PcaFigures.Approach(runs));
            if (k == Hidden[0])
                figures.Add(PcaFigures.Components(runs, Images.Rows, Images.Columns, Threads));
            claimed ??= runs[0].IsNegative ? null : runs[0];
        }
        if (claimed is not null)
            figures.Insert(0, PcaClaims.Table(claimed, centred, Spectrum.Of(ofRaw, Eigensolver, Threads), Threads));
        return new Survey(findings, figures);
    }

    /// <summary>As the library comes, and with as many random directions as serve it.</summary>
    private IEnumerable<Finding> Against(IPrincipalComponents library, Optimum optimum)
    {
        var most = Math.Min(library.MostDirections, Images.Dimension) - optimum.K;
        foreach (var oversampling in new[] { Math.Min(library.UsualOversampling, most), most }.Distinct())
            if (oversampling > 0)
                yield return PrincipalComponentsCheck.Against(
                    library,
                    optimum,
                    Images,
                    oversampling,
                    (int)(Seed % int.MaxValue),
                    Threads
                );
    }

    private PcaRun Train(AutoencoderSpec model, IPcaSide side, Optimum optimum, CancellationToken cancellation)
    {
        var batch = Math.Min(Batch, Images.Count);
        var set = ImageProblems.Training(
            model,
            Images,
            Precision.Float64,
            batch,
            updates: Epochs * (Images.Count / batch),
            Seed + 2
        );
        return PcaRun.Of(
            model,
            side,
            optimum,
            (new Batch(set.X.Length / set.Inputs, set.X, []), set.Batches),
            Epochs,
            StepSize(model.Function.Name),
            ImageProblems.InitialParameters(model, Precision.Float64, Seed),
            Threads,
            cancellation
        );
    }

    private IEnumerable<Finding> Findings(PcaRun run, PcaJudge judge)
    {
        if (!run.IsLinear)
        {
            yield return PcaFindings.NotLinear(run, Images.Count);
            yield break;
        }
        var position = Position.Exactly(run.Optimum, run.TrainedW1, run.TrainedW2, run.IsNegative, Threads);
        yield return PcaFindings.OwnLoss(run, position, Images.Count);
        yield return PcaFindings.Trained(run, position, Images.Count);
        foreach (var finding in PcaFindings.AtTheEnd(run, judge, Threads))
            yield return finding;
    }
}
