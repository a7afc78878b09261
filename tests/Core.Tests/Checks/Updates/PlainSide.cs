using Compare.Problems;
using Compare.Problems.Parties;
using Compare.Reference.Optimizers;

namespace Compare.Tests.Checks.Updates;

/// <summary>The side of <see cref="PlainTraining"/>.</summary>
public sealed class PlainSide(params UpdateMistake[] mistakes) : ISide
{
    public string Name => "somebody's program";

    public GradientTrace Gradient(Problem problem) => new ReferenceSide().Gradient(problem);

    public ITraining Start(
        ModelSpec model,
        Precision precision,
        IReadOnlyList<NamedArray> parameters,
        Optimizer rule
    ) => new PlainTraining(mistakes, model, precision, parameters, rule);
}
