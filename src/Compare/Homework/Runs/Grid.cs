using Compare.Reference.Activations;
using Compare.Reference.Optimizers;

namespace Compare.Homework.Runs;

/// <summary>The training runs behind the homework's tables and figures.</summary>
/// <param name="Data">Hash of the training set.</param>
/// <param name="Seeds">Runs of each autoencoder that differ in their seeds, at least 1.</param>
/// <param name="Runs">Runs of each classifier that differ in their seeds, at least 1; 3 in the homework.</param>
/// <param name="AutoencoderEpochs">30 in the homework.</param>
/// <param name="SmallEpochs">Of the small autoencoders of Figure 13; 20 in the homework.</param>
/// <param name="ClassifierEpochs">15 in the homework.</param>
internal sealed record Grid(
    string Data,
    int Seeds,
    int Runs,
    int AutoencoderEpochs,
    int SmallEpochs,
    int ClassifierEpochs
)
{
    /// <summary>Name of the from-scratch side in cells.</summary>
    public const string Reference = "from-scratch";

    /// <summary>Name of the TorchSharp side in cells.</summary>
    public const string Torch = "torchsharp";

    /// <summary>Name of ML.NET in cells.</summary>
    public const string MlNet = "ml.net";

    /// <summary>The step size that some caption gives for sigmoid and tanh, and that did not give Table 1.</summary>
    public const double OtherStepSize = 0.005;

    public const int Batch = 100;

    /// <summary>Hidden sizes of Table 1.</summary>
    public static IReadOnlyList<int> HiddenSizes { get; } = [25, 50, 100];

    /// <summary>Hidden sizes of Figure 13.</summary>
    public static IReadOnlyList<int> SmallSizes { get; } = [5, 10, 15, 20];

    /// <summary>Activations for which captions give two step sizes.</summary>
    public static IReadOnlyList<string> TwoStepSizes { get; } = ["sigmoid", "tanh"];

    /// <summary>Step sizes of Table 2.</summary>
    public static IReadOnlyList<double> StepSizes { get; } = [0.5, 1e-2, 1e-5];

    /// <summary>Rules of Table 2; Adam as published, and with the number of the tensor in its bias correction.</summary>
    public static IReadOnlyList<string> Rules { get; } = [.. OptimizerTable.Table2, Cell.AdamByTensor];

    /// <summary>Which sides can follow a row.</summary>
    /// <param name="row">An activation or a rule.</param>
    public static IReadOnlyList<string> SidesOf(string row) =>
        // torch.optim's Adam has no such option, and a rewritten one would not be torch.optim's.
        row == Cell.AdamByTensor
            ? [Reference]
            : [Reference, Torch];

    /// <summary>The cells of Table 1 and Figures 3 to 12.</summary>
    public IReadOnlyList<Cell> Table1 =>
        [
            .. from seed in Enumerable.Range(0, Seeds)
            from activation in Activation.Names
            from hidden in HiddenSizes
            from side in SidesOf(activation)
            select Autoencoder(activation, hidden, side, seed, AutoencoderEpochs),
        ];

    /// <summary>The cells of Figure 13.</summary>
    public IReadOnlyList<Cell> Small =>
        [
            .. from hidden in SmallSizes
            from side in SidesOf("identity")
            select Autoencoder("identity", hidden, side, seed: 0, SmallEpochs),
        ];

    /// <summary>The cells that decide a step size: the captions give two of them for the same activation.</summary>
    public IReadOnlyList<Cell> OtherSteps =>
        [
            .. from activation in TwoStepSizes
            from hidden in HiddenSizes
            select Autoencoder(activation, hidden, Reference, seed: 0, AutoencoderEpochs) with
            {
                StepSize = OtherStepSize,
            },
        ];

    /// <summary>The cells of Table 2 and Figures 14 to 16.</summary>
    public IReadOnlyList<Cell> Table2 =>
        [
            .. from seed in Enumerable.Range(0, Runs)
            from rule in Rules
            from step in StepSizes
            from side in SidesOf(rule)
            select new Cell(2, rule, 0, step, side, seed, ClassifierEpochs, Batch, Data),
        ];

    /// <summary>The cell of Table 2's baseline.</summary>
    public Cell Baseline => new(2, Cell.Baseline, 0, 0, MlNet, 0, Epochs: 1, Batch: 0, Data);

    private Cell Autoencoder(string activation, int hidden, string side, int seed, int epochs) =>
        new(1, activation, hidden, AutoencoderStepSize.Of(activation), side, seed, epochs, Batch, Data);
}
