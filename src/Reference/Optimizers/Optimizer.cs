using System.Numerics;
using Compare.Reference.Numerics;
using Compare.Reference.Optimizers.Schedules;

namespace Compare.Reference.Optimizers;

/// <summary>
/// An update rule with its hyper-parameters: an immutable value. What changes from update to update is the caller's:
/// the parameters and one <see cref="TensorState{T}"/> per parameter tensor.
/// </summary>
/// <remarks>
/// Hyper-parameters are doubles and are rounded once to the number type (derivation.md, section O). A rule is one
/// derived record in one file, and one row of <see cref="OptimizerTable"/>.
/// </remarks>
public abstract record Optimizer
{
    /// <summary>The name that <see cref="OptimizerTable"/> lists, for example <c>adam</c>.</summary>
    public abstract string Name { get; }

    /// <summary>gamma, the step size. Dimensionless, finite, at least 0. 0.01 unless a preset says otherwise.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, infinite or NaN.</exception>
    public double LearningRate
    {
        get;
        init => field = HyperParameter.AtLeastZero(value);
    } = 0.01;

    /// <summary>
    /// kappa of (O.4), by which the step size falls with the number of updates: <c>lr_decay</c> of PyTorch's and burn's
    /// Adagrad, <c>decay_factor</c> of ONNX's. Dimensionless, finite, at least 0; 0 keeps the step size constant.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, infinite or NaN.</exception>
    public double LearningRateDecay
    {
        get;
        init => field = HyperParameter.AtLeastZero(value);
    }

    /// <summary>How the step size changes from update to update; null for a constant one.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>Where and how strongly parameters are pulled towards zero.</summary>
    public WeightDecay WeightDecay { get; init; } = WeightDecay.None;

    /// <summary>
    /// Whether 1 - beta (O.5) and 1 - beta^n (O.6) are formed in the number type from a rounded beta, as Keras and burn do, which in float32
    /// costs up to three digits of the step; otherwise they are rounded once.
    /// </summary>
    public bool ComplementsInFormat { get; init; }

    /// <summary>Whether the step is the step size times the gradient and nothing else, so that coupled and decoupled weight decay are one.</summary>
    public virtual bool IsPlain => false;

    /// <summary>The line of derivation.md that takes the step with these options, for example <c>O.37</c>; null for a rule that is not there.</summary>
    public virtual string? StepEquation => null;

    /// <summary>The options that are particular to the rule, in words, for example <c>AMSGrad (O.34)</c>; hyper-parameters are left out.</summary>
    public virtual IReadOnlyList<string> Options => [];

    /// <summary>The rule and all its options in words; hyper-parameters are left out.</summary>
    public string Words
    {
        get
        {
            List<string> words = [Name, .. Options];
            if (LearningRateDecay != 0)
                words.Add("step size decaying (O.4)");
            if (Schedule is not null)
                words.Add(Schedule.Words);
            if (WeightDecay.Coupled != 0)
                words.Add("coupled weight decay (O.1)");
            if (WeightDecay.Decoupled != 0)
                words.Add("decoupled weight decay (O.2)");
            if (WeightDecay.AfterUpdate != 0)
                words.Add("weight decay after the update (O.3)");
            return string.Join(", ", words);
        }
    }

    /// <summary>
    /// Names of the arrays that the rule keeps for each tensor with these options, by the letters of derivation.md.
    /// </summary>
    /// <returns>The names, empty for a rule without memory.</returns>
    public abstract IReadOnlyList<string> SlotNames();

    /// <summary>Makes the state of a tensor before its first update.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="length">n, its number of elements.</param>
    /// <param name="tensor">Its number among the parameters, 1 for the first.</param>
    /// <returns>Slots at their initial values, zero updates.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative or the number below 1.</exception>
    public TensorState<T> CreateState<T>(int length, int tensor = 1)
        where T : unmanaged, INumber<T>
    {
        var state = new TensorState<T>(tensor, length, [.. SlotNames()]);
        foreach (var slot in state.Slots)
            state[slot].Fill(HyperParameter.To<T>(InitialValue(slot)));
        return state;
    }

    /// <summary>Makes one update of one tensor.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="theta">Parameters, shape (n); overwritten.</param>
    /// <param name="gradient">Gradient of the loss by them, shape (n).</param>
    /// <param name="state">What <see cref="CreateState"/> made for this tensor; overwritten.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the state was made for other options.</exception>
    /// <remarks>
    /// Elementwise, in the order of the elements; element i of the result depends on element i of the arguments alone.
    /// NaN and infinities propagate as in T's own arithmetic. Allocates nothing.
    /// </remarks>
    public void Update<T>(Span<T> theta, ReadOnlySpan<T> gradient, TensorState<T> state)
        where T : unmanaged, INumber<T>, IRootFunctions<T>
    {
        if (gradient.Length != theta.Length)
            throw new ArgumentException(
                $"There are {theta.Length} parameters, but {gradient.Length} elements of the gradient.",
                nameof(gradient)
            );
        if (state.Length != theta.Length)
            throw new ArgumentException(
                $"There are {theta.Length} parameters, but the state is for {state.Length}.",
                nameof(state)
            );
        var done = 0;
        if (Registers.Hold<T>())
        {
            var packed = Registers.Of(theta);
            Pass(packed, Registers.Of(gradient), state.Spans.Packed, new(this, state.Tensor, state.Updates));
            done = packed.Length * Packed<T>.Count;
        }
        if (done < theta.Length)
            Pass(theta[done..], gradient[done..], state.Spans.From(done), new(this, state.Tensor, state.Updates));
        state.Updates++;
    }

    private void Pass<T>(Span<T> theta, ReadOnlySpan<T> gradient, Slots<T> slots, in Step<T> step)
        where T : unmanaged, INumber<T>, IRootFunctions<T>
    {
        if (WeightDecay.Decoupled != 0)
        {
            var kept = T.One - step.Gamma * HyperParameter.To<T>(WeightDecay.Decoupled);
            for (var i = 0; i < theta.Length; i++)
                theta[i] *= kept; // (O.2)
        }
        Apply(theta, gradient, slots, step);
        if (WeightDecay.AfterUpdate != 0)
        {
            var kept = OneMinus<T>(WeightDecay.AfterUpdate);
            for (var i = 0; i < theta.Length; i++)
                theta[i] *= kept; // (O.3)
        }
    }

    /// <summary>1 - x (O.5), formed as <see cref="ComplementsInFormat"/> says.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="x">A hyper-parameter.</param>
    /// <returns>The difference.</returns>
    private protected T OneMinus<T>(double x)
        where T : unmanaged, INumber<T> =>
        ComplementsInFormat ? T.One - HyperParameter.To<T>(x) : HyperParameter.OneMinus<T>(x);

    /// <summary>1 - beta^n (O.6), formed as <see cref="ComplementsInFormat"/> says; 1 for n = 0.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="beta">In [0, 1).</param>
    /// <param name="n">0 or more.</param>
    /// <returns>The difference.</returns>
    private protected T OneMinusPower<T>(double beta, long n)
        where T : unmanaged, INumber<T> =>
        ComplementsInFormat && n > 0
            ? T.One - HyperParameter.Power(HyperParameter.To<T>(beta), n)
            : HyperParameter.OneMinusPower<T>(beta, n);

    /// <summary>What is particular to the rule: one pass over the elements.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="theta">Parameters, shape (n); overwritten.</param>
    /// <param name="gradient">
    /// Gradient of the loss, shape (n), to be read through <see cref="Step{T}.Gradient"/>.
    /// </param>
    /// <param name="slots">What the rule remembers, each slot of shape (n); overwritten.</param>
    /// <param name="step">The step size and the count of this update.</param>
    /// <remarks>
    /// Also called for registers of numbers, <see cref="Packed{T}"/>: one formula, many elements at once. So it may neither compare
    /// elements nor ask for the index of one.
    /// </remarks>
    protected abstract void Apply<T>(Span<T> theta, ReadOnlySpan<T> gradient, Slots<T> slots, in Step<T> step)
        where T : unmanaged, INumber<T>, IRootFunctions<T>;

    /// <summary>The place of epsilon in words.</summary>
    /// <param name="placement">The place.</param>
    /// <returns>With the number of its equation.</returns>
    private protected static string WordsOf(EpsilonPlacement placement) =>
        placement == EpsilonPlacement.OutsideRoot ? "epsilon outside the root (O.9)" : "epsilon inside the root (O.10)";

    /// <summary>What every element of a slot holds before the first update.</summary>
    /// <param name="slot">One of <see cref="SlotNames"/>.</param>
    /// <returns>0 unless a rule says otherwise.</returns>
    protected virtual double InitialValue(string slot) => 0;

    /// <summary>The denominator of an adaptive rule.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <param name="r">Mean or sum of squared gradients.</param>
    /// <param name="epsilon">Keeps the denominator from zero.</param>
    /// <param name="placement">Where epsilon stands.</param>
    /// <returns>sqrt(r) + epsilon (O.9) or sqrt(r + epsilon) (O.10).</returns>
    protected static T Denominator<T>(T r, T epsilon, EpsilonPlacement placement)
        where T : unmanaged, INumber<T>, IRootFunctions<T> =>
        placement == EpsilonPlacement.OutsideRoot
            ? T.Sqrt(r) + epsilon // (O.9)
            : T.Sqrt(r + epsilon); // (O.10)
}
