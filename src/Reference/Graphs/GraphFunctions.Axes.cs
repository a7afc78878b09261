using System.Runtime.CompilerServices;
using Compare.Reference.Graphs.Operations;

namespace Compare.Reference.Graphs;

/// <content>Functions along an axis.</content>
public static partial class GraphFunctions
{
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

    private static int? AxisOf(Node x, int? axis) => axis is { } given ? x.Shape.Axis(given) : null;
}
