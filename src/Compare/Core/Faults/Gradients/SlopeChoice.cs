namespace Compare.Faults.Gradients;

/// <summary>What a program multiplies by where the derivation has s'(a).</summary>
internal enum SlopeChoice
{
    /// <summary>s'(a).</summary>
    Right,

    /// <summary>1.</summary>
    Missing,

    /// <summary>s'(z): the derivative at the code.</summary>
    AtCode,

    /// <summary>The formula for s' in terms of z, given a: a (1 - a) for sigmoid.</summary>
    FormulaAtPreActivation,

    /// <summary>s'(a) s'(a).</summary>
    Twice,

    /// <summary>The derivative of another activation at a.</summary>
    OfAnother,

    /// <summary>1 - z: tanh's derivative without the square, sigmoid's without the factor z.</summary>
    OneLessCode,

    /// <summary>Another activation's formula in terms of z, given this one's z: 1 - z^2 for sigmoid.</summary>
    FormulaOfAnother,
}
