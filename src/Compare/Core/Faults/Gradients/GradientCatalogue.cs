using Compare.Problems;
using Compare.Reference.Activations;

namespace Compare.Faults.Gradients;

/// <summary>The mistakes that people make in the gradients of the two models, a row each.</summary>
internal static class GradientCatalogue
{
    /// <summary>Lists the mistakes for a model and a batch; some of them may change nothing on a given problem.</summary>
    /// <param name="problem">Decides sizes, layers and activations.</param>
    /// <returns>The mistakes, each under an id of its own.</returns>
    public static IReadOnlyList<GradientMistake> For(Problem problem)
    {
        var isAutoencoder = problem.Model is AutoencoderSpec;
        var weights = problem.Model.Parameters.Where(shape => shape.Name.StartsWith('W')).ToList();
        return
        [
            .. Factors(isAutoencoder, problem.Batch.Count, weights[^1].Rows, weights[0].Rows),
            .. Sums(isAutoencoder),
            .. weights.SelectMany((_, i) => Layer(isAutoencoder, i + 1)),
            .. weights.Count > 1 ? Activations(isAutoencoder, problem.Model.Activation) : [],
        ];
    }

    /// <summary>Constant factors: B images, d outputs, k units in the first hidden layer.</summary>
    private static IEnumerable<GradientMistake> Factors(bool isAutoencoder, int images, int outputs, int hidden)
    {
        GradientMistake Row(string id, string words, string autoencoder, string remedy, long up, long down = 1) =>
            new(
                id,
                words,
                isAutoencoder ? autoencoder : "C.7",
                remedy,
                v => v with { Factor = v.Factor * Fraction.Of(up, down) }
            );

        yield return Row(
            "sign",
            "the sign is wrong, as from the error target - output",
            "A.4",
            "take output - target, or negate the gradient",
            -1
        );
        yield return Row(
            "factor-2",
            "twice too large, as without the 1/2 of the loss or added to the gradient of a call before",
            "A.5",
            "halve it, or clear it before each call",
            2
        );
        yield return Row(
            "factor-half",
            "half of what it must be: the 2 of the square's derivative is lost",
            "A.6",
            "double it",
            1,
            2
        );
        yield return Row(
            "images-summed",
            "the sum over the images is not divided by B",
            "A.6",
            "divide by the number of images",
            images
        );
        yield return Row(
            "images-averaged-twice",
            "the sum over the images is divided by B twice",
            "A.6",
            "divide by the number of images once",
            1,
            images
        );
        yield return Row(
            "outputs-factor",
            "multiplied by the number of outputs",
            "A.5",
            "divide by the number of outputs",
            outputs
        );
        yield return Row(
            "outputs-averaged",
            "also averaged over the outputs",
            "A.5",
            "sum over the outputs",
            1,
            outputs
        );
        yield return Row(
            "wrong-axis",
            "averaged over the outputs in place of the images",
            "A.6",
            "divide by the number of images, not of outputs",
            images,
            outputs
        );
        if (isAutoencoder)
            yield return Row(
                "elements-averaged",
                "the squared error is averaged over all elements and not halved, as mean-squared-error losses do",
                "A.5",
                "multiply by d / 2",
                2,
                outputs
            );
        yield return Row(
            "hidden-factor",
            "multiplied by the number of hidden units",
            "A.8",
            "divide by the number of hidden units",
            hidden
        );
        yield return Row(
            "hidden-averaged",
            "averaged over the hidden units",
            "A.8",
            "sum over the hidden units",
            1,
            hidden
        );
    }

    /// <summary>What is summed, and over what.</summary>
    private static IEnumerable<GradientMistake> Sums(bool isAutoencoder)
    {
        var (images, outputs, error) = isAutoencoder ? ("A.7, A.10", "A.8", "A.4") : ("C.8, C.9", "C.10", "C.7");
        const string allImages = "sum over all images of the batch";
        const string allOutputs = "sum over all outputs";
        GradientMistake Images(string id, string words, ImageChoice choice) =>
            new(id, words, images, allImages, v => v with { Images = choice });
        GradientMistake Outputs(string id, string words, OutputChoice choice) =>
            new(id, words, outputs, allOutputs, v => v with { Outputs = choice });

        yield return Images("first-image-only", "the first image alone counts", ImageChoice.First);
        yield return Images(
            "last-image-only",
            "the last image alone counts, as when each overwrites the one before",
            ImageChoice.Last
        );
        yield return Images("first-image-missing", "the first image is left out", ImageChoice.AllButFirst);
        yield return Images("last-image-missing", "the last image is left out", ImageChoice.AllButLast);
        yield return Outputs(
            "first-output-only",
            "the error of the first output alone is taken back",
            OutputChoice.First
        );
        yield return Outputs(
            "last-output-only",
            "the error of the last output alone is taken back, as when each overwrites the one before",
            OutputChoice.Last
        );
        yield return Outputs(
            "last-output-missing",
            "the error of the last output is not taken back",
            OutputChoice.AllButLast
        );
        yield return new(
            "output-for-error",
            isAutoencoder
                ? "the reconstruction stands in place of the error"
                : "the label is not subtracted from the probabilities",
            error,
            isAutoencoder ? "subtract the image" : "subtract 1 at the label",
            v => v with { OutputForError = true }
        );
        yield return new(
            "returned-transposed",
            "it lies in memory as its transpose",
            isAutoencoder ? images : "C.8",
            "transpose it: a gradient has the shape of its matrix",
            v => v with { Transposed = !v.Transposed }
        );
    }

    /// <summary>Mistakes with the weights of one layer.</summary>
    private static IEnumerable<GradientMistake> Layer(bool isAutoencoder, int layer)
    {
        var name = FormattableString.Invariant($"W{layer}");
        var id = FormattableString.Invariant($"w{layer}");
        var forward = isAutoencoder ? (layer == 1 ? "A.1" : "A.3") : "C.1";
        var backward = isAutoencoder ? "A.8" : "C.10";
        yield return new(
            $"{id}-turned-forward",
            $"the forward pass reads {name} as a matrix of the transposed shape",
            forward,
            $"read {name} row after row, outputs x inputs",
            v => v with { TurnedForward = v.TurnedForward | 1 << layer }
        );
        if (layer == 1)
            yield break;
        yield return new(
            $"{id}-turned-backward",
            $"the backward pass reads {name} as a matrix of the transposed shape",
            backward,
            $"multiply the error by {name} itself",
            v => v with { TurnedBackward = v.TurnedBackward | 1 << layer }
        );
        yield return new(
            $"{id}-updated",
            $"the backward pass uses another {name} than the forward pass",
            backward,
            $"compute all gradients from the same {name}, then update",
            v => v with { Updated = layer }
        );
    }

    /// <summary>Mistakes with the activation and its derivative.</summary>
    private static IEnumerable<GradientMistake> Activations(bool isAutoencoder, string own)
    {
        const string derivative = "A.9";
        GradientMistake Slope(string id, string words, SlopeChoice choice, string? of = null) =>
            new(
                id,
                words,
                derivative,
                $"multiply by the derivative of {own} at the pre-activation, once",
                v => v with { Slope = choice, SlopeOf = of }
            );

        yield return Slope("derivative-missing", "the derivative of the activation is missing", SlopeChoice.Missing);
        yield return Slope(
            "derivative-at-code",
            "the derivative is taken at the code, not at the pre-activation",
            SlopeChoice.AtCode
        );
        yield return Slope(
            "derivative-of-pre-activation",
            "the derivative's formula in terms of the code is given the pre-activation",
            SlopeChoice.FormulaAtPreActivation
        );
        yield return Slope("derivative-twice", "the derivative is applied twice", SlopeChoice.Twice);
        foreach (var other in Activation.Names.Where(name => name != own && Activation.Named(name).Slope != 1))
            yield return Slope(
                $"derivative-of-{other}",
                $"the derivative is that of {other}",
                SlopeChoice.OfAnother,
                other
            );
        foreach (var other in Activation.Names.Where(name => name != own && Activation.Named(name).IsKnownByItsCode))
            yield return Slope(
                $"derivative-formula-of-{other}",
                $"the derivative is {other}'s formula in terms of the code",
                SlopeChoice.FormulaOfAnother,
                other
            );
        foreach (var other in Activation.Names.Where(name => name != own))
            yield return new(
                $"activation-{other}",
                Activation.Named(other).Slope == 1 ? "the activation is left out" : $"the activation is {other}",
                isAutoencoder ? "A.2" : "C.2",
                $"use {own}, forward and backward",
                v => v with { Activation = other }
            );
        yield return new(
            "pre-activation-for-code",
            "the pre-activation stands where the code must",
            isAutoencoder ? "A.7" : "C.8",
            "multiply the error by s(a), not by a",
            v => v with { PreActivationForCode = true }
        );
    }
}
