using Compare.Problems;
using Compare.Problems.Data;
using Compare.Reference.Activations;
using Compare.Reference.Losses;

namespace Compare.Commands;

/// <summary>A network as it was asked for, before the data are known.</summary>
/// <param name="Widths">Pixels, units of each layer, outputs.</param>
/// <param name="Loss">Name of the loss; null for what fits the widths.</param>
/// <param name="Target">What the outputs are compared with; null for what fits the loss.</param>
/// <param name="HasBias">Whether the layers have biases.</param>
internal sealed record NetworkChoice(int[] Widths, string? Loss, Target? Target, bool HasBias)
{
    /// <summary>Describes the network with an activation after all layers but the last.</summary>
    /// <param name="activation">The activation.</param>
    /// <param name="images">The images it is for.</param>
    /// <returns>The network.</returns>
    /// <exception cref="CommandException">The network does not fit the images, or its parts not each other.</exception>
    public NetworkSpec For(Activation activation, ImageSet images)
    {
        var (inputs, outputs) = (Widths[0], Widths[^1]);
        if (inputs != images.Dimension)
            throw Unfit($"take {inputs} pixels, and the images have {images.Dimension}");
        var loss =
            Loss is { } name ? LossFunction.Named(name)
            : outputs == inputs ? LossFunction.SquaredError
            : LossFunction.CrossEntropy;
        var target =
            Target
            ?? (
                !loss.TakesClasses && outputs == inputs
                    ? Reference.Losses.Target.Inputs
                    : Reference.Losses.Target.Labels
            );
        var largest = images.Labels.ToArray().Max();
        if (target == Reference.Losses.Target.Labels && largest >= outputs)
            throw Unfit($"have {outputs} outputs, and labels go up to {largest}");
        var layers = Widths
            .Skip(1)
            .Select((units, l) => new LayerSpec(units, l + 2 < Widths.Length ? activation : Activation.None, HasBias));
        if (target == Reference.Losses.Target.Inputs && loss.TakesClasses)
            throw new CommandException(ExitCode.Usage, $"The loss {loss.Name} compares with labels, not with inputs.");
        if (target == Reference.Losses.Target.Inputs && outputs != inputs)
            throw Unfit($"have {outputs} outputs, which cannot be compared with {inputs} inputs");
        return new NetworkSpec(inputs, [.. layers], loss, target);
    }

    private CommandException Unfit(FormattableString words) =>
        new(
            ExitCode.Usage,
            FormattableString.Invariant($"The layers {string.Join('-', Widths)} ")
                + FormattableString.Invariant(words)
                + "."
        );
}
