using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Compare.Reference.Optimizers;
using Compare.Reference.Optimizers.Schedules;

namespace Compare.Commands;

/// <summary>The options that commands share, each defined once.</summary>
internal sealed class RunOptions
{
    /// <summary>Where a run leaves its files unless told otherwise.</summary>
    private const string DefaultOutput = "out";

    public Option<string> Data { get; } =
        new("--data")
        {
            Description = "Data set: digits (built in), mnist, or a folder with the four IDX files.",
            HelpName = "digits|mnist|DIR",
            DefaultValueFactory = _ => "digits",
        };

    public Option<string> Device { get; } =
        new("--device")
        {
            Description = "Where the TorchSharp side computes; auto takes CUDA when there is one.",
            HelpName = "auto|cpu|cuda",
            DefaultValueFactory = _ => "auto",
        };

    public Option<string[]> Precision { get; } =
        new("--precision")
        {
            Description = "float32 or float64; both if not given.",
            HelpName = "float32|float64",
            AllowMultipleArgumentsPerToken = true,
        };

    public Option<string[]> Activation { get; } =
        new("--activation")
        {
            Description =
                "relu, sigmoid, tanh, identity or negative; all five for gradients and tanh for optimizers if not given, relu with --layers.",
            HelpName = "NAME",
            AllowMultipleArgumentsPerToken = true,
        };

    public Option<int[]> Hidden { get; } =
        new("--hidden")
        {
            Description = "Hidden sizes; 25 50 100 for gradients and 10 for optimizers if not given.",
            HelpName = "K",
            AllowMultipleArgumentsPerToken = true,
        };

    public NetworkOptions Network { get; } = new();

    public Option<string> Model { get; } =
        new("--model")
        {
            Description = "autoencoder or classifier; both if neither this nor a size or activation is given.",
            HelpName = "autoencoder|classifier",
        };

    public Option<string[]> Optimizer { get; } =
        new("--optimizer")
        {
            Description =
                $"{string.Join(", ", OptimizerTable.Names.SkipLast(1))} or {OptimizerTable.Names[^1]}; the first five if not given.",
            HelpName = "NAME",
            AllowMultipleArgumentsPerToken = true,
        };

    public Option<string> Schedule { get; } =
        new("--schedule")
        {
            Description =
                $"How the step size changes over the updates: {string.Join(", ", ScheduleTable.Names)}; constant if not given.",
            HelpName = "NAME",
        };

    public Option<double[]> StepSize { get; } =
        new("--step-size")
        {
            Description = "Step sizes; 0.5 0.01 0.00001 if not given.",
            HelpName = "GAMMA",
            AllowMultipleArgumentsPerToken = true,
        };

    public Option<int> Batch { get; } =
        new("--batch") { Description = "Images of a batch.", DefaultValueFactory = _ => 10 };

    public Option<string> Only { get; } =
        new("--only")
        {
            Description = "One kind of check: step-locked, free-running (with step-locked) or relations.",
            HelpName = "KIND",
        };

    public Option<int> Epochs { get; } =
        new("--epochs") { Description = "Epochs of gradient descent.", DefaultValueFactory = _ => 30 };

    public Option<int> Updates { get; } =
        new("--updates") { Description = "Updates of each training run.", DefaultValueFactory = _ => 1000 };

    public Option<ulong> Seed { get; } =
        new("--seed") { Description = "Seed of batch, weights and directions.", DefaultValueFactory = _ => 0 };

    public Option<int> Threads { get; } =
        new("--threads")
        {
            Description = "Threads of both sides; the results of the from-scratch side do not depend on it.",
            DefaultValueFactory = _ => Environment.ProcessorCount,
        };

    public Option<string> Output { get; } =
        new("--output", "-o")
        {
            Description = "Folder for report.html, results.json and what lies beside them.",
            HelpName = "DIR",
            DefaultValueFactory = _ => DefaultOutput,
        };

    public Option<bool> Json { get; } =
        new("--json") { Description = "Print one JSON document on stdout and nothing else." };

    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "Print the verdict only." };

    public Option<bool> NoProgress { get; } =
        new("--no-progress") { Description = "Say nothing on stderr on the way." };

    /// <summary>Checks the values that need no data, with one line per mistake.</summary>
    public RunOptions()
    {
        OneOf(Device, "device", ["auto", "cpu", "cuda"]);
        EachOf(Precision, "precision", ["float32", "float64"]);
        EachOf(Activation, "activation", Reference.Activations.Activation.Names);
        OneOf(Model, "model", ["autoencoder", "classifier"]);
        EachOf(Optimizer, "optimizer", OptimizerTable.Names);
        OneOf(Schedule, "schedule", ScheduleTable.Names);
        StepSize.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
                if (
                    double.TryParse(token.Value, CultureInfo.InvariantCulture, out var gamma)
                    && !(gamma >= 0 && double.IsFinite(gamma))
                )
                    result.AddError($"Step size {token.Value} is not possible; give a finite number from 0 up.");
        });
        AtLeastOne(Updates, "updates are");
        AtLeastOne(Epochs, "epochs are");
        AtLeastOne(Batch, "images in a batch are");
        OneOf(Only, "kind of check", ["step-locked", "free-running", "relations"]);
        Hidden.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
                if (int.TryParse(token.Value, out var k) && k < 1)
                    result.AddError($"Hidden size {token.Value} is not possible; give at least 1.");
        });
        AtLeastOne(Threads, "threads are");
    }

    /// <summary>The options of every command that runs checks.</summary>
    public IEnumerable<Option> Common => [Data, Device, Seed, Threads, Output, Json, Quiet, NoProgress];

    /// <summary>Reads the values.</summary>
    public RunSettings Read(ParseResult parsed, string command)
    {
        static T[] Distinct<T>(T[]? given, IEnumerable<T> otherwise) =>
            given is { Length: > 0 } ? [.. given.Distinct()] : [.. otherwise];
        return new RunSettings
        {
            Command = string.Join(
                ' ',
                new[] { command }.Concat(parsed.Tokens.Select(token => token.Value).Skip(IsNamed(parsed) ? 1 : 0))
            ),
            Data = parsed.GetRequiredValue(Data),
            Device = parsed.GetValue(Device) ?? "auto",
            Precisions =
            [
                .. Distinct(parsed.GetValue(Precision), ["float64", "float32"])
                    .Select(name => name == "float32" ? Problems.Precision.Float32 : Problems.Precision.Float64),
            ],
            Activations = Distinct(parsed.GetValue(Activation), []),
            Hidden = Distinct(parsed.GetValue(Hidden), []),
            Autoencoders = !IsGiven(parsed, Model) || parsed.GetValue(Model) == "autoencoder",
            Classifier = IsGiven(parsed, Model)
                ? parsed.GetValue(Model) == "classifier"
                : !IsGiven(parsed, Activation) && (command != "gradients" || !IsGiven(parsed, Hidden)),
            Networks = Network.Read(parsed),
            Optimizers = Distinct(parsed.GetValue(Optimizer), OptimizerTable.Table2),
            Schedule = parsed.GetValue(Schedule),
            Given = Given(parsed),
            StepSizes = Distinct(parsed.GetValue(StepSize), [0.5, 1e-2, 1e-5]),
            Batch = parsed.GetValue(Batch),
            Updates = parsed.GetValue(Updates),
            Epochs = parsed.GetValue(Epochs),
            Only = parsed.GetValue(Only),
            Seed = parsed.GetValue(Seed),
            Threads = parsed.GetValue(Threads),
            Output = parsed.GetRequiredValue(Output),
            Json = parsed.GetValue(Json),
            Quiet = parsed.GetValue(Quiet),
            NoProgress = parsed.GetValue(NoProgress),
        };
    }

    /// <summary>Options of commands that say where something lies or runs, which changes no number.</summary>
    private static readonly string[] Places = ["--runs", "--shard"];

    /// <summary>Options that change numbers and were given, by name; those that the settings tell anyway are left out.</summary>
    private SortedDictionary<string, string> Given(ParseResult parsed)
    {
        Option[] told = [Data, Seed, Device, Precision, Threads, Output, Json, Quiet, NoProgress];
        return new SortedDictionary<string, string>(
            parsed
                .CommandResult.Children.OfType<OptionResult>()
                .Where(result =>
                    !result.Implicit && !told.Contains(result.Option) && !Places.Contains(result.Option.Name)
                )
                .ToDictionary(
                    result => result.Option.Name.TrimStart('-'),
                    result => string.Join(' ', result.Tokens.Select(token => token.Value))
                ),
            StringComparer.Ordinal
        );
    }

    private static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    private static bool IsNamed(ParseResult parsed) => parsed.CommandResult.Command is not RootCommand;

    internal static void OneOf(Option<string> option, string what, IReadOnlyList<string> known) =>
        option.Validators.Add(result => Check(result, what, known));

    private static void EachOf(Option<string[]> option, string what, IReadOnlyList<string> known) =>
        option.Validators.Add(result => Check(result, what, known));

    private static void AtLeastOne(Option<int> option, string what) => EachAtLeastOne(option, what);

    /// <summary>Refuses numbers below one.</summary>
    internal static void EachAtLeastOne(Option option, string what) =>
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
                if (int.TryParse(token.Value, out var n) && n < 1)
                    result.AddError($"{token.Value} {what} not possible; give at least 1.");
        });

    private static void Check(System.CommandLine.Parsing.OptionResult result, string what, IReadOnlyList<string> known)
    {
        foreach (var token in result.Tokens)
            if (!known.Contains(token.Value))
                result.AddError($"Unknown {what} '{token.Value}'; known are {string.Join(", ", known)}.");
    }
}
