using Compare.Problems.Recorded;
using Compare.Problems.Recorded.Runs;

namespace Compare.Faults.Runs;

/// <summary>One update of two runs, as far as it was recorded.</summary>
/// <param name="Tensors">What both have, in the order of dependence.</param>
/// <param name="OnlyA">What A alone has.</param>
/// <param name="OnlyB">What B alone has.</param>
internal sealed record UpdateScene(
    IReadOnlyList<SceneTensor> Tensors,
    IReadOnlyList<(RunTensor Tensor, Lazy<NpyArray> Array)> OnlyA,
    IReadOnlyList<(RunTensor Tensor, Lazy<NpyArray> Array)> OnlyB
)
{
    /// <summary>The tensors of a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>Those that both have.</returns>
    public IEnumerable<SceneTensor> Of(RecordedKind kind) => Tensors.Where(tensor => tensor.Tensor.Kind == kind);
}

/// <summary>A tensor of both runs at one update.</summary>
/// <param name="Tensor">What it is.</param>
/// <param name="IsSame">Whether the two are the same, to rounding.</param>
/// <param name="Allowed">How far two elements may be apart and be the same.</param>
/// <param name="Arrays">Its numbers in A and B, in the orientation of A.</param>
internal sealed record SceneTensor(RunTensor Tensor, bool IsSame, double Allowed, Lazy<(NpyArray A, NpyArray B)> Arrays)
{
    /// <summary>The numbers of A.</summary>
    public double[] A => Arrays.Value.A.Values;

    /// <summary>The numbers of B.</summary>
    public double[] B => Arrays.Value.B.Values;

    /// <summary>The one number by which B is A times it; null if there is none.</summary>
    public double? Factor
    {
        get
        {
            double squares = 0,
                products = 0;
            if (A.Length != B.Length)
                return null;
            for (var i = 0; i < A.Length; i++)
                (squares, products) = (squares + A[i] * A[i], products + A[i] * B[i]);
            var factor = products / squares;
            if (!double.IsFinite(factor) || factor == 0)
                return null;
            var allowed = 2 * Math.Max(1, Math.Abs(factor)) * Allowed;
            for (var i = 0; i < A.Length; i++)
                if (!(Math.Abs(B[i] - factor * A[i]) <= allowed))
                    return null;
            return factor;
        }
    }
}
