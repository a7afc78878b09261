using System.Numerics;
using Compare.Reference.Activations;

namespace Compare.Tests.Extensions;

/// <summary>s(a) = log(1 + e^a), an activation that no project of the sources has.</summary>
public readonly record struct Softplus : IActivationFunction
{
    public static Activation Activation { get; } = Activation.Of("softplus", default(Softplus));

    public T Value<T>(T a)
        where T : unmanaged, INumber<T>, IExponentialFunctions<T>, ILogarithmicFunctions<T>, IHyperbolicFunctions<T> =>
        T.Max(T.Zero, a) + T.Log(T.One + T.Exp(-T.Abs(a)));

    public T Derivative<T>(T a, T z)
        where T : unmanaged, INumber<T>, IExponentialFunctions<T>, ILogarithmicFunctions<T>, IHyperbolicFunctions<T> =>
        T.One - T.Exp(-z);
}
