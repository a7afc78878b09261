using System.Numerics;
using System.Runtime.InteropServices;
using Compare.Faults.Rules;
using Compare.Reference.Numerics;
using Compare.Reference.Optimizers;

namespace Compare.Faults.Updates;

/// <summary>
/// Makes recorded updates again by a variant of a rule: each from the recorded parameters, and from the recorded state where there is
/// one, else from the state that the variant itself has arrived at.
/// </summary>
internal static class UpdateReplay
{
    /// <summary>Told the result for one tensor.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="record">The number of the record.</param>
    /// <param name="tensor">The number of the tensor.</param>
    /// <param name="theta">What the variant makes of the parameters, shape (n); overwritten by the next update.</param>
    /// <param name="state">What it remembers.</param>
    /// <returns>Whether to go on.</returns>
    public delegate bool Visitor<T>(int record, int tensor, T[] theta, TensorState<T> state)
        where T : unmanaged, INumber<T>;

    /// <summary>Makes the updates.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="variant">The rule and what is wrong around it.</param>
    /// <param name="evidence">The recorded updates.</param>
    /// <param name="visit">Told each result in turn.</param>
    public static void Run<T>(UpdateVariant variant, UpdateEvidence evidence, Visitor<T> visit)
        where T : unmanaged, INumber<T>, IRootFunctions<T>
    {
        var tensors = evidence.Records[0].Tensors;
        var states = new TensorState<T>[tensors.Count];
        var sums = new T[]?[states.Length];
        // Millions of replays are short, so that arrays of their own for each update would be most of their time.
        T[][] thetas = [.. tensors.Select(tensor => new T[tensor.Before.Length])],
            gradients = [.. tensors.Select(tensor => new T[tensor.Before.Length])];
        for (var r = 0; r < evidence.Records.Count; r++)
        {
            var record = evidence.Records[r];
            for (var p = 0; p < states.Length; p++)
            {
                var tensor = record.Tensors[p];
                states[p] ??= variant.Rule.CreateState<T>(tensor.Before.Length, p + 1);
                if (variant.State == StateFault.NotKept && !IsOmitted(variant, p, states.Length))
                    states[p] = variant.Rule.CreateState<T>(tensor.Before.Length, p + 1);
                else if (tensor.StateBefore is { } known)
                    foreach (var (slot, values) in known)
                        if (states[p].Slots.Contains(slot))
                            states[p].Load(slot, values);
                Fill(thetas[p], tensor.Before);
                Update(variant, record, p, thetas[p], gradients[p], states, ref sums[p]);
                if (!visit(r, p, thetas[p], states[p]))
                    return;
            }
        }
    }

    /// <summary>Converts to the number type, which is most often double itself.</summary>
    private static void Fill<T>(T[] copy, double[] values)
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(double))
            MemoryMarshal.Cast<double, T>(values).CopyTo(copy);
        else
            for (var i = 0; i < copy.Length; i++)
                copy[i] = T.CreateChecked(values[i]);
    }

    private static bool IsOmitted(UpdateVariant variant, int tensor, int tensors) =>
        variant.Omission == UpdateOmission.LastTensor && tensor == tensors - 1;

    private static void Update<T>(
        UpdateVariant variant,
        UpdateRecord record,
        int p,
        T[] theta,
        T[] gradient,
        TensorState<T>[] states,
        ref T[]? sum
    )
        where T : unmanaged, INumber<T>, IRootFunctions<T>
    {
        var (tensor, state) = (record.Tensors[p], states[p]);
        if (IsOmitted(variant, p, states.Length))
            return;
        if (variant.State == StateFault.Shared && p > 0)
            foreach (var slot in state.Slots)
            {
                var shared = Math.Min(state.Length, states[0].Length);
                states[0][slot][..shared].CopyTo(state[slot]);
            }
        state.Updates = variant.SharesCounter ? record.UpdatesBefore * states.Length + p : record.UpdatesBefore;
        var rule = variant.RuleAt(record.UpdatesBefore, record.StepSizeFactor);
        Fill(gradient, variant.UsesStaleGradient ? tensor.GradientBefore ?? tensor.Gradient : tensor.Gradient);
        if (tensor.GradientError is { } errors && default(T) is IErrorBounded<T> bounded)
            for (var i = 0; i < gradient.Length; i++)
                gradient[i] += T.CreateChecked(errors[i]) * bounded.Step(T.Zero);
        // Where the state is that of the record, so is what came before it.
        if (variant.AccumulatesGradient && tensor.StateBefore is null)
        {
            for (var i = 0; i < gradient.Length; i++)
                gradient[i] += sum?[i] ?? T.Zero;
            sum = (T[])gradient.Clone();
        }
        if (variant.ReversesGradient)
            foreach (ref var g in gradient.AsSpan())
                g = -g;
        if (variant.Clip is { } clip)
            Clip(clip, record, gradient);
        if (variant.State == StateFault.OneForAll)
            UpdateWithOneState(rule, theta, gradient, state);
        else if (variant.Decay == DecayFault.None)
            rule.Update(theta, gradient, state);
        else
            UpdateWithWrongDecay(variant.Decay, rule, theta, gradient, state);
        if (variant.State == StateFault.SinglePrecision)
            foreach (var slot in state.Slots)
            foreach (ref var value in state[slot])
                value = T.CreateChecked((double)(float)double.CreateChecked(value));
    }

    private static void Clip<T>(GradientClip clip, UpdateRecord record, T[] gradient)
        where T : unmanaged, INumber<T>, IRootFunctions<T>
    {
        var limit = T.CreateChecked(clip.Limit);
        if (clip.Kind == ClipKind.Value)
        {
            foreach (ref var g in gradient.AsSpan())
                g =
                    g > limit ? limit
                    : g < -limit ? -limit
                    : g;
            return;
        }
        var sum = T.Zero;
        foreach (var tensor in record.Tensors)
        foreach (var g in tensor.Gradient)
            sum += T.CreateChecked(g) * T.CreateChecked(g);
        var norm = T.Sqrt(sum);
        if (clip.Kind == ClipKind.NormAsTorch)
            norm += Scalar.To<T>(GradientClip.TorchGuard);
        if (!(norm > limit))
            return;
        var factor = limit / norm;
        foreach (ref var g in gradient.AsSpan())
            g *= factor;
    }

    /// <summary>Element after element, all with the state of the first.</summary>
    private static void UpdateWithOneState<T>(Optimizer rule, T[] theta, T[] gradient, TensorState<T> state)
        where T : unmanaged, INumber<T>, IRootFunctions<T>
    {
        var one = rule.CreateState<T>(1, state.Tensor);
        foreach (var slot in state.Slots)
            state[slot][..1].CopyTo(one[slot]);
        for (var i = 0; i < theta.Length; i++)
        {
            one.Updates = state.Updates;
            rule.Update(theta.AsSpan(i, 1), gradient.AsSpan(i, 1), one);
        }
        foreach (var slot in state.Slots)
            one[slot].CopyTo(state[slot][..1]);
        state.Updates++;
    }

    private static void UpdateWithWrongDecay<T>(
        DecayFault fault,
        Optimizer rule,
        T[] theta,
        T[] gradient,
        TensorState<T> state
    )
        where T : unmanaged, INumber<T>, IRootFunctions<T>
    {
        var bare = rule with { WeightDecay = new WeightDecay { AfterUpdate = rule.WeightDecay.AfterUpdate } };
        var coupled = Scalar.To<T>(rule.WeightDecay.Coupled);
        var decoupled = Scalar.To<T>(rule.WeightDecay.Decoupled);
        var gamma =
            Scalar.To<T>(rule.LearningRate)
            / (T.One + T.CreateChecked((double)state.Updates) * Scalar.To<T>(rule.LearningRateDecay));
        void Multiply(T factor)
        {
            foreach (ref var x in theta.AsSpan())
                x *= factor;
        }
        for (var i = 0; i < theta.Length; i++)
            gradient[i] = fault switch
            {
                DecayFault.Subtracted => gradient[i] - coupled * theta[i],
                DecayFault.MultipliesGradient => gradient[i] * (T.One + coupled * theta[i]),
                _ => gradient[i],
            };
        if (fault == DecayFault.Grows)
            Multiply(T.One + gamma * decoupled);
        if (fault == DecayFault.WithoutStepSize)
            Multiply(T.One - decoupled);
        bare.Update(theta, gradient, state);
        if (fault == DecayFault.AfterStep)
            Multiply(T.One - gamma * decoupled);
    }
}
