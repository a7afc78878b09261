using System.Runtime.CompilerServices;
using Compare.Reference.Graphs.Operations;

namespace Compare.Reference.Graphs;

/// <summary>Functions of nodes. The last three parameters are the compiler's: how the operand is written, and where.</summary>
public static partial class GraphFunctions
{
    /// <summary>x x, element by element.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>An array of the operand's shape.</returns>
    public static Node Square(
        this Node x,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Noted(Node.Of(new Unary<Square>(), x), x, expression, file, line);

    /// <summary>The square root, element by element.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>An array of the operand's shape.</returns>
    public static Node Sqrt(
        this Node x,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Noted(Node.Of(new Unary<SquareRoot>(), x), x, expression, file, line);

    /// <summary>The exponential, element by element.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>An array of the operand's shape.</returns>
    public static Node Exp(
        this Node x,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Noted(Node.Of(new Unary<Exponential>(), x), x, expression, file, line);

    /// <summary>The natural logarithm, element by element.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>An array of the operand's shape.</returns>
    public static Node Log(
        this Node x,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Noted(Node.Of(new Unary<Logarithm>(), x), x, expression, file, line);

    /// <summary>The hyperbolic tangent, element by element.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>An array of the operand's shape.</returns>
    public static Node Tanh(
        this Node x,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Noted(Node.Of(new Unary<HyperbolicTangent>(), x), x, expression, file, line);

    /// <summary>1 / (1 + exp(-x)), element by element.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>An array of the operand's shape.</returns>
    public static Node Sigmoid(
        this Node x,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Noted(Node.Of(new Unary<LogisticSigmoid>(), x), x, expression, file, line);

    /// <summary>max(0, x), element by element.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>An array of the operand's shape.</returns>
    public static Node Relu(
        this Node x,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Noted(Node.Of(new Unary<Rectifier>(), x), x, expression, file, line);

    /// <summary>The magnitude, element by element.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>An array of the operand's shape.</returns>
    public static Node Abs(
        this Node x,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Noted(Node.Of(new Unary<AbsoluteValue>(), x), x, expression, file, line);

    /// <summary>log(1 + exp x), element by element.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>An array of the operand's shape.</returns>
    public static Node Softplus(
        this Node x,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Noted(Node.Of(new Unary<SoftPlus>(), x), x, expression, file, line);

    /// <summary>The error function, element by element.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>An array of the operand's shape.</returns>
    public static Node Erf(
        this Node x,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Noted(Node.Of(new Unary<ErrorFunction>(), x), x, expression, file, line);

    /// <summary>The sine of an angle in radians, element by element.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>An array of the operand's shape.</returns>
    public static Node Sin(
        this Node x,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Noted(Node.Of(new Unary<Sine>(), x), x, expression, file, line);

    /// <summary>The cosine of an angle in radians, element by element.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>An array of the operand's shape.</returns>
    public static Node Cos(
        this Node x,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Noted(Node.Of(new Unary<Cosine>(), x), x, expression, file, line);

    /// <summary>A whole power, element by element.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="exponent">1 or more.</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>An array of the operand's shape.</returns>
    public static Node Power(
        this Node x,
        int exponent,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Noted(Node.Of(new Power(exponent), x), x, expression, file, line);

    /// <summary>max(x, slope x), element by element.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="slope">The slope on the left of 0, below 1.</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>An array of the operand's shape.</returns>
    public static Node LeakyRelu(
        this Node x,
        double slope = 0.01,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Noted(x.Maximum(slope * x), x, expression, file, line);

    /// <summary>x for positive numbers and exp(x) - 1 for others, element by element.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>An array of the operand's shape.</returns>
    public static Node Elu(
        this Node x,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Noted(x.Relu() + ((-(-x).Relu()).Exp() - 1), x, expression, file, line);

    /// <summary>x times the normal distribution at x, element by element (Hendrycks and Gimpel 2016).</summary>
    /// <param name="x">The operand.</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>An array of the operand's shape.</returns>
    public static Node Gelu(
        this Node x,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Noted(x * ((1 + (x * Math.Sqrt(0.5)).Erf()) / 2), x, expression, file, line);

    /// <summary>The approximation of <see cref="Gelu"/> by a hyperbolic tangent.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>An array of the operand's shape.</returns>
    public static Node GeluTanh(
        this Node x,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) =>
        Noted(x * ((1 + ((x + 0.044715 * x.Power(3)) * Math.Sqrt(2 / Math.PI)).Tanh()) / 2), x, expression, file, line);

    /// <summary>The operand where a mask is 1, another where it is 0; also dropout, with 0 for the other and a mask that was drawn.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="mask">Ones and zeros, or for dropout 1 / (1 - p) and zeros.</param>
    /// <param name="other">What stands where the mask is 0.</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>An array of the shape to which all broadcast.</returns>
    public static Node Where(
        this Node x,
        Node mask,
        Node other,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Noted(mask * x + (1 - mask) * other, x, expression, file, line);

    /// <summary>The larger of two, element by element; where they are equal the gradient goes to the first.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="other">The other operand.</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>An array of the shape to which both broadcast.</returns>
    public static Node Maximum(
        this Node x,
        Node other,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Noted(Node.Elementwise(new Binary<Maximum>(), x, other), x, expression, file, line);

    /// <summary>The smaller of two, element by element; where they are equal the gradient goes to the first.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="other">The other operand.</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>An array of the shape to which both broadcast.</returns>
    public static Node Minimum(
        this Node x,
        Node other,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Noted(-Node.Elementwise(new Binary<Maximum>(), -x, -other), x, expression, file, line);

    /// <summary>Gives a node a name, where the compiler cannot tell the one of its variable.</summary>
    /// <param name="x">The node.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>The node itself.</returns>
    public static Node Named(
        this Node x,
        string name,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    )
    {
        Noted(x, x, expression, file, line).Name = name;
        return x;
    }

    private static Node Noted(Node made, Node x, string expression, string file, int line)
    {
        var source = file.Length > 0 ? FormattableString.Invariant($"{Path.GetFileName(file)}:{line}") : null;
        Naming.Name(x, expression, source);
        if (made.Operation is not null)
            made.Source ??= source;
        return made;
    }
}
