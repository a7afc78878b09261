using System.Runtime.CompilerServices;

namespace Compare.Reference.Graphs;

/// <content>Losses, each a single number.</content>
public static partial class GraphFunctions
{
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
}
