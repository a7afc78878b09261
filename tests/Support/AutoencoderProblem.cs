using Compare.Problems;

namespace Compare.Tests.Support;

/// <summary>A gradient problem of the autoencoder with its numbers under their own names.</summary>
public sealed record AutoencoderProblem(
    string Activation,
    int Inputs,
    int Hidden,
    int Batch,
    double[] X,
    double[] W1,
    double[] W2
)
{
    public static AutoencoderProblem Of(Problem problem)
    {
        var model = (AutoencoderSpec)problem.Model;
        return new AutoencoderProblem(
            model.Function.Name,
            model.Inputs,
            model.Hidden,
            problem.Batch.Count,
            problem.Batch.X,
            problem.Parameters[0].Values,
            problem.Parameters[1].Values
        );
    }

    public Problem ToProblem() =>
        new(
            new AutoencoderSpec(Activation, Inputs, Hidden),
            Precision.Float64,
            [new NamedArray("W1", Hidden, Inputs, W1), new NamedArray("W2", Inputs, Hidden, W2)],
            new Batch(Batch, X, [])
        );
}
