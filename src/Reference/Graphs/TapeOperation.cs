namespace Compare.Reference.Graphs;

/// <summary>What an entry of a <see cref="Tape"/> is.</summary>
internal enum TapeOperation : byte
{
    /// <summary>An element of an argument.</summary>
    Argument,

    /// <summary>A constant.</summary>
    Constant,

    /// <summary>x + y.</summary>
    Add,

    /// <summary>x - y.</summary>
    Subtract,

    /// <summary>x y.</summary>
    Multiply,

    /// <summary>x / y.</summary>
    Divide,

    /// <summary>-x.</summary>
    Negate,

    /// <summary>|x|.</summary>
    Abs,

    /// <summary>The root.</summary>
    Sqrt,

    /// <summary>The exponential.</summary>
    Exp,

    /// <summary>The natural logarithm.</summary>
    Log,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,
}
