using System.CommandLine;
using System.Globalization;
using Compare.Reference.Losses;

namespace Compare.Commands;

/// <summary>The options that describe a network of one's own.</summary>
internal sealed class NetworkOptions
{
    public Option<string[]> Layers { get; } =
        new("--layers")
        {
            Description =
                "A network of your own: the pixels, the units of each layer, the outputs; for example 784-128-10.",
            HelpName = "N-N-N",
            AllowMultipleArgumentsPerToken = true,
        };

    public Option<string> Loss { get; } =
        new("--loss")
        {
            Description =
                "Its loss; squared-error if it has as many outputs as pixels and cross-entropy otherwise, if not given.",
            HelpName = string.Join('|', LossFunction.Names),
        };

    public Option<string> Target { get; } =
        new("--target")
        {
            Description = "What its outputs are compared with; the loss decides if not given.",
            HelpName = "inputs|labels",
        };

    public Option<bool> NoBias { get; } = new("--no-bias") { Description = "Its layers have no biases." };

    /// <summary>Checks the values that need no data, with one line per mistake.</summary>
    public NetworkOptions()
    {
        Layers.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
                if (Widths(token.Value) is null)
                    result.AddError(
                        $"Layers '{token.Value}' are not possible; give at least two numbers from 1 up, for example 784-128-10."
                    );
        });
        RunOptions.OneOf(Loss, "loss", LossFunction.Names);
        RunOptions.OneOf(Target, "target", ["inputs", "labels"]);
    }

    /// <summary>Adds the options to a command that takes models.</summary>
    /// <param name="command">The command.</param>
    /// <param name="others">The options that choose one of the homework's models instead.</param>
    public void AddTo(Command command, params IReadOnlyList<Option> others)
    {
        foreach (var option in new Option[] { Layers, Loss, Target, NoBias })
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            bool Has(Option option) => result.GetResult(option) is { Implicit: false };
            var named = Has(Layers);
            foreach (var option in others.Where(option => named && Has(option)))
                result.AddError(
                    $"{option.Name} chooses a model of the homework, --layers another one; give one of them."
                );
            foreach (var option in new Option[] { Loss, Target, NoBias }.Where(option => !named && Has(option)))
                result.AddError($"{option.Name} is about a network that --layers describes; give its layers.");
        });
    }

    /// <summary>Reads the networks.</summary>
    /// <returns>None where no layers were given.</returns>
    public IReadOnlyList<NetworkChoice> Read(ParseResult parsed)
    {
        // A command without these options has no values for them.
        if (parsed.GetResult(Layers) is null)
            return [];
        var loss = parsed.GetValue(Loss);
        Target? target = parsed.GetValue(Target) switch
        {
            "inputs" => Reference.Losses.Target.Inputs,
            "labels" => Reference.Losses.Target.Labels,
            _ => null,
        };
        return
        [
            .. (parsed.GetValue(Layers) ?? [])
                .Distinct()
                .Select(layers => new NetworkChoice(Widths(layers)!, loss, target, !parsed.GetValue(NoBias))),
        ];
    }

    private static int[]? Widths(string layers)
    {
        var widths = new List<int>();
        foreach (var part in layers.Split('-'))
            if (int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var width) && width > 0)
                widths.Add(width);
            else
                return null;
        return widths.Count > 1 ? [.. widths] : null;
    }
}
