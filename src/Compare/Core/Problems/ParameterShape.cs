namespace Compare.Problems;

/// <summary>Name, place and shape of a parameter of a model.</summary>
/// <param name="Name">For example <c>W1</c>; a gradient by it is called <c>dW1</c>.</param>
/// <param name="Rows">Number of rows; 1 for biases.</param>
/// <param name="Columns">Number of columns.</param>
/// <param name="Layer">The layer it belongs to, 1 for the first.</param>
/// <param name="IsBias">Whether it holds the biases of that layer, and not the weights.</param>
public sealed record ParameterShape(string Name, int Rows, int Columns, int Layer, bool IsBias)
{
    /// <summary>Number of elements.</summary>
    public int Length => Rows * Columns;
}
