using System.Numerics;

namespace Compare.Reference.Activations;

/// <summary>An elementwise function s and its derivative, written once over the number type.</summary>
public interface IActivationFunction
{
    /// <summary>Where s has no derivative; none unless the function says so.</summary>
    static virtual IReadOnlyList<double> Kinks => [];

    /// <summary>c where s(a) = c a; null for a function that is not linear, which it is unless it says so.</summary>
    static virtual double? Slope => null;

    /// <summary>Whether people know s' by heart in terms of z, and may take the formula for another activation's; not unless it says so.</summary>
    static virtual bool IsKnownByItsCode => false;

    /// <summary>s(a).</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="a">The pre-activation.</param>
    /// <returns>The activation z; no overflow for any finite a. NaN gives NaN.</returns>
    T Value<T>(T a)
        where T : unmanaged, INumber<T>, IExponentialFunctions<T>, ILogarithmicFunctions<T>, IHyperbolicFunctions<T>;

    /// <summary>s'(a).</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="a">The pre-activation.</param>
    /// <param name="z">s(a), already computed.</param>
    /// <returns>The derivative; no overflow for any finite a. NaN gives NaN, except where the derivative is constant.</returns>
    T Derivative<T>(T a, T z)
        where T : unmanaged, INumber<T>, IExponentialFunctions<T>, ILogarithmicFunctions<T>, IHyperbolicFunctions<T>;
}
