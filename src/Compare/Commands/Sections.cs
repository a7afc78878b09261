using Compare.Checks;
using Compare.Data;
using Compare.Sides;

namespace Compare.Commands;

/// <summary>The parts of which runs are made.</summary>
internal static class Sections
{
    private const int Batch = 100;

    /// <summary>The widths of the homework's classifier behind the pixels.</summary>
    private static readonly int[] ClassifierWidths = [256, 256, 10];

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

    private static IEnumerable<ModelSpec> GradientModels(RunSettings settings, ImageSet images)
    {
        var inputs = images.Rows * images.Columns;
        if (settings.Autoencoders)
            foreach (var activation in settings.Activations)
            foreach (var hidden in settings.Hidden)
                yield return new AutoencoderSpec(activation, inputs, hidden);
        if (settings.Classifier)
            yield return new ClassifierSpec([inputs, .. ClassifierWidths]);
    }
}
