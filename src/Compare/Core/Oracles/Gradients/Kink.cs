namespace Compare.Oracles.Gradients;

/// <summary>A pre-activation so close to a kink of its activation that two correct programs may take different branches.</summary>
/// <param name="Layer">The layer, 1 for the first.</param>
/// <param name="Image">Row of the batch.</param>
/// <param name="Unit">The unit.</param>
/// <param name="Value">The pre-activation less the place of the kink.</param>
/// <param name="Error">The bound on its error.</param>
public sealed record Kink(int Layer, int Image, int Unit, double Value, double Error);
