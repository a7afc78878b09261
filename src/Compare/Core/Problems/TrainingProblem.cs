using System.Globalization;
using Compare.Reference.Optimizers;
using Compare.Results;

namespace Compare.Problems;

/// <summary>A training run to carry out on each side from the same numbers.</summary>
/// <param name="Model">The model.</param>
/// <param name="Precision">The format in which the sides compute.</param>
/// <param name="Parameters">Initial parameters.</param>
/// <param name="Set">Images and the batch of each update.</param>
/// <param name="Rule">The update rule and its options.</param>
public sealed record TrainingProblem(
    ModelSpec Model,
    Precision Precision,
    IReadOnlyList<NamedArray> Parameters,
    TrainingSet Set,
    Optimizer Rule
)
{
    /// <summary>Model, rule, step size and precision as a part of an id.</summary>
    public string Id => $"{Model.Id}/{Rule.Name}/{StepSize}/{Precision.Name()}";

    /// <summary>The same as parts of a finding's key.</summary>
    public IReadOnlyList<(KeyPart Part, string Value)> KeyParts =>
        [
            .. Model.KeyParts,
            (KeyPart.Rule, Rule.Name),
            (KeyPart.StepSize, StepSize),
            (KeyPart.Precision, Precision.Name()),
        ];

    /// <summary>The same in words.</summary>
    public string Words => $"{Model.Words}, {Rule.Name}, step size {StepSize}, {Precision.Name()}";

    private string StepSize => Rule.LearningRate.ToString("0.################", CultureInfo.InvariantCulture);
}
