using Compare.Problems;
using Compare.Reference.Activations;

namespace Compare.Faults.Gradients;

/// <summary>The mistakes that people make in the gradients of networks, a row each.</summary>
internal static class GradientCatalogue
{
    /// <summary>Lists the mistakes for a model and a batch; some of them may change nothing on a given problem.</summary>
    /// <param name="problem">Decides sizes, layers and activations.</param>
    /// <returns>The mistakes, each under an id of its own.</returns>
    public static IReadOnlyList<GradientMistake> For(Problem problem)
    {
        var model = problem.Model;
        var lines = new DerivationLines(model);
        return
        [
            .. Factors(lines, model, problem.Batch.Count),
            .. Sums(lines, model),
            .. model.Layers.SelectMany((_, i) => Layer(lines, i + 1)),
            .. model.Activations.Count > 0 ? Activations(lines, model) : [],
        ];
    }

    /// <summary>Constant factors: B images, d outputs, k units in the first hidden layer.</summary>
    private static IEnumerable<GradientMistake> Factors(DerivationLines lines, ModelSpec model, int images)
    {
        var (outputs, hidden) = (model.Outputs, model.Layers[0].Units);
        GradientMistake Row(string id, string words, string equation, string remedy, long up, long down = 1) =>
            new(id, words, equation, remedy, v => v with { Factor = v.Factor * Fraction.Of(up, down) });

        yield return Row(
            "sign",
            "the sign is wrong, as from the error target - output",
            lines.Error,
            "take output - target, or negate the gradient",
            -1
        );
        yield return Row(
            "factor-2",
            "twice too large, as without the 1/2 of the loss or added to the gradient of a call before",
            lines.Loss,
            "halve it, or clear it before each call",
            2
        );
        yield return Row(
            "factor-half",
            "half of what it must be: the 2 of the square's derivative is lost",
            lines.Output,
            "double it",
            1,
            2
        );
        yield return Row(
            "images-summed",
            "the sum over the images is not divided by B",
            lines.Output,
            "divide by the number of images",
            images
        );
        yield return Row(
            "images-averaged-twice",
            "the sum over the images is divided by B twice",
            lines.Output,
            "divide by the number of images once",
            1,
            images
        );
        yield return Row(
            "outputs-factor",
            "multiplied by the number of outputs",
            lines.Loss,
            "divide by the number of outputs",
            outputs
        );
        yield return Row(
            "outputs-averaged",
            "also averaged over the outputs",
            lines.Loss,
            "sum over the outputs",
            1,
            outputs
        );
        yield return Row(
            "wrong-axis",
            "averaged over the outputs in place of the images",
            lines.Output,
            "divide by the number of images, not of outputs",
            images,
            outputs
        );
        if (!model.Loss.TakesClasses)
            yield return Row(
                "elements-averaged",
                "the squared error is averaged over all elements and not halved, as mean-squared-error losses do",
                lines.Loss,
                "multiply by d / 2",
                2,
                outputs
            );
        yield return Row(
            "hidden-factor",
            "multiplied by the number of hidden units",
            lines.Scale,
            "divide by the number of hidden units",
            hidden
        );
        yield return Row(
            "hidden-averaged",
            "averaged over the hidden units",
            lines.Scale,
            "sum over the hidden units",
            1,
            hidden
        );
    }

    /// <summary>What is summed, and over what.</summary>
    private static IEnumerable<GradientMistake> Sums(DerivationLines lines, ModelSpec model)
    {
        const string allImages = "sum over all images of the batch";
        const string allOutputs = "sum over all outputs";
        GradientMistake Images(string id, string words, ImageChoice choice) =>
            new(id, words, lines.Sums, allImages, v => v with { Images = choice });
        GradientMistake Outputs(string id, string words, OutputChoice choice) =>
            new(id, words, lines.Back, allOutputs, v => v with { Outputs = choice });

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
        var last = FormattableString.Invariant($"W{model.Layers.Count}");
        yield return new(
            "rows-summed-first",
            $"the rows of {last} are summed before the product with the error",
            lines.Back,
            $"multiply each row of {last} by its own error, then sum",
            v => v with { Outputs = OutputChoice.SummedBeforeProduct }
        );
        yield return new(
            "output-for-error",
            model.Loss.TakesClasses ? "the label is not subtracted from the probabilities"
                : model.NeedsLabels ? "the output stands in place of the error"
                : "the reconstruction stands in place of the error",
            lines.Error,
            model.NeedsLabels ? "subtract 1 at the label" : "subtract the image",
            v => v with { OutputForError = true }
        );
        yield return new(
            "returned-transposed",
            "it lies in memory as its transpose",
            lines.Weights,
            "transpose it: a gradient has the shape of its matrix",
            v => v with { Transposed = !v.Transposed }
        );
    }

    /// <summary>Mistakes with the weights of one layer.</summary>
    private static IEnumerable<GradientMistake> Layer(DerivationLines lines, int layer)
    {
        var name = FormattableString.Invariant($"W{layer}");
        var id = FormattableString.Invariant($"w{layer}");
        yield return new(
            $"{id}-turned-forward",
            $"the forward pass reads {name} as a matrix of the transposed shape",
            lines.Forward(layer),
            $"read {name} row after row, outputs x inputs",
            v => v with { TurnedForward = v.TurnedForward | 1 << layer }
        );
        if (layer == 1)
            yield break;
        yield return new(
            $"{id}-turned-backward",
            $"the backward pass reads {name} as a matrix of the transposed shape",
            lines.Back,
            $"multiply the error by {name} itself",
            v => v with { TurnedBackward = v.TurnedBackward | 1 << layer }
        );
        yield return new(
            $"{id}-updated",
            $"the backward pass uses another {name} than the forward pass",
            lines.Back,
            $"compute all gradients from the same {name}, then update",
            v => v with { Updated = layer }
        );
    }

    /// <summary>Mistakes with the activation and its derivative.</summary>
    private static IEnumerable<GradientMistake> Activations(DerivationLines lines, ModelSpec model)
    {
        var own = model.ActivationWords;
        var others = Activation
            .Names.Where(name => model.Activations.All(activation => activation.Name != name))
            .ToList();
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
        yield return Slope(
            "derivative-one-less-code",
            "the derivative is 1 less the code: tanh's without the square, or sigmoid's without the code",
            SlopeChoice.OneLessCode
        );
        foreach (var other in others.Where(name => Activation.Named(name).Slope != 1))
            yield return Slope(
                $"derivative-of-{other}",
                $"the derivative is that of {other}",
                SlopeChoice.OfAnother,
                other
            );
        foreach (var other in others.Where(name => Activation.Named(name).IsKnownByItsCode))
            yield return Slope(
                $"derivative-formula-of-{other}",
                $"the derivative is {other}'s formula in terms of the code",
                SlopeChoice.FormulaOfAnother,
                other
            );
        foreach (var other in others)
            yield return new(
                $"activation-{other}",
                Activation.Named(other).Slope == 1 ? "the activation is left out" : $"the activation is {other}",
                lines.Activation,
                $"use {own}, forward and backward",
                v => v with { Activation = other }
            );
        yield return new(
            "pre-activation-for-code",
            "the pre-activation stands where the code must",
            lines.Code,
            "multiply the error by s(a), not by a",
            v => v with { PreActivationForCode = true }
        );
    }
}
