using Compare.Problems;
using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Bounds;
using Compare.Reference.Optimizers;

namespace Compare.Oracles.Updates;

/// <summary>One update of known numbers, evaluated in the arithmetic that yields its own bound, for the elements that are asked for.</summary>
/// <typeparam name="TFormat">The format whose rounding is bounded.</typeparam>
/// <param name="rule">The update rule.</param>
/// <param name="before">Parameters and state before the update.</param>
/// <param name="gradients">One gradient per parameter.</param>
internal sealed class BoundedStep<TFormat>(Optimizer rule, TrainingState before, IReadOnlyList<NamedArray> gradients)
    where TFormat : IFloatFormat
{
    /// <summary>Evaluates elements of a parameter.</summary>
    /// <param name="parameter">Its number, 0 for the first.</param>
    /// <param name="elements">Indices into it.</param>
    /// <returns>For the parameter, and then for each slot of the rule, one value with its bound per index.</returns>
    public IReadOnlyList<Bounded<TFormat>[]> Evaluate(int parameter, IReadOnlyList<int> elements)
    {
        var state = rule.CreateState<Bounded<TFormat>>(elements.Count, parameter + 1);
        foreach (var slot in before.Slots[parameter])
            Gather(slot, elements).CopyTo(state[slot.Name]);
        state.Updates = before.Updates;
        var theta = Gather(before.Parameters[parameter], elements);
        rule.Update<Bounded<TFormat>>(theta, Gather(gradients[parameter], elements), state);
        return [theta, .. state.Slots.Select(slot => state[slot].ToArray())];
    }

    private static Bounded<TFormat>[] Gather(NamedArray tensor, IReadOnlyList<int> elements) =>
        [.. elements.Select(i => Bounded<TFormat>.FromDouble(tensor.Values[i]))];
}
