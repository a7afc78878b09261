namespace Compare.Faults.Rules;

/// <summary>What a clipped gradient is bounded by.</summary>
internal enum ClipKind
{
    /// <summary>Each element by itself.</summary>
    Value,

    /// <summary>The 2-norm over all tensors: all elements are multiplied by limit / norm where that is below 1.</summary>
    Norm,

    /// <summary>The same with limit / (norm + 1e-6), as <c>torch.nn.utils.clip_grad_norm_</c> has it.</summary>
    NormAsTorch,
}
