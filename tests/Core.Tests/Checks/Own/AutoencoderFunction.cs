using System.Numerics;
using Compare.Oracles.Functions;
using Compare.Tests.Support;

namespace Compare.Tests.Checks.Own;

/// <summary>The autoencoder's loss as anybody would write it over the number type; arguments W1 and W2.</summary>
internal sealed class AutoencoderFunction(AutoencoderProblem problem) : IScalarFunction
{
    public T Value<T>(IReadOnlyList<T[]> arguments)
        where T : unmanaged,
            INumber<T>,
            IRootFunctions<T>,
            IExponentialFunctions<T>,
            ILogarithmicFunctions<T>,
            IHyperbolicFunctions<T>
    {
        var (d, k) = (problem.Inputs, problem.Hidden);
        var loss = T.Zero;
        for (var i = 0; i < problem.Batch; i++)
        {
            var z = new T[k];
            for (var l = 0; l < k; l++)
            {
                for (var m = 0; m < d; m++)
                    z[l] += arguments[0][l * d + m] * T.CreateChecked(problem.X[i * d + m]);
                z[l] = Activate(z[l]);
            }
            for (var j = 0; j < d; j++)
            {
                var r = -T.CreateChecked(problem.X[i * d + j]);
                for (var l = 0; l < k; l++)
                    r += arguments[1][j * k + l] * z[l];
                loss += r * r;
            }
        }
        return loss / T.CreateChecked(2 * problem.Batch);
    }

    private T Activate<T>(T a)
        where T : unmanaged, INumber<T>, IExponentialFunctions<T>, ILogarithmicFunctions<T>, IHyperbolicFunctions<T> =>
        problem.Activation switch
        {
            "relu" => T.Max(T.Zero, a),
            "sigmoid" => T.One / (T.One + T.Exp(-a)),
            "tanh" => T.Tanh(a),
            "identity" => a,
            _ => -a,
        };
}
