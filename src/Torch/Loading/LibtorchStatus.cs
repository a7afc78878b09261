namespace Compare.Torch.Loading;

/// <summary>The libtorch that this process uses.</summary>
/// <param name="Version">The version that the library itself reports, for example <c>2.10.0</c>.</param>
/// <param name="HowLoaded">
/// In words, for example <c>as shipped</c>, <c>through a copy with a weakened GLIBCXX_3.4.32 need</c>, or
/// <c>from an existing PyTorch at DIR</c>.
/// </param>
/// <param name="Libraries">Full paths of the libraries of libtorch, in the order in which they were loaded.</param>
/// <param name="Bridge">Full path from which TorchSharp's own library was loaded; a temporary copy is gone afterwards.</param>
/// <param name="CudaAvailable">Whether this libtorch can compute on a CUDA device.</param>
/// <param name="CudaDevices">Names of the devices that the CUDA driver reports, also where this libtorch cannot use them.</param>
public sealed record LibtorchStatus(
    string Version,
    string HowLoaded,
    IReadOnlyList<string> Libraries,
    string Bridge,
    bool CudaAvailable,
    IReadOnlyList<string> CudaDevices
);
