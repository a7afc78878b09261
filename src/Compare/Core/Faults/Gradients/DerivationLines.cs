using Compare.Problems;

namespace Compare.Faults.Gradients;

/// <summary>Where derivation.md derives the gradients of a model: section A for its two-layer form, section C for any other.</summary>
/// <param name="model">The model.</param>
internal readonly struct DerivationLines(ModelSpec model)
{
    private readonly bool _isSectionA = model.HasFormOfSectionA;
    private readonly bool _takesClasses = model.Loss.TakesClasses;

    /// <summary>The loss: where the number that it is divided by stands.</summary>
    public string Loss => _takesClasses ? "C.7" : "A.5";

    /// <summary>The error of the outputs: what is subtracted from what.</summary>
    public string Error => _takesClasses ? "C.7" : "A.4";

    /// <summary>The gradient by the outputs: what the error is divided by.</summary>
    public string Output => _takesClasses ? "C.7" : "A.6";

    /// <summary>The error taken back through weights, as far as its scale is concerned.</summary>
    public string Scale => _takesClasses ? "C.7" : "A.8";

    /// <summary>The error taken back through weights.</summary>
    public string Back => _isSectionA ? "A.8" : "C.10";

    /// <summary>The gradients as sums over the images.</summary>
    public string Sums => _isSectionA ? "A.7, A.10" : "C.8, C.9";

    /// <summary>The gradient by weights, where it is about its shape.</summary>
    public string Weights => _isSectionA ? "A.7, A.10" : "C.8";

    /// <summary>The gradient by the weights of a layer that takes a code.</summary>
    public string Code => _isSectionA ? "A.7" : "C.8";

    /// <summary>The activation.</summary>
    public string Activation => _isSectionA ? "A.2" : "C.2";

    /// <summary>The pre-activations of a layer.</summary>
    /// <param name="layer">1 for the first.</param>
    /// <returns>The number of the line.</returns>
    public string Forward(int layer) =>
        !_isSectionA ? "C.1"
        : layer == 1 ? "A.1"
        : "A.3";
}
