using System.Numerics;

namespace Compare.Reference.Optimizers;

/// <summary>
/// All that an optimizer remembers of one parameter tensor between updates: how many there were, and named arrays.
/// </summary>
/// <typeparam name="T">The number type.</typeparam>
/// <remarks>
/// Everything can be read and overwritten, so that one implementation can continue from the state of another.
/// </remarks>
public sealed class TensorState<T>
    where T : unmanaged, INumber<T>
{
    private readonly string[] _names;
    private readonly T[][] _slots;

    /// <summary>Makes a state of zeros before the first update.</summary>
    /// <param name="tensor">Number of the tensor among the parameters, 1 for the first.</param>
    /// <param name="length">n, the number of elements of the tensor.</param>
    /// <param name="slots">Names of the arrays.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1 or the length negative.</exception>
    public TensorState(int tensor, int length, params ReadOnlySpan<string> slots)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tensor, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Tensor = tensor;
        Length = length;
        _names = slots.ToArray();
        _slots = Array.ConvertAll(_names, _ => new T[length]);
    }

    /// <summary>Number of the tensor among the parameters, 1 for the first.</summary>
    public int Tensor { get; }

    /// <summary>n, the number of elements of the tensor and of every slot.</summary>
    public int Length { get; }

    /// <summary>Number of updates made so far; writable.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative number.</exception>
    public long Updates
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>Names of the slots, in the order in which the rule declares them.</summary>
    public IReadOnlyList<string> Slots => _names;

    /// <summary>One slot, shape (n); writable.</summary>
    /// <param name="slot">One of <see cref="Slots"/>.</param>
    /// <returns>The array in place, not a copy.</returns>
    /// <exception cref="ArgumentException">There is no such slot.</exception>
    public Span<T> this[string slot]
    {
        get
        {
            var index = Array.IndexOf(_names, slot);
            if (index < 0)
                throw new ArgumentException($"No slot '{slot}'; there are: {string.Join(", ", _names)}.", nameof(slot));
            return _slots[index];
        }
    }

    /// <summary>All slots in place, at most three.</summary>
    internal Slots<T> Spans => new(_names, Span(0), Span(1), Span(2));

    /// <summary>Overwrites a slot, rounding each value to <typeparamref name="T"/>.</summary>
    /// <param name="slot">One of <see cref="Slots"/>.</param>
    /// <param name="values">Shape (n); not kept.</param>
    /// <exception cref="ArgumentException">There is no such slot, or the number of values is not n.</exception>
    public void Load(string slot, ReadOnlySpan<double> values)
    {
        var target = this[slot];
        if (values.Length != Length)
            throw new ArgumentException(
                $"Slot '{slot}' has {Length} elements, {values.Length} were given.",
                nameof(values)
            );
        for (var i = 0; i < values.Length; i++)
            target[i] = T.CreateChecked(values[i]);
    }

    /// <summary>Converts a slot, rounding where <typeparamref name="T"/> is wider than double.</summary>
    /// <param name="slot">One of <see cref="Slots"/>.</param>
    /// <returns>A new array, shape (n).</returns>
    /// <exception cref="ArgumentException">There is no such slot.</exception>
    public double[] ToDoubles(string slot)
    {
        var source = this[slot];
        var values = new double[Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = double.CreateChecked(source[i]);
        return values;
    }

    /// <summary>Overwrites the whole state with another one, bit for bit and without allocating.</summary>
    /// <param name="other">A state of the same length and slots; its tensor number is not taken.</param>
    /// <exception cref="ArgumentException">Length or slots differ.</exception>
    public void CopyFrom(TensorState<T> other)
    {
        if (other.Length != Length || !other._names.AsSpan().SequenceEqual(_names))
            throw new ArgumentException(
                $"This state has {Length} elements in slots ({string.Join(", ", _names)}), the other "
                    + $"{other.Length} in ({string.Join(", ", other._names)}).",
                nameof(other)
            );
        Updates = other.Updates;
        for (var i = 0; i < _slots.Length; i++)
            other._slots[i].CopyTo(_slots[i], 0);
    }

    private Span<T> Span(int slot) => slot < _slots.Length ? _slots[slot] : default;
}
