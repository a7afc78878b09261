namespace Compare.Oracles.Gradients;

/// <summary>A pre-activation so close to relu's kink that two correct programs may take different branches.</summary>
/// <param name="Layer">Hidden layer, 1 for the first.</param>
/// <param name="Image">Row of the batch.</param>
/// <param name="Unit">Hidden unit.</param>
/// <param name="Value">The pre-activation.</param>
/// <param name="Error">The bound on its error.</param>
public sealed record Kink(int Layer, int Image, int Unit, double Value, double Error);
