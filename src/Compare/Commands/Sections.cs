using Compare.Checks;
using Compare.Checks.Gradients;
using Compare.Checks.Pca;
using Compare.Checks.Updates;
using Compare.Homework.Runs;
using Compare.Problems;
using Compare.Problems.Data;
using Compare.Problems.Parties;
using Compare.Reference.Activations;
using Compare.Reference.Optimizers.Schedules;
using Compare.Results;
using Compare.Sides;

namespace Compare.Commands;

/// <summary>The parts of which runs are made.</summary>
internal static class Sections
{
    private const int Classes = 10;
    private const int Batch = 100;
    private const int ManyParameters = 100_000;
    private const int BriefHidden = 5;
    private const int BriefUpdates = 120;
    private const int BriefBatch = 10;
    private const int OptimizerHidden = 10;

    private const int BriefEpochs = 3;

    private static readonly int[] GradientHidden = [25, 50, 100];

    /// <summary>The activations with which the autoencoder is linear.</summary>
    private static readonly string[] LinearActivations =
    [
        .. Activation.Names.Where(name => Activation.Named(name).Slope is 1 or -1),
    ];

    /// <summary>The widths of the homework's classifier behind the pixels.</summary>
    private static readonly int[] ClassifierWidths = [256, 256, Classes];

    /// <summary>Hand-derived gradients against autograd, the judge and finite differences.</summary>
    public static Survey Gradients(
        SectionInputs inputs,
        Action<int, int, string> progress,
        CancellationToken cancellation
    )
    {
        var (settings, images, reference, torch) = inputs;
        return new GradientSurvey(
            reference,
            torch,
            images,
            [.. GradientModels(settings, images)],
            settings.Precisions,
            Math.Min(Batch, images.Count),
            settings.Seed,
            settings.Threads
        ).Run(progress, cancellation);
    }

    /// <summary>The update rules at the sizes asked for.</summary>
    public static Survey Optimizers(
        SectionInputs inputs,
        Action<int, int, string> progress,
        CancellationToken cancellation
    )
    {
        var settings = inputs.Settings;
        var pixels = inputs.Images.Rows * inputs.Images.Columns;
        var hidden = settings.Hidden.Count > 0 ? settings.Hidden : [OptimizerHidden];
        var autoencoders =
            from activation in settings.Activations.Count > 0
                ? settings.Activations
                : [CheckedModels.OptimizerActivation]
            from k in hidden
            select new AutoencoderSpec(activation, pixels, k);
        var classifiers = hidden.Select(k => new ClassifierSpec([pixels, k, k, Classes]));
        var survey = Survey(
            inputs,
            settings.Networks.Count > 0
                ? Networks(settings, inputs.Images)
                : [.. settings.Autoencoders ? autoencoders : [], .. settings.Classifier ? classifiers : []],
            settings.Updates,
            settings.Batch
        );
        var checks = settings.Only switch
        {
            "step-locked" => OptimizerChecks.StepLocked,
            "free-running" => OptimizerChecks.StepLocked | OptimizerChecks.FreeRunning,
            "relations" => OptimizerChecks.Relations,
            _ => OptimizerChecks.All,
        };
        return Run(inputs, survey with { Checks = checks }, progress, cancellation);
    }

    /// <summary>The update rules on small models, so that every one of them fits into a minute.</summary>
    public static Survey OptimizersInBrief(
        SectionInputs inputs,
        Action<int, int, string> progress,
        CancellationToken cancellation
    )
    {
        var pixels = inputs.Images.Rows * inputs.Images.Columns;
        return Run(
            inputs,
            Survey(
                inputs,
                [
                    new AutoencoderSpec(CheckedModels.OptimizerActivation, pixels, BriefHidden),
                    new ClassifierSpec([pixels, BriefHidden, BriefHidden, Classes]),
                ],
                BriefUpdates,
                BriefBatch
            ),
            progress,
            cancellation
        );
    }

    /// <summary>Refuses networks that do not fit the images.</summary>
    public static void RequireNetworks(SectionInputs inputs) => Networks(inputs.Settings, inputs.Images);

    private static IReadOnlyList<ModelSpec> Networks(RunSettings settings, ImageSet images) =>
        [
            .. from network in settings.Networks
            from activation in settings.Activations.Count > 0 ? settings.Activations : [CheckedModels.NetworkActivation]
            select network.For(Activation.Named(activation), images),
        ];

    /// <summary>Refuses sizes at which PCA would discard nothing.</summary>
    public static void RequirePca(SectionInputs inputs)
    {
        var (largest, pixels) = (PcaHidden(inputs).Max(), inputs.Images.Dimension);
        if (largest >= pixels)
            throw new CommandException(
                ExitCode.Usage,
                FormattableString.Invariant(
                    $"{largest} hidden units leave PCA nothing to discard of {pixels} pixels; give fewer."
                )
            );
    }

    /// <summary>The PCA equivalence at the sizes asked for.</summary>
    public static Survey Pca(SectionInputs inputs, Action<int, int, string> progress, CancellationToken cancellation)
    {
        var settings = inputs.Settings;
        var survey = PcaSurvey(inputs) with
        {
            Activations = settings.Activations.Count > 0 ? settings.Activations : LinearActivations,
            Hidden = PcaHidden(inputs),
            Epochs = settings.Epochs,
        };
        return survey.Run(progress, cancellation);
    }

    /// <summary>The PCA equivalence at one size, after a few epochs.</summary>
    public static Survey PcaInBrief(
        SectionInputs inputs,
        Action<int, int, string> progress,
        CancellationToken cancellation
    ) => PcaSurvey(inputs).Run(progress, cancellation);

    private static IReadOnlyList<int> PcaHidden(SectionInputs inputs) =>
        inputs.Settings.Hidden.Count > 0 ? inputs.Settings.Hidden : GradientHidden;

    private static PcaSurvey PcaSurvey(SectionInputs inputs) =>
        new()
        {
            Sides = [inputs.Reference, inputs.Torch],
            Images = inputs.Images,
            Activations = LinearActivations,
            Hidden = [Math.Min(GradientHidden[0], inputs.Images.Dimension - 1)],
            Epochs = BriefEpochs,
            Batch = Batch,
            Eigensolver = TorchSide.Eigensolver,
            Library = new MlNetPca(),
            StepSize = AutoencoderStepSize.Of,
            Seed = inputs.Settings.Seed,
            Threads = inputs.Settings.Threads,
        };

    /// <summary>A short training to look at.</summary>
    public static Survey Preview(
        SectionInputs inputs,
        Action<int, int, string> progress,
        CancellationToken cancellation
    ) =>
        new(
            [],
            new TrainingPreview(inputs.Reference, inputs.Torch, inputs.Images, inputs.Settings.Seed).Run(
                progress,
                cancellation
            )
        );

    /// <summary>On small models libtorch gets one thread, because its others would keep a core busy waiting.</summary>
    private static Survey Run(
        SectionInputs inputs,
        OptimizerSurvey survey,
        Action<int, int, string> progress,
        CancellationToken cancellation
    )
    {
        var largest = survey.Models.Max(model => model.Parameters.Sum(shape => shape.Length));
        TorchSide.UseThreads(largest < ManyParameters ? 1 : inputs.Settings.Threads);
        try
        {
            return survey.Run(progress, cancellation);
        }
        finally
        {
            TorchSide.UseThreads(inputs.Settings.Threads);
        }
    }

    /// <summary>In the first precision asked for: float64 unless told otherwise, where rounding is far below everything else.</summary>
    private static OptimizerSurvey Survey(
        SectionInputs inputs,
        IReadOnlyList<ModelSpec> models,
        int updates,
        int batch
    ) =>
        new()
        {
            First = new ReferenceSide(),
            Second = inputs.Torch,
            Images = inputs.Images,
            Models = models,
            Rules =
            [
                .. inputs
                    .Settings.Optimizers.Select(TorchRules.Surveyed)
                    .Select(surveyed =>
                        inputs.Settings.Schedule is { } name
                            ? surveyed with
                            {
                                Rule = surveyed.Rule with { Schedule = ScheduleTable.Named(name, updates) },
                            }
                            : surveyed
                    ),
            ],
            StepSizes = inputs.Settings.StepSizes,
            Precision = inputs.Settings.Precisions[0],
            Batch = batch,
            Updates = updates,
            Seed = inputs.Settings.Seed,
            Threads = inputs.Settings.Threads,
        };

    private static IEnumerable<ModelSpec> GradientModels(RunSettings settings, ImageSet images)
    {
        if (settings.Networks.Count > 0)
        {
            foreach (var network in Networks(settings, images))
                yield return network;
            yield break;
        }
        var inputs = images.Rows * images.Columns;
        if (settings.Autoencoders)
            foreach (var activation in settings.Activations.Count > 0 ? settings.Activations : Activation.Names)
            foreach (var hidden in settings.Hidden.Count > 0 ? settings.Hidden : GradientHidden)
                yield return new AutoencoderSpec(activation, inputs, hidden);
        if (settings.Classifier)
            yield return new ClassifierSpec([inputs, .. ClassifierWidths]);
    }
}
