using Compare.Problems.Recorded;
using Compare.Tests.Support;

namespace Compare.Tests.Problems.Recorded;

/// <summary>
/// Archives that NumPy 1.24.2 wrote, once, by this script:
/// <code>
/// import numpy as np
/// def a(*shape, dtype="&lt;f8"): return (np.arange(np.prod(shape, dtype=int)).reshape(shape) - 3).astype(dtype)
/// kinds = "&lt;f2 &gt;f2 &lt;f4 &gt;f4 &lt;f8 &gt;f8 |i1 &lt;i2 &gt;i2 &lt;i4 &gt;i4 &lt;i8 &gt;i8 |u1 &lt;u2 &gt;u2 &lt;u4 &gt;u4 &lt;u8 &gt;u8".split()
/// named = {("big_" if k[0] == "&gt;" else "") + k[1:]: abs(a(2, 3)).astype(k) if k[1] == "u" else a(2, 3, dtype=k) for k in kinds}
/// np.savez_compressed("types.npz", **named, b1=np.array([True, False]), U=np.array("tanh"), big_U=np.array("tänh€𝄞", dtype="&gt;U6"),
///                     S=np.array(b"relu"), U1=np.array(["relu"]), empty=np.zeros((0, 3)), scalar=np.array(2.5), rank3=a(2, 3, 4),
///                     F2=np.asfortranarray(a(2, 3)), F3=np.asfortranarray(a(2, 3, 4)), special=np.array([np.nan, np.inf, -0.0, 5e-324]))
/// class Pipe:
///     def __init__(self, file): self.write, self.flush, self.read = file.write, file.flush, None
/// x, w, v = a(5, 3, dtype="&lt;f4"), a(4, 3, dtype="&lt;f4"), a(3, 4, dtype="&lt;f4")
/// with open("streamed.npz", "wb") as f: np.savez(Pipe(f), X=x, W1=w, W2=v, dW1=w + 10, dW2=v + 10, loss=1.5, activation="tanh")
/// np.savez("gradient.npz", X=np.asfortranarray(x.T), W1=w.T, W2=v.astype("&gt;f4"), dW1=w.T + 10, dW2=v + 10, note="mine")
/// np.savez_compressed("optimizer.npz", theta=a(4, 2), grad=a(3, 2) + 20, lr=0.037, name="adam")
/// from zipfile import ZipFile
/// with ZipFile("versions.npz", "w") as z:
///     for n in (1, 2, 3):
///         with z.open(f"v{n}.npy", "w") as f: np.lib.format.write_array(f, a(2, 3), version=(n, 0))
/// np.savez("object.npz", X=np.array([{}, None], dtype=object))
/// np.savez("structured.npz", X=np.zeros(2, dtype=[("a", "&lt;f4"), ("b", "&lt;i2")]))
/// np.savez("complex.npz", X=np.zeros(2, dtype=complex))
/// np.savez("empty.npz")
/// np.save("plain.npy", x)
/// </code>
/// </summary>
internal static class NumPyFixtures
{
    public static string PathOf(string name) =>
        Path.Combine(Repository.Root, "tests", "Core.Tests", "Problems", "Recorded", "Fixtures", name);

    public static NpzArchive Read(string name) => NpzReader.Read(PathOf(name));
}
