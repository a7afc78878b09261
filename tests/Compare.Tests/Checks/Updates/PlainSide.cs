using Compare.Reference.Optimizers;
using Compare.Sides;

namespace Compare.Tests.Checks.Updates;

/// <summary>The side of <see cref="PlainTraining"/>.</summary>
public sealed class PlainSide(UpdateMistake mistake) : ISide
{
    public string Name => "somebody's program";

    public GradientTrace Gradient(Problem problem) => new ReferenceSide().Gradient(problem);

    public ITraining Start(ModelSpec model, Precision precision, IReadOnlyList<Tensor> parameters, Optimizer rule) =>
        new PlainTraining(mistake, model, precision, parameters, rule);
}
