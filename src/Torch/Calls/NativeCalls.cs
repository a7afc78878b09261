using TorchSharp;

namespace Compare.Torch.Calls;

/// <summary>
/// A piece of work in libtorch: what it allocates there is released at its end, and nothing that it hands to native code is finalized
/// before. Everything in this project that calls libtorch is inside one.
/// </summary>
internal readonly struct NativeCalls : IDisposable
{
    private readonly DisposeScope _scope;

    private NativeCalls(DisposeScope scope) => _scope = scope;

    /// <summary>Begins the work; ends with <see cref="Dispose"/>, on the same thread.</summary>
    public static NativeCalls Begin()
    {
        FinalizerGate.Enter();
        try
        {
#pragma warning disable RS0030 // This is where everybody else goes.
            return new NativeCalls(torch.NewDisposeScope());
#pragma warning restore RS0030
        }
        catch
        {
            FinalizerGate.Leave();
            throw;
        }
    }

    /// <summary>Keeps tensors over the end of the work.</summary>
    /// <param name="tensors">The tensors.</param>
    public void Detach(IEnumerable<torch.Tensor> tensors) => _scope.Detach(tensors);

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            _scope.Dispose();
        }
        finally
        {
            FinalizerGate.Leave();
        }
    }
}
