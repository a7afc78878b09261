using Compare.Problems;
using Compare.Reference.Optimizers;
using Compare.Results;

namespace Compare.Faults.Updates;

/// <summary>The one list of mistakes in update rules. A new mistake is one row.</summary>
internal static class UpdateCatalogue
{
    private const double TinyDecay = 1e-9;

    /// <summary>All mistakes.</summary>
    public static IReadOnlyList<UpdateMistake> Rows { get; } =
    [
        .. OfEveryRule(),
        .. OfWeightDecay(),
        .. OfState(),
        .. OfDenominators(),
        .. OfMomentum(),
        .. OfSquares(),
        .. OfAdam(),
    ];

    /// <summary>The mistakes that make a difference to a rule.</summary>
    /// <param name="rule">The right rule.</param>
    /// <param name="tensors">How many tensors are updated.</param>
    /// <param name="precision">The format of the program.</param>
    /// <returns>The rows, in the order of the catalogue.</returns>
    public static IEnumerable<UpdateMistake> For(Optimizer rule, int tensors, Precision precision) =>
        Rows.Where(row =>
            row.Plant(new UpdateVariant(rule)) is { } planted
            && (tensors > 1 || !NeedsTensors(planted))
            && (planted.State == StateFault.None || rule.SlotNames().Count > 0)
            && (planted.State != StateFault.SinglePrecision || precision != Precision.Float32)
        );

    private static bool NeedsTensors(UpdateVariant planted) =>
        planted.State == StateFault.Shared || planted.SharesCounter || planted.Omission == UpdateOmission.LastTensor;

    private static IEnumerable<UpdateMistake> OfEveryRule() =>
        [
            Around(
                "gradient-reversed",
                "the step goes up the gradient instead of down",
                "O.8",
                "subtract the step",
                v => v.ReversesGradient ? null : v with { ReversesGradient = true }
            ),
            Around(
                "gradient-stale",
                "each update works with the gradient of the update before",
                "O.8",
                "compute the gradient at the present parameters before the update",
                v => v.UsesStaleGradient ? null : v with { UsesStaleGradient = true }
            ),
            Option<Optimizer>(
                "step-size-twice",
                "the step size is applied twice",
                "O.8",
                "multiply by it once",
                rule =>
                    rule.LearningRate * rule.LearningRate is var square && double.IsFinite(square)
                        ? rule with
                        {
                            LearningRate = square,
                        }
                        : null
            ),
            Example<Optimizer>(
                "step-size-decays",
                "the step size decays by 1e-9 an update",
                "O.4",
                "keep it constant",
                rule => rule.LearningRateDecay == 0 ? rule with { LearningRateDecay = TinyDecay } : null
            ),
            Around(
                "tensor-forgotten",
                "the last tensor is not updated",
                "O.8",
                "pass all parameters to the optimizer",
                v => v.Omission == UpdateOmission.None ? v with { Omission = UpdateOmission.LastTensor } : null
            ),
            Around(
                "elements-forgotten",
                "some elements are not updated",
                "O.8",
                "run the loop over all elements",
                v => v.Omission == UpdateOmission.None ? v with { Omission = UpdateOmission.Elements } : null
            ),
        ];

    private static IEnumerable<UpdateMistake> OfWeightDecay() =>
        [
            Option<Optimizer>(
                "decay-missing",
                "the weight decay is missing",
                "O.1",
                "add lambda theta to the gradient",
                rule => rule.WeightDecay.Coupled > 0 ? Decay(rule, new WeightDecay()) : null
            ),
            Option<Optimizer>(
                "decay-decoupled",
                "the weight decay acts on the parameters and not on the gradient",
                "O.1",
                "add lambda theta to the gradient before anything else",
                rule =>
                    rule.WeightDecay.Coupled > 0 && !rule.IsPlain
                        ? Decay(rule, new WeightDecay { Decoupled = rule.WeightDecay.Coupled })
                        : null
            ),
            Option<Optimizer>(
                "decay-coupled",
                "the weight decay acts on the gradient and not on the parameters",
                "O.2",
                "multiply theta by 1 - gamma lambda' and leave the gradient alone",
                rule =>
                    rule.WeightDecay.Decoupled > 0 && !rule.IsPlain
                        ? Decay(rule, new WeightDecay { Coupled = rule.WeightDecay.Decoupled })
                        : null
            ),
            Around(
                "decay-subtracted",
                "the weight decay has the wrong sign",
                "O.1",
                "add lambda theta to the gradient",
                v => v.Rule.WeightDecay.Coupled > 0 && !v.SubtractsDecay ? v with { SubtractsDecay = true } : null
            ),
        ];

    private static IEnumerable<UpdateMistake> OfState() =>
        [
            Around(
                "state-not-kept",
                "the state is made anew at every update",
                "O.15",
                "keep it from one update to the next",
                v => v.State == StateFault.None ? v with { State = StateFault.NotKept } : null
            ),
            Around(
                "state-shared",
                "all tensors use the state of the first",
                "O.15",
                "keep one state for each tensor",
                v => v.State == StateFault.None ? v with { State = StateFault.Shared } : null
            ),
            Around(
                "state-float32",
                "the state is stored in float32",
                "N.1",
                "store it in the format of the parameters",
                v => v.State == StateFault.None ? v with { State = StateFault.SinglePrecision } : null
            ),
        ];

    private static IEnumerable<UpdateMistake> OfDenominators() =>
        [
            Option<Optimizer>(
                "epsilon-inside-root",
                "epsilon stands inside the root",
                "O.9",
                "add it after the root",
                rule => Placed(rule, EpsilonPlacement.OutsideRoot, EpsilonPlacement.InsideRoot)
            ),
            Option<Optimizer>(
                "epsilon-outside-root",
                "epsilon stands outside the root",
                "O.10",
                "add it before the root",
                rule => Placed(rule, EpsilonPlacement.InsideRoot, EpsilonPlacement.OutsideRoot)
            ),
            Option<Optimizer>(
                "epsilon-missing",
                "epsilon is missing",
                "O.9",
                "add it to the root",
                rule => UpdateParameter.Epsilon.Get(rule) > 0 ? UpdateParameter.Epsilon.Set(rule, 0) : null
            ),
            Example<Optimizer>(
                "epsilon-ten-times-larger",
                "epsilon is ten times larger",
                "O.9",
                "take the one that was agreed on",
                rule =>
                    UpdateParameter.Epsilon.Get(rule) is > 0 and var epsilon
                        ? UpdateParameter.Epsilon.Set(rule, 10 * epsilon)
                        : null
            ),
        ];

    private static IEnumerable<UpdateMistake> OfMomentum() =>
        [
            Option<Momentum>(
                "nesterov",
                "the step looks ahead as Nesterov's does",
                "O.17",
                "take the step from the buffer alone",
                rule => rule.Nesterov ? null : rule with { Nesterov = true }
            ),
            Option<Momentum>(
                "nesterov-missing",
                "the step does not look ahead",
                "O.16",
                "add rho times the buffer to the gradient",
                rule => rule.Nesterov ? rule with { Nesterov = false } : null
            ),
            Option<Momentum>(
                "moving-average",
                "the buffer is a moving average: the gradient enters it multiplied by 1 - rho",
                "O.15",
                "add the whole gradient",
                rule =>
                    rule.Dampening == 0
                        ? rule with
                        {
                            Dampening = rule.MomentumFactor,
                            FirstBuffer = FirstBuffer.Dampened,
                        }
                        : null
            ),
            Example<Momentum>(
                "dampened",
                "the gradient enters the buffer dampened by 0.1",
                "O.15",
                "add the whole gradient",
                rule => rule.Dampening == 0 ? rule with { Dampening = 0.1, FirstBuffer = FirstBuffer.Dampened } : null
            ),
            Example<Momentum>(
                "momentum-factor",
                "the momentum factor is 0.99",
                "O.15",
                "take the one that was agreed on",
                rule => rule with { MomentumFactor = 0.99 }
            ),
            Slip(
                MomentumSlip.BufferUpdatedAfterUse,
                "buffer-used-before-update",
                "the step is taken from the buffer before the gradient enters it",
                "O.18",
                "update the buffer first"
            ),
            Slip(
                MomentumSlip.FirstGradientLost,
                "first-gradient-lost",
                "the first gradient never enters the buffer",
                "O.13",
                "start the buffer with the first gradient"
            ),
        ];

    private static IEnumerable<UpdateMistake> OfSquares() =>
        [
            Option<RmsProp>(
                "centred",
                "the denominator is centred: the square of the mean gradient is subtracted",
                "O.25",
                "divide by D(r)",
                rule => rule.Centred ? null : rule with { Centred = true }
            ),
            Option<RmsProp>(
                "centring-missing",
                "the square of the mean gradient is not subtracted",
                "O.24",
                "subtract it",
                rule => rule.Centred ? rule with { Centred = false } : null
            ),
            Example<RmsProp>(
                "smoothing-constant",
                "the smoothing constant is 0.99",
                "O.22",
                "take the one that was agreed on",
                rule => rule with { SmoothingConstant = rule.SmoothingConstant == 0.99 ? 0.9 : 0.99 }
            ),
            Slip(
                SquaresSlip.CentredAnew,
                "centred-anew",
                "the square of a mean gradient that starts anew at every update is subtracted",
                "O.25",
                "divide by D(r)"
            ),
            Slip(
                SquaresSlip.SumInsteadOfMean,
                "sum-instead-of-mean",
                "the square of the gradient enters r without the factor 1 - tau",
                "O.22",
                "multiply it by 1 - tau"
            ),
            Slip(
                SquaresSlip.MeanInsteadOfSum,
                "mean-instead-of-sum",
                "the sum of squares is divided by the number of updates",
                "O.21",
                "divide by the root of the sum"
            ),
            Slip(
                SquaresSlip.AccumulatedAfterUse,
                "accumulated-after-use",
                "the step is taken with r before the gradient enters it",
                "O.21",
                "accumulate first"
            ),
            Slip(
                SquaresSlip.SquareMissing,
                "square-missing",
                "the magnitude of the gradient is accumulated in place of its square",
                "O.20",
                "square it"
            ),
            Slip(SquaresSlip.RootMissing, "root-missing", "the denominator has no root", "O.9", "take the root"),
        ];

    private static IEnumerable<UpdateMistake> OfAdam() =>
        [
            Option<Adam>(
                "epsilon-before-correction",
                "epsilon is added before the bias correction of v",
                "O.37",
                "correct v first",
                rule =>
                    rule.Form == AdamForm.EpsilonHat || !IsCorrected(rule)
                        ? null
                        : rule with
                        {
                            Form = AdamForm.EpsilonHat,
                        }
            ),
            Option<Adam>(
                "epsilon-after-correction",
                "epsilon is added after the bias correction of v",
                "O.40",
                "move the corrections into the step size",
                rule => rule.Form == AdamForm.EpsilonHat ? rule with { Form = AdamForm.Estimates } : null
            ),
            Option<Adam>(
                "m-uncorrected",
                "m is not corrected for its bias",
                "O.35",
                "divide it by 1 - beta1^t",
                rule => IsCorrected(rule) ? rule with { FirstCorrection = BiasCorrection.None } : null
            ),
            Option<Adam>(
                "v-uncorrected",
                "v is not corrected for its bias",
                "O.36",
                "divide it by 1 - beta2^t",
                rule => IsCorrected(rule) ? rule with { SecondCorrection = BiasCorrection.None } : null
            ),
            Option<Adam>(
                "uncorrected",
                "neither m nor v is corrected for its bias",
                "O.35",
                "divide them by 1 - beta1^t and 1 - beta2^t",
                rule =>
                    IsCorrected(rule)
                        ? rule with
                        {
                            FirstCorrection = BiasCorrection.None,
                            SecondCorrection = BiasCorrection.None,
                        }
                        : null
            ),
            Option<Adam>(
                "counter-one-behind",
                "the bias correction counts updates from 0, the first being uncorrected",
                "O.35",
                "count from 1",
                rule => rule.FirstCount == 1 && IsCorrected(rule) ? rule with { FirstCount = 0 } : null
            ),
            Slip(
                AdamSlip.CounterFromZero,
                "counter-from-zero",
                "the bias correction counts updates from 0, so that the first divides by zero",
                "O.35",
                "count from 1"
            ),
            Option<Adam>(
                "counter-from-two",
                "the bias correction counts updates from 2",
                "O.35",
                "count from 1, raising the counter once an update",
                rule => rule.FirstCount == 1 && IsCorrected(rule) ? rule with { FirstCount = 2 } : null
            ),
            Around(
                "counter-shared",
                "one counter is raised by every tensor",
                "O.35",
                "raise it once an update",
                v =>
                    v.Rule is Adam adam && IsCorrected(adam) && !v.SharesCounter
                        ? v with
                        {
                            SharesCounter = true,
                        }
                        : null
            ),
            Option<Adam>(
                "correction-by-tensor",
                "the bias correction uses the tensor's number in place of the update's",
                "O.35",
                "count updates",
                rule =>
                    IsCorrected(rule)
                        ? rule with
                        {
                            FirstCorrection = BiasCorrection.TensorIndex,
                            SecondCorrection = BiasCorrection.TensorIndex,
                        }
                        : null
            ),
            Option<Adam>(
                "betas-swapped",
                "beta1 and beta2 are swapped",
                "O.30",
                "beta1 belongs to m, beta2 to v",
                rule => rule with { Beta1 = rule.Beta2, Beta2 = rule.Beta1 }
            ),
            Example<Adam>(
                "beta2",
                "beta2 is 0.99",
                "O.31",
                "take the one that was agreed on",
                rule => rule with { Beta2 = rule.Beta2 == 0.99 ? 0.999 : 0.99 }
            ),
            Slip(
                AdamSlip.CorrectedMomentKept,
                "corrected-moment-kept",
                "the corrected m is kept as m",
                "O.35",
                "keep m, and use the corrected one for the step alone"
            ),
            Option<Adam>(
                "amsgrad",
                "the largest v so far takes the place of v in the step, as in AMSGrad",
                "O.36",
                "use v itself",
                rule => rule.AmsGrad ? null : rule with { AmsGrad = true }
            ),
            Option<Adam>(
                "amsgrad-missing",
                "v takes the place of the largest v so far",
                "O.34",
                "keep the maximum, and use it for the step",
                rule => rule.AmsGrad ? rule with { AmsGrad = false } : null
            ),
            Slip(
                AdamSlip.LargestKept,
                "largest-kept",
                "v never falls: the largest so far is kept as v itself",
                "O.31",
                "let v be a moving average"
            ),
            Slip(
                AdamSlip.SquareMissing,
                "square-missing",
                "the magnitude of the gradient enters v in place of its square",
                "O.31",
                "square it"
            ),
            Slip(AdamSlip.RootMissing, "root-missing", "the denominator has no root", "O.9", "take the root"),
        ];

    private static UpdateMistake Around(
        string id,
        string words,
        string equation,
        string remedy,
        Func<UpdateVariant, UpdateVariant?> plant
    ) => new(new Cause(id, words, equation, remedy), plant);

    private static UpdateMistake Option<TRule>(
        string id,
        string words,
        string equation,
        string remedy,
        Func<TRule, Optimizer?> change
    )
        where TRule : Optimizer =>
        Around(
            id,
            words,
            equation,
            remedy,
            variant =>
                variant.Rule is TRule rule && change(rule) is { } changed && changed != rule
                    ? variant with
                    {
                        Rule = changed,
                    }
                    : null
        );

    private static UpdateMistake Example<TRule>(
        string id,
        string words,
        string equation,
        string remedy,
        Func<TRule, Optimizer?> change
    )
        where TRule : Optimizer => Option(id, words, equation, remedy, change) with { IsExample = true };

    private static UpdateMistake Slip(MomentumSlip slip, string id, string words, string equation, string remedy) =>
        Option<Momentum>(
            id,
            words,
            equation,
            remedy,
            rule =>
                rule is { Nesterov: false, Buffer: BufferContent.Directions } ? new MistakenMomentum(rule, slip) : null
        );

    private static UpdateMistake Slip(SquaresSlip slip, string id, string words, string equation, string remedy) =>
        Option<Optimizer>(
            id,
            words,
            equation,
            remedy,
            rule =>
                rule switch
                {
                    MistakenSquares mistaken => mistaken.And(slip),
                    AdaGrad adaGrad when slip is not (SquaresSlip.CentredAnew or SquaresSlip.SumInsteadOfMean) =>
                        new MistakenSquares(adaGrad, slip),
                    RmsProp { Centred: false, MomentumFactor: 0 } rmsProp when slip != SquaresSlip.MeanInsteadOfSum =>
                        new MistakenSquares(rmsProp, slip),
                    _ => null,
                }
        );

    private static UpdateMistake Slip(AdamSlip slip, string id, string words, string equation, string remedy) =>
        Option<Optimizer>(
            id,
            words,
            equation,
            remedy,
            rule =>
                rule switch
                {
                    MistakenAdam mistaken => mistaken.And(slip),
                    Adam { AmsGrad: false } adam when IsCorrected(adam) => new MistakenAdam(adam, slip),
                    _ => null,
                }
        );

    private static bool IsCorrected(Adam rule) =>
        rule is { FirstCorrection: BiasCorrection.StepCount, SecondCorrection: BiasCorrection.StepCount };

    private static Optimizer Decay(Optimizer rule, WeightDecay decay) => rule with { WeightDecay = decay };

    private static Optimizer? Placed(Optimizer rule, EpsilonPlacement from, EpsilonPlacement to) =>
        rule switch
        {
            AdaGrad { Epsilon: > 0 } adaGrad when adaGrad.EpsilonPlacement == from => adaGrad with
            {
                EpsilonPlacement = to,
            },
            RmsProp { Epsilon: > 0 } rmsProp when rmsProp.EpsilonPlacement == from => rmsProp with
            {
                EpsilonPlacement = to,
            },
            Adam { Epsilon: > 0 } adam when adam.EpsilonPlacement == from => adam with
            {
                EpsilonPlacement = to,
                Form = adam.Form == AdamForm.ScaledRoot ? AdamForm.Estimates : adam.Form,
            },
            _ => null,
        };
}
