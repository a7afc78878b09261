using System.Runtime.CompilerServices;
using Compare.Reference.Graphs.Operations;

namespace Compare.Reference.Graphs;

/// <summary>Functions of nodes. The last three parameters are the compiler's: how the operand is written, and where.</summary>
public static class GraphFunctions
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

    /// <summary>Half the squared distance from targets, summed over all but the first axis and averaged over that.</summary>
    /// <param name="x">Outputs, shape (B x ...).</param>
    /// <param name="targets">Of the same shape.</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>A single number.</returns>
    public static Node SquaredError(
        this Node x,
        Node targets,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Noted((x - targets).Square().Sum() / (2.0 * x.Shape[0]), x, expression, file, line);

    /// <summary>The mean of -t log s(x) - (1 - t) log(1 - s(x)), without overflow; s is the sigmoid.</summary>
    /// <param name="x">Logits.</param>
    /// <param name="targets">In [0, 1], of the same shape.</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>A single number.</returns>
    public static Node BinaryCrossEntropy(
        this Node x,
        Node targets,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Noted((x.Softplus() - targets * x).Mean(), x, expression, file, line);

    /// <summary>The sum along an axis.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="axis">The axis; negative ones count from the end; null for all elements.</param>
    /// <param name="keepAxis">Whether the axis stays, with size 1, so that the result broadcasts against the operand.</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>An array without the axis.</returns>
    public static Node Sum(
        this Node x,
        int? axis = null,
        bool keepAxis = false,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Noted(Node.Of(new Sum(AxisOf(x, axis), keepAxis), x), x, expression, file, line);

    /// <summary>The mean along an axis.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="axis">The axis; negative ones count from the end; null for all elements.</param>
    /// <param name="keepAxis">Whether the axis stays, with size 1, so that the result broadcasts against the operand.</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>An array without the axis.</returns>
    public static Node Mean(
        this Node x,
        int? axis = null,
        bool keepAxis = false,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Noted(Node.Of(new Mean(AxisOf(x, axis), keepAxis), x), x, expression, file, line);

    /// <summary>The largest element along an axis.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="axis">The axis; negative ones count from the end; null for all elements.</param>
    /// <param name="keepAxis">Whether the axis stays, with size 1, so that the result broadcasts against the operand.</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>An array without the axis.</returns>
    public static Node Max(
        this Node x,
        int? axis = null,
        bool keepAxis = false,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Noted(Node.Of(new Largest(AxisOf(x, axis), keepAxis), x), x, expression, file, line);

    /// <summary>The logarithm of the sum of exponentials along an axis.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="axis">The axis; negative ones count from the end; null for all elements.</param>
    /// <param name="keepAxis">Whether the axis stays, with size 1, so that the result broadcasts against the operand.</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>An array without the axis.</returns>
    public static Node LogSumExp(
        this Node x,
        int? axis = null,
        bool keepAxis = false,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Noted(Node.Of(new LogSumExp(AxisOf(x, axis), keepAxis), x), x, expression, file, line);

    /// <summary>Exponentials over their sum along an axis.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>An array of the operand's shape.</returns>
    public static Node Softmax(
        this Node x,
        int axis = -1,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Noted(Node.Of(new Softmax(AxisOf(x, axis)), x), x, expression, file, line);

    /// <summary>The logarithm of the softmax along an axis.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>An array of the operand's shape.</returns>
    public static Node LogSoftmax(
        this Node x,
        int axis = -1,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Noted(Node.Of(new LogSoftmax(AxisOf(x, axis)), x), x, expression, file, line);

    /// <summary>The mean of the squared distances from the mean, along an axis.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="axis">The axis; negative ones count from the end; null for all elements.</param>
    /// <param name="keepAxis">Whether the axis stays, with size 1, so that the result broadcasts against the operand.</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>An array without the axis.</returns>
    public static Node Variance(
        this Node x,
        int? axis = null,
        bool keepAxis = false,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    )
    {
        Noted(x, x, expression, file, line);
        var mean = x.Mean(axis, keepAxis: true);
        return Noted((x - mean).Square().Mean(axis, keepAxis), x, expression, file, line);
    }

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

    /// <summary>All windows of a size over images, as convolutions and pooling take them.</summary>
    /// <param name="x">Images, shape (images x channels x rows x columns).</param>
    /// <param name="height">Rows of a window.</param>
    /// <param name="width">Columns of a window.</param>
    /// <param name="stride">Pixels from one window to the next.</param>
    /// <param name="padding">Zeros around each image.</param>
    /// <param name="dilation">Pixels from one row or column of a window to the next.</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>Shape (images x channels x rows x columns of windows x height x width).</returns>
    public static Node Windows(
        this Node x,
        int height,
        int width,
        int stride = 1,
        int padding = 0,
        int dilation = 1,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Noted(Node.Of(new Windows(height, width, stride, padding, dilation), x), x, expression, file, line);

    /// <summary>The product of matrices along the last two axes; the axes before them are broadcast.</summary>
    /// <param name="x">Shape (... x m x n).</param>
    /// <param name="other">Shape (... x n x p).</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>Shape (... x m x p).</returns>
    public static Node MatMul(
        this Node x,
        Node other,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    )
    {
        Shape Many(Node node) => new([.. node.Shape.Sizes.Take(Math.Max(0, node.Shape.Rank - 2))]);
        var many = Shape.Broadcast(Many(x), Many(other));
        Node Repeated(Node node) =>
            node.Shape.Rank < 2 ? node : node.BroadcastTo(new Shape([.. many.Sizes, node.Shape[^2], node.Shape[^1]]));
        return Noted(Node.Of(new MatMul(), Repeated(x), Repeated(other)), x, expression, file, line);
    }

    /// <summary>The axes in another order.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="order">For each axis of the result that of the operand; null exchanges the last two.</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>The array with its axes in that order.</returns>
    public static Node Transpose(
        this Node x,
        IReadOnlyList<int>? order = null,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) =>
        Noted(
            Node.Of(
                new Permute(order ?? [.. Enumerable.Range(0, x.Shape.Rank - 2), x.Shape.Rank - 1, x.Shape.Rank - 2]),
                x
            ),
            x,
            expression,
            file,
            line
        );

    /// <summary>The same elements under another shape.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="sizes">The size along each axis.</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>The array of that shape.</returns>
    public static Node Reshape(
        this Node x,
        IReadOnlyList<int> sizes,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Noted(Node.Of(new Reshape(new Shape([.. sizes])), x), x, expression, file, line);

    /// <summary>A part along an axis.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="axis">The axis; negative ones count from the end.</param>
    /// <param name="start">The first index.</param>
    /// <param name="length">How many.</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>The part, with all axes.</returns>
    public static Node Slice(
        this Node x,
        int axis,
        int start,
        int length,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Noted(Node.Of(new Slice(x.Shape.Axis(axis), start, length), x), x, expression, file, line);

    /// <summary>Rows picked by number, as by an embedding.</summary>
    /// <param name="x">The operand.</param>
    /// <param name="rows">The numbers of the rows along the first axis; a row may be picked more than once.</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>The rows, in that order.</returns>
    public static Node Gather(
        this Node x,
        IReadOnlyList<int> rows,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    ) => Noted(Node.Of(new Gather(rows), x), x, expression, file, line);

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

    /// <summary>Arrays one after the other.</summary>
    /// <param name="axis">The axis along which they are laid; negative ones count from the end.</param>
    /// <param name="nodes">The arrays; they differ along that axis alone.</param>
    /// <returns>The whole.</returns>
    public static Node Concatenate(int axis, params IReadOnlyList<Node> nodes) =>
        Node.Of(new Concatenate(nodes[0].Shape.Axis(axis)), nodes);

    /// <summary>The mean over the rows of -log softmax at each row's label.</summary>
    /// <param name="x">Logits, shape (B x classes).</param>
    /// <param name="labels">The class of each row.</param>
    /// <param name="expression">How the operand is written.</param>
    /// <param name="file">The file in which it is.</param>
    /// <param name="line">Its line.</param>
    /// <returns>A single number.</returns>
    public static Node CrossEntropy(
        this Node x,
        IReadOnlyList<int> labels,
        [CallerArgumentExpression(nameof(x))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0
    )
    {
        Noted(x, x, expression, file, line);
        var (rows, classes) = (x.Shape[0], x.Shape[1]);
        var chosen = x.LogSoftmax()
            .Reshape([rows * classes])
            .Gather([.. labels.Select((label, i) => i * classes + label)]);
        return Noted(-chosen.Mean(), x, expression, file, line);
    }

    private static int? AxisOf(Node x, int? axis) => axis is { } given ? x.Shape.Axis(given) : null;

    private static Node Noted(Node made, Node x, string expression, string file, int line)
    {
        var source = file.Length > 0 ? FormattableString.Invariant($"{Path.GetFileName(file)}:{line}") : null;
        Naming.Name(x, expression, source);
        if (made.Operation is not null)
            made.Source ??= source;
        return made;
    }
}
