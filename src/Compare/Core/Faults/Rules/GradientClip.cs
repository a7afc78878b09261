namespace Compare.Faults.Rules;

/// <summary>A bound that a program puts on its gradients before the rule sees them.</summary>
/// <param name="Kind">What is bounded.</param>
/// <param name="Limit">The greatest magnitude or norm; positive.</param>
internal sealed record GradientClip(ClipKind Kind, double Limit)
{
    /// <summary>What <c>torch.nn.utils.clip_grad_norm_</c> adds to a norm.</summary>
    public const double TorchGuard = 1e-6;
}
