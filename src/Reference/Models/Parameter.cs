using System.Numerics;
using Compare.Reference.Numerics;

namespace Compare.Reference.Models;

/// <summary>A parameter matrix of a model under the name that derivation.md gives it.</summary>
/// <typeparam name="T">The number type.</typeparam>
/// <param name="Name">For example <c>W1</c>.</param>
/// <param name="Values">The matrix in place, not a copy.</param>
public sealed record Parameter<T>(string Name, Matrix<T> Values)
    where T : unmanaged, INumber<T>;
