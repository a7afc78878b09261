using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Compare.Reference.Numerics;

namespace Compare.Reference.Activations;

/// <summary>An activation function chosen at run time: a name, and the two loops over its elements.</summary>
public abstract class Activation
{
    /// <summary>One row per activation, in the order of the homework.</summary>
    private static readonly (string Name, Func<double, Activation> Make)[] Table =
    [
        ("relu", atZero => Of("relu", new Relu(atZero))),
        ("sigmoid", _ => Of("sigmoid", default(Sigmoid))),
        ("tanh", _ => Of("tanh", default(Tanh))),
        ("identity", _ => Of("identity", default(Identity))),
        ("negative", _ => Of("negative", default(Negative))),
    ];

    /// <summary>What relu takes for its derivative at 0 unless told otherwise: libtorch's choice, so that both sides compute the same function.</summary>
    public const double ReluDerivativeAtZero = 0;

    private protected Activation(string name) => Name = name;

    /// <summary>The names that <see cref="Named"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Table.Select(row => row.Name)];

    /// <summary>Its name, for example <c>tanh</c>.</summary>
    public string Name { get; }

    /// <summary>Where s has no derivative, ascending; empty for a smooth function.</summary>
    public abstract IReadOnlyList<double> Kinks { get; }

    /// <summary>c where s(a) = c a; null for a function that is not linear.</summary>
    public abstract double? Slope { get; }

    /// <summary>Whether people know s' by heart in terms of z, and may take the formula for another activation's.</summary>
    public abstract bool IsKnownByItsCode { get; }

    /// <summary>No activation: s(a) = a.</summary>
    public static Activation None { get; } = Linear(1);

    /// <summary>Makes an activation of any function, also of one that is not in the table.</summary>
    /// <typeparam name="TFunction">A structure; two equal ones of one name are equal activations.</typeparam>
    /// <param name="name">Its name in findings and for other parties.</param>
    /// <param name="function">s and s'.</param>
    /// <returns>The activation.</returns>
    public static Activation Of<TFunction>(string name, TFunction function)
        where TFunction : struct, IActivationFunction => new Elementwise<TFunction>(name, function);

    /// <summary>Finds the linear activation of a slope.</summary>
    /// <param name="slope">c in s(a) = c a, not 0.</param>
    /// <returns>The first in the table.</returns>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Activation Linear(double slope) =>
        Names.Select(name => Named(name)).FirstOrDefault(activation => activation.Slope == slope)
        ?? throw new ArgumentException($"No activation is {slope} times its argument.", nameof(slope));

    /// <summary>Finds an activation by name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="reluDerivativeAtZero">What relu takes for its derivative at 0, in [0, 1]; 0 as libtorch does, 1/2 in the homework.</param>
    /// <returns>The activation.</returns>
    /// <exception cref="ArgumentException">There is no such activation.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The derivative at zero is no subgradient.</exception>
    public static Activation Named(string name, double reluDerivativeAtZero = ReluDerivativeAtZero)
    {
        if (!(reluDerivativeAtZero >= 0 && reluDerivativeAtZero <= 1))
            throw new ArgumentOutOfRangeException(
                nameof(reluDerivativeAtZero),
                reluDerivativeAtZero,
                "The derivative of relu at 0 must lie in [0, 1]."
            );
        foreach (var row in Table)
            if (row.Name == name)
                return row.Make(reluDerivativeAtZero);
        throw new ArgumentException(
            $"Unknown activation '{name}'; known are {string.Join(", ", Names)}.",
            nameof(name)
        );
    }

    /// <summary>z = s(a), element by element.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="a">Pre-activations, shape (n).</param>
    /// <param name="z">Activations, shape (n); overwritten. May be <paramref name="a"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public abstract void Apply<T>(ReadOnlySpan<T> a, Span<T> z)
        where T : unmanaged, INumber<T>, IExponentialFunctions<T>, ILogarithmicFunctions<T>, IHyperbolicFunctions<T>;

    /// <summary>Multiplies by s'(a), element by element: the step of the chain rule through the activation.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="a">Pre-activations, shape (n).</param>
    /// <param name="z">Activations s(a), shape (n).</param>
    /// <param name="gradient">On entry the gradient by z, on return by a, shape (n).</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public abstract void Backpropagate<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> z, Span<T> gradient)
        where T : unmanaged, INumber<T>, IExponentialFunctions<T>, ILogarithmicFunctions<T>, IHyperbolicFunctions<T>;

    /// <inheritdoc/>
    public override string ToString() => Name;

    private sealed class Elementwise<TFunction>(string name, TFunction function) : Activation(name)
        where TFunction : struct, IActivationFunction
    {
        private readonly TFunction _function = function;

        public override bool Equals(object? obj) =>
            obj is Elementwise<TFunction> other
            && other.Name == Name
            && EqualityComparer<TFunction>.Default.Equals(_function, other._function);

        public override int GetHashCode() => HashCode.Combine(Name, _function);

        public override IReadOnlyList<double> Kinks => TFunction.Kinks;

        public override double? Slope => TFunction.Slope;

        public override bool IsKnownByItsCode => TFunction.IsKnownByItsCode;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Apply<T>(ReadOnlySpan<T> a, Span<T> z)
        {
            CheckLength(a.Length, z.Length);
            if (Registers.Hold<T>())
                ApplyPacked(a, z);
            else
                for (var i = 0; i < a.Length; i++)
                    z[i] = _function.Value(a[i]);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Backpropagate<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> z, Span<T> gradient)
        {
            CheckLength(a.Length, z.Length);
            CheckLength(a.Length, gradient.Length);
            var i = 0;
            if (Registers.Hold<T>())
            {
                var ofA = Registers.Of(a);
                var ofZ = Registers.Of(z);
                var packed = Registers.Of(gradient);
                for (var j = 0; j < packed.Length; j++)
                    packed[j] *= _function.Derivative(ofA[j], ofZ[j]); // (A.9)
                i = packed.Length * Packed<T>.Count;
            }
            for (; i < a.Length; i++)
                gradient[i] *= _function.Derivative(a[i], z[i]); // (A.9)
        }

        /// <summary>An element's bits may not depend on its place, so the last ones are computed on a register too.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void ApplyPacked<T>(ReadOnlySpan<T> a, Span<T> z)
            where T : unmanaged, INumber<T>, IExponentialFunctions<T>, ILogarithmicFunctions<T>, IHyperbolicFunctions<T>
        {
            var ofA = Registers.Of(a);
            var ofZ = Registers.Of(z);
            for (var j = 0; j < ofA.Length; j++)
                ofZ[j] = _function.Value(ofA[j]);
            var rest = a[(ofA.Length * Packed<T>.Count)..];
            if (rest.IsEmpty)
                return;
            Packed<T> last = default;
            var elements = MemoryMarshal.Cast<Packed<T>, T>(new Span<Packed<T>>(ref last));
            rest.CopyTo(elements);
            last = _function.Value(last);
            elements[..rest.Length].CopyTo(z[^rest.Length..]);
        }

        private static void CheckLength(int expected, int actual)
        {
            if (actual != expected)
                throw new ArgumentException(
                    $"There are {expected} pre-activations, but {actual} elements to go with them."
                );
        }
    }
}
