using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Compare.Problems;
using Compare.Reference.Optimizers;

namespace Compare.Homework.Runs;

/// <summary>One training run of the homework: everything that decides its numbers.</summary>
/// <param name="Part">1 for an autoencoder, 2 for the classifier, as the homework counts its parts.</param>
/// <param name="Row">The activation in part 1, the rule in part 2.</param>
/// <param name="Hidden">k in part 1; 0 in part 2, whose network is 784-256-256-10.</param>
/// <param name="StepSize">gamma.</param>
/// <param name="Side">A side's name as a part of an id.</param>
/// <param name="Seed">Decides initial weights and batches.</param>
/// <param name="Epochs">Number of epochs.</param>
/// <param name="Batch">B.</param>
/// <param name="Data">Hash of the training set.</param>
internal sealed record Cell(
    int Part,
    string Row,
    int Hidden,
    double StepSize,
    string Side,
    int Seed,
    int Epochs,
    int Batch,
    string Data
)
{
    /// <summary>Adam as it produced the printed row: the number of the tensor in place of the step count.</summary>
    public const string AdamByTensor = "adam, tensor index";

    /// <summary>What no hidden layer gives: ML.NET's multiclass logistic regression.</summary>
    public const string Baseline = "logistic regression";

    /// <summary>Changes when a run with the same settings would give other numbers.</summary>
    private const int Version = 2;

    /// <summary>What decides the run, as text.</summary>
    public string Settings =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"version {Version}; part {Part}; {Row}; hidden {Hidden}; step size {StepSize:R}; {Side}; seed {Seed}; epochs {Epochs}; batch {Batch}; float32; data {Data}"
        );

    /// <summary>The name of the file that holds the result.</summary>
    public string FileName =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"part{Part}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Settings)))[..24]}.json"
        );

    /// <summary>For progress and notes.</summary>
    public string Words =>
        Part == 1
            ? string.Create(CultureInfo.InvariantCulture, $"{Row}, k = {Hidden}, {Side}, seed {Seed}")
            : string.Create(CultureInfo.InvariantCulture, $"{Row}, step size {StepSize}, {Side}, seed {Seed}");

    /// <summary>Whether the weights at the end are kept: one run of each autoencoder, for the pictures of what it makes of images.</summary>
    public bool KeepsWeights => Part == 1 && Seed == 0;

    /// <summary>The model.</summary>
    /// <param name="pixels">d.</param>
    public ModelSpec Model(int pixels) =>
        Part == 1 ? new AutoencoderSpec(Row, pixels, Hidden) : new ClassifierSpec([pixels, 256, 256, 10]);

    /// <summary>The update rule.</summary>
    public Optimizer Rule =>
        Part == 1
            ? Sgd.Homework with
            {
                LearningRate = StepSize,
            }
            : (Row == AdamByTensor ? Adam.HomeworkTable : OptimizerTable.Named(Row)) with
            {
                LearningRate = StepSize,
            };
}
