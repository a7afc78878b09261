namespace Compare.Torch.Modules;

/// <summary>One forward and backward pass of a module.</summary>
/// <param name="Loss">The loss, a scalar.</param>
/// <param name="Input">What went into the module, where that is one tensor; else null.</param>
/// <param name="Layers">What each layer was given, as <c>name.input</c>, and gave, in the order of the calls; last, where it is one tensor, what the module gave.</param>
/// <param name="LayerGradients">The gradient by what each layer gave, zeros where the loss does not depend on it; null for what is not known.</param>
/// <param name="Gradients">The gradient by each parameter; null where the loss does not depend on it.</param>
/// <param name="Buffers">The buffers after the pass, such as running means.</param>
internal sealed record ModulePass(
    ModuleArray Loss,
    ModuleArray? Input,
    IReadOnlyList<ModuleArray> Layers,
    IReadOnlyList<ModuleArray?> LayerGradients,
    IReadOnlyList<ModuleArray?> Gradients,
    IReadOnlyList<ModuleArray> Buffers
);
