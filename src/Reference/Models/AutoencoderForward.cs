using System.Numerics;
using Compare.Reference.Numerics;

namespace Compare.Reference.Models;

/// <summary>The forward pass of an <see cref="Autoencoder{T}"/> over a batch of B images.</summary>
/// <typeparam name="T">The number type.</typeparam>
/// <param name="A">Pre-activations, shape (B x k).</param>
/// <param name="Z">Activations, the code, shape (B x k).</param>
/// <param name="Y">Reconstructions, shape (B x d).</param>
/// <param name="R">Residuals Y - X, shape (B x d).</param>
/// <param name="Loss">Half the squared error per image, mean over the batch: Eq. (1) of the homework. In squared pixel units.</param>
public sealed record AutoencoderForward<T>(Matrix<T> A, Matrix<T> Z, Matrix<T> Y, Matrix<T> R, T Loss)
    where T : unmanaged, INumber<T>;
