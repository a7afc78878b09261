using System.Numerics;
using Compare.Reference.Numerics;

namespace Compare.Reference.Optimizers;

/// <summary>The arrays that a rule remembers of a tensor, as far as one pass over its elements needs them.</summary>
/// <typeparam name="T">The number type.</typeparam>
public readonly ref struct Slots<T>
    where T : unmanaged, INumber<T>
{
    private readonly ReadOnlySpan<string> _names;
    private readonly Span<T> _first;
    private readonly Span<T> _second;
    private readonly Span<T> _third;

    internal Slots(ReadOnlySpan<string> names, Span<T> first, Span<T> second, Span<T> third)
    {
        _names = names;
        _first = first;
        _second = second;
        _third = third;
    }

    /// <summary>One slot, shape (n); writable.</summary>
    /// <param name="slot">One of the rule's <see cref="Optimizer.SlotNames"/>.</param>
    /// <returns>The elements in place, not a copy.</returns>
    /// <exception cref="ArgumentException">There is no such slot.</exception>
    public Span<T> this[string slot] =>
        _names.IndexOf(slot) switch
        {
            0 => _first,
            1 => _second,
            2 => _third,
            _ => throw new ArgumentException(
                $"No slot '{slot}'; there are: {string.Join(", ", _names!)}.",
                nameof(slot)
            ),
        };

    /// <summary>The same slots as registers; what is left over at their ends is not among them.</summary>
    internal Slots<Packed<T>> Packed => new(_names, Registers.Of(_first), Registers.Of(_second), Registers.Of(_third));

    /// <summary>The same slots from an element on.</summary>
    internal Slots<T> From(int start) => new(_names, From(_first, start), From(_second, start), From(_third, start));

    private static Span<T> From(Span<T> slot, int start) => slot.IsEmpty ? slot : slot[start..];
}
