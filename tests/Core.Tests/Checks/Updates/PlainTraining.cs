using Compare.Problems;
using Compare.Problems.Parties;
using Compare.Reference.Optimizers;

namespace Compare.Tests.Checks.Updates;

/// <summary>
/// A third implementation of the update rules, in plain loops over double that share nothing with the other two, and with
/// mistakes on request. Gradients are borrowed from the from-scratch side.
/// </summary>
public sealed class PlainTraining : ITraining
{
    private readonly UpdateMistake[] _mistakes;
    private readonly Optimizer _rule;
    private readonly ITraining _gradients;
    private readonly double[][] _theta;
    private readonly Dictionary<string, double[]>[] _state;
    private readonly IReadOnlyList<NamedArray> _shapes;
    private double[][]? _previous;
    private long _updates;
    private long _shared;

    public PlainTraining(
        UpdateMistake[] mistakes,
        ModelSpec model,
        Precision precision,
        IReadOnlyList<NamedArray> parameters,
        Optimizer rule
    )
    {
        _mistakes = mistakes;
        _rule = rule;
        _gradients = new ReferenceSide().Start(model, precision, parameters, rule);
        _shapes = parameters;
        _theta = [.. parameters.Select(p => (double[])p.Values.Clone())];
        _state =
        [
            .. parameters.Select(p => rule.SlotNames().ToDictionary(slot => slot, _ => Initial(p.Values.Length))),
        ];
    }

    public GradientTrace Gradient(Batch batch)
    {
        _gradients.Load(Save());
        return _gradients.Gradient(batch);
    }

    public void Update(IReadOnlyList<NamedArray> gradients)
    {
        var now = gradients.Select(g => g.Values).ToArray();
        for (var p = 0; p < _theta.Length; p++)
        {
            if (Has(UpdateMistake.LastTensorForgotten) && p == _theta.Length - 1)
                break;
            var g = Has(UpdateMistake.GradientOfTheUpdateBefore) && _previous is not null ? _previous[p] : now[p];
            Update(p, g);
        }
        _previous = now;
        _updates++;
    }

    public double Step(Batch batch)
    {
        var trace = Gradient(batch);
        Update(trace.Gradients);
        return trace.Loss!.Value;
    }

    public IReadOnlyList<NamedArray> CopyParameters() =>
        [.. _shapes.Select((shape, p) => shape with { Values = (double[])_theta[p].Clone() })];

    public TrainingState Save() =>
        new(
            _updates,
            CopyParameters(),
            [
                .. _shapes.Select(
                    (shape, p) =>
                        _rule
                            .SlotNames()
                            .Select(slot => shape with { Name = slot, Values = (double[])_state[p][slot].Clone() })
                            .ToArray()
                ),
            ]
        );

    public void Load(TrainingState state)
    {
        _updates = state.Updates;
        for (var p = 0; p < _theta.Length; p++)
        {
            state.Parameters[p].Values.CopyTo(_theta[p], 0);
            foreach (var slot in state.Slots[p])
                slot.Values.CopyTo(_state[p][slot.Name], 0);
        }
    }

    public double[] Outputs(Batch batch) => throw new NotSupportedException();

    public void Dispose() => _gradients.Dispose();

    private bool Has(UpdateMistake mistake) => _mistakes.Contains(mistake);

    private double[] Initial(int length)
    {
        var initial = _rule is AdaGrad adaGrad ? adaGrad.InitialAccumulator : 0;
        return [.. Enumerable.Repeat(Has(UpdateMistake.InitialAccumulator) ? initial + 0.1 : initial, length)];
    }

    private void Update(int p, double[] gradient)
    {
        var theta = _theta[p];
        var slots = Has(UpdateMistake.StateSharedBetweenTensors) ? Shared(p) : _state[p];
        if (Has(UpdateMistake.StateNotKept))
            foreach (var slot in slots.Values)
                Array.Clear(slot);
        var lambda = _rule.WeightDecay.Coupled;
        var gamma = _rule.LearningRate;
        if (Has(UpdateMistake.StepSizeDecaying))
            gamma /= 1 + 1e-9 * (_updates + 1);
        if (Has(UpdateMistake.StepSizeAppliedTwice))
            gamma *= gamma;
        var count = _mistakes switch
        {
            _ when Has(UpdateMistake.CounterFromZero) => _updates,
            _ when Has(UpdateMistake.CounterFromTwo) => _updates + 2,
            _ when Has(UpdateMistake.BiasCorrectionByTensorIndex) => p + 1,
            _ when Has(UpdateMistake.CounterSharedByTensors) => ++_shared,
            _ => _updates + 1,
        };
        for (var i = 0; i < theta.Length; i++)
        {
            if (Has(UpdateMistake.OneElementForgotten) && p == 0 && i == 0)
                continue;
            var g = gradient[i] * (Has(UpdateMistake.GradientReversed) ? -1 : 1);
            switch (_mistakes)
            {
                case var _ when Has(UpdateMistake.DecayMissing):
                    break;
                case var _ when Has(UpdateMistake.DecayDecoupled):
                    theta[i] -= gamma * lambda * theta[i];
                    break;
                case var _ when Has(UpdateMistake.DecayWithWrongSign):
                    g -= lambda * theta[i];
                    break;
                default:
                    g += lambda * theta[i];
                    break;
            }
            theta[i] -= gamma * Direction(slots, i, g, count);
        }
        if (Has(UpdateMistake.StateInSinglePrecision))
            foreach (var slot in slots.Values)
                for (var i = 0; i < slot.Length; i++)
                    slot[i] = (float)slot[i];
    }

    private double Direction(Dictionary<string, double[]> slots, int i, double g, long count) =>
        _rule switch
        {
            Sgd => g,
            Momentum rule => MomentumDirection(rule, ref slots["m"][i], g),
            RmsProp rule => RmsPropDirection(rule, ref slots["r"][i], g),
            AdaGrad rule => AdaGradDirection(rule, ref slots["r"][i], g, count),
            Adam rule => AdamDirection(rule, ref slots["m"][i], ref slots["v"][i], g, count),
            NAdam rule => NAdamDirection(rule, ref slots["m"][i], ref slots["v"][i], g, count),
            RAdam rule => RAdamDirection(rule, ref slots["m"][i], ref slots["v"][i], g, count),
            Adamax rule => AdamaxDirection(rule, ref slots["m"][i], ref slots["r"][i], g, count),
            Lion rule => LionDirection(rule, ref slots["m"][i], g),
            Adadelta rule => AdadeltaDirection(rule, ref slots["r"][i], ref slots["s"][i], g),
            _ => throw new NotSupportedException(),
        };

    private static double RAdamDirection(RAdam rule, ref double m, ref double v, double g, long count)
    {
        m = rule.Beta1 * m + (1 - rule.Beta1) * g;
        v = rule.Beta2 * v + (1 - rule.Beta2) * g * g;
        var (c1, c2) = (1 - Math.Pow(rule.Beta1, count), 1 - Math.Pow(rule.Beta2, count));
        var most = 2 / (1 - rule.Beta2) - 1;
        var rho = most - 2 * count * Math.Pow(rule.Beta2, count) / c2;
        if (rho <= 5)
            return m / c1;
        var r = Math.Sqrt((rho - 4) * (rho - 2) * most / ((most - 4) * (most - 2) * rho));
        return m / c1 * r * Math.Sqrt(c2) / (Math.Sqrt(v) + rule.Epsilon);
    }

    private static double AdamaxDirection(Adamax rule, ref double m, ref double r, double g, long count)
    {
        m = rule.Beta1 * m + (1 - rule.Beta1) * g;
        r = Math.Max(rule.Beta2 * r, Math.Abs(g) + rule.Epsilon);
        return m / (1 - Math.Pow(rule.Beta1, count)) / r;
    }

    private static double LionDirection(Lion rule, ref double m, double g)
    {
        var direction = Math.Sign(rule.Beta1 * m + (1 - rule.Beta1) * g);
        m = rule.Beta2 * m + (1 - rule.Beta2) * g;
        return direction;
    }

    private double MomentumDirection(Momentum rule, ref double m, double g)
    {
        var rho = Has(UpdateMistake.MomentumFactorTooLarge) ? 0.99 : rule.MomentumFactor;
        var before = m;
        m = _mistakes switch
        {
            _ when Has(UpdateMistake.FirstBufferZero) && _updates == 0 => 0,
            _ when Has(UpdateMistake.MovingAverageMomentum) => rho * m + (1 - rho) * g,
            _ when Has(UpdateMistake.Dampening) => rho * m + 0.9 * g,
            _ => rho * m + g,
        };
        return _mistakes switch
        {
            _ when Has(UpdateMistake.Nesterov) => g + rho * m,
            _ when Has(UpdateMistake.BufferUpdatedAfterUse) => before,
            _ => m,
        };
    }

    private double RmsPropDirection(RmsProp rule, ref double r, double g)
    {
        var tau = Has(UpdateMistake.SmoothingConstantTooLarge) ? 0.99 : rule.SmoothingConstant;
        var before = r;
        var square = Has(UpdateMistake.SquareMissing) ? Math.Abs(g) : g * g;
        r = tau * r + (Has(UpdateMistake.SumInsteadOfMean) ? square : (1 - tau) * square);
        var x = _mistakes switch
        {
            _ when Has(UpdateMistake.AccumulatedAfterUse) => before,
            _ when Has(UpdateMistake.Centred) => r - 0.01 * g * g,
            _ => r,
        };
        return g / Denominator(x, rule.Epsilon);
    }

    private double AdaGradDirection(AdaGrad rule, ref double r, double g, long count)
    {
        var before = r;
        var square = Has(UpdateMistake.SquareMissing) ? Math.Abs(g) : g * g;
        r += square;
        var x = _mistakes switch
        {
            _ when Has(UpdateMistake.AccumulatedAfterUse) => before,
            _ when Has(UpdateMistake.MeanInsteadOfSum) => r / count,
            _ => r,
        };
        return g / Denominator(x, rule.Epsilon);
    }

    private static double NAdamDirection(NAdam rule, ref double m, ref double v, double g, long count)
    {
        double Mu(long t) => rule.Beta1 * (1 - 0.5 * Math.Pow(0.96, t * rule.MomentumDecay));
        m = rule.Beta1 * m + (1 - rule.Beta1) * g;
        v = rule.Beta2 * v + (1 - rule.Beta2) * g * g;
        var product = 1.0;
        for (var t = 1L; t <= count && product > 0; t++)
            product *= Mu(t);
        var ahead = (1 - Mu(count)) / (1 - product) * g + Mu(count + 1) / (1 - product * Mu(count + 1)) * m;
        return ahead / (Math.Sqrt(v / (1 - Math.Pow(rule.Beta2, count))) + rule.Epsilon);
    }

    private static double AdadeltaDirection(Adadelta rule, ref double r, ref double s, double g)
    {
        var tau = rule.SmoothingConstant;
        r = tau * r + (1 - tau) * g * g;
        var d = Math.Sqrt(s + rule.Epsilon) / Math.Sqrt(r + rule.Epsilon) * g;
        s = tau * s + (1 - tau) * d * d;
        return d;
    }

    private double AdamDirection(Adam rule, ref double m, ref double v, double g, long count)
    {
        var (beta1, beta2) =
            Has(UpdateMistake.BetasSwapped) ? (rule.Beta2, rule.Beta1)
            : Has(UpdateMistake.Beta2TooSmall) ? (rule.Beta1, 0.99)
            : (rule.Beta1, rule.Beta2);
        var largest = v;
        m = beta1 * m + (1 - beta1) * g;
        v = beta2 * v + (1 - beta2) * (Has(UpdateMistake.SquareMissing) ? Math.Abs(g) : g * g);
        if (Has(UpdateMistake.LargestSecondMoment))
            v = Math.Max(v, largest);
        var c1 = Has(UpdateMistake.NoCorrectionOfM) ? 1 : 1 - Math.Pow(beta1, count);
        var c2 = Has(UpdateMistake.NoCorrectionOfV) ? 1 : 1 - Math.Pow(beta2, count);
        var mHat = m / c1;
        if (Has(UpdateMistake.CorrectedMomentKept))
            m = mHat;
        return Has(UpdateMistake.EpsilonBeforeBiasCorrection)
            ? mHat * Math.Sqrt(c2) / Denominator(v, rule.Epsilon)
            : mHat / Denominator(v / c2, rule.Epsilon);
    }

    private double Denominator(double x, double epsilon) =>
        _mistakes switch
        {
            _ when Has(UpdateMistake.EpsilonInsideRoot) => Math.Sqrt(x + epsilon),
            _ when Has(UpdateMistake.EpsilonTenTimesLarger) => Math.Sqrt(x) + 10 * epsilon,
            _ when Has(UpdateMistake.EpsilonMissing) => Math.Sqrt(x),
            _ when Has(UpdateMistake.RootMissing) => x + epsilon,
            _ => Math.Sqrt(x) + epsilon,
        };

    /// <summary>The first tensor's state serves every tensor, as far as it reaches.</summary>
    private Dictionary<string, double[]> Shared(int p) =>
        _state[p]
            .ToDictionary(
                slot => slot.Key,
                slot =>
                {
                    if (p > 0)
                        _state[0]
                            [slot.Key]
                            .AsSpan(0, Math.Min(slot.Value.Length, _state[0][slot.Key].Length))
                            .CopyTo(slot.Value);
                    return slot.Value;
                }
            );
}
