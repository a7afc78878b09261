using System.Numerics;
using Compare.Reference.Optimizers;

namespace Compare.Reference.Tests.Optimizers;

/// <summary>
/// The rules that TorchSharp has, written a second time, in the order of operations of libtorch's kernels: fused multiply-adds, scalars
/// in double, and a square root that is one unit in the last place off for every fifth value.
/// </summary>
internal static class TorchArithmetic<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>
    /// One update; the options that TorchSharp's optimizers have are read from the rule, others are ignored.
    /// </summary>
    public static void Update(Optimizer rule, T[] theta, T[] gradient, TensorState<T> state)
    {
        var lr = rule.LearningRate;
        for (var i = 0; i < theta.Length; i++)
        {
            var g = gradient[i];
            var coupled = rule.WeightDecay.Coupled;
            if (coupled != 0)
                g = Add(g, theta[i], coupled);
            switch (rule)
            {
                case Sgd:
                    theta[i] = Add(theta[i], g, -lr);
                    break;
                case Momentum r:
                    ref var buffer = ref state["m"][i];
                    buffer = state.Updates == 0 ? g : Add(Of(r.MomentumFactor) * buffer, g, 1 - r.Dampening);
                    theta[i] = Add(theta[i], r.Nesterov ? Add(g, buffer, r.MomentumFactor) : buffer, -lr);
                    break;
                case AdaGrad r:
                    ref var sum = ref state["r"][i];
                    sum = AddMultiple(sum, g, g, 1);
                    theta[i] = AddQuotient(
                        theta[i],
                        g,
                        Sqrt(sum, i) + Of(r.Epsilon),
                        -lr / (1 + state.Updates * r.LearningRateDecay)
                    );
                    break;
                case RmsProp r:
                    ref var mean = ref state["r"][i];
                    mean = AddMultiple(Of(r.SmoothingConstant) * mean, g, g, 1 - r.SmoothingConstant);
                    theta[i] = AddQuotient(theta[i], g, Sqrt(mean, i) + Of(r.Epsilon), -lr);
                    break;
                case Adam r:
                    ref T m = ref state["m"][i],
                        v = ref state["v"][i];
                    var c1 = 1 - Math.Pow(r.Beta1, state.Updates + 1);
                    var c2 = 1 - Math.Pow(r.Beta2, state.Updates + 1);
                    m = Add(Of(r.Beta1) * m, g, 1 - r.Beta1);
                    v = AddMultiple(Of(r.Beta2) * v, g, g, 1 - r.Beta2);
                    theta[i] = AddQuotient(theta[i], m, Sqrt(v, i) / Of(Math.Sqrt(c2)) + Of(r.Epsilon), -(lr / c1));
                    break;
                case NAdam r:
                    ref T average = ref state["m"][i],
                        square = ref state["v"][i];
                    double Mu(long t) => r.Beta1 * (1 - 0.5 * Math.Pow(0.96, t * r.MomentumDecay));
                    var product = 1.0;
                    for (var t = 1; t <= state.Updates + 1; t++)
                        product *= Mu(t);
                    var (mu, next) = (Mu(state.Updates + 1), Mu(state.Updates + 2));
                    average = Add(Of(r.Beta1) * average, g, 1 - r.Beta1);
                    square = AddMultiple(Of(r.Beta2) * square, g, g, 1 - r.Beta2);
                    var root = Sqrt(square / Of(1 - Math.Pow(r.Beta2, state.Updates + 1)), i) + Of(r.Epsilon);
                    theta[i] = AddQuotient(theta[i], g, root, -lr * (1 - mu) / (1 - product));
                    theta[i] = AddQuotient(theta[i], average, root, -lr * next / (1 - product * next));
                    break;
                case RAdam r:
                    ref T raw = ref state["m"][i],
                        variance = ref state["v"][i];
                    raw = Add(Of(r.Beta1) * raw, g, 1 - r.Beta1);
                    variance = AddMultiple(Of(r.Beta2) * variance, g, g, 1 - r.Beta2);
                    var count = state.Updates + 1;
                    double complement = 1 - Math.Pow(r.Beta2, count),
                        most = 2 / (1 - r.Beta2) - 1,
                        rho = most - 2 * count * Math.Pow(r.Beta2, count) / complement,
                        rectification = Math.Sqrt((rho - 4) * (rho - 2) * most / ((most - 4) * (most - 2) * rho));
                    var step = raw / Of(1 - Math.Pow(r.Beta1, count)) * Of(lr);
                    theta[i] -=
                        rho > 5
                            ? step
                                * (Of(Math.Sqrt(complement)) / (Sqrt(variance, i) + Of(r.Epsilon)))
                                * Of(rectification)
                            : step;
                    break;
                case Adamax r:
                    ref T first = ref state["m"][i],
                        largest = ref state["r"][i];
                    first = Add(Of(r.Beta1) * first, g, 1 - r.Beta1);
                    largest = T.Max(Of(r.Beta2) * largest, T.Abs(g) + Of(r.Epsilon));
                    theta[i] = AddQuotient(theta[i], first, largest, -lr / (1 - Math.Pow(r.Beta1, state.Updates + 1)));
                    break;
                case Adadelta r:
                    ref T squares = ref state["r"][i],
                        steps = ref state["s"][i];
                    squares = AddMultiple(Of(r.SmoothingConstant) * squares, g, g, 1 - r.SmoothingConstant);
                    var d = Sqrt(steps + Of(r.Epsilon), i) / Sqrt(squares + Of(r.Epsilon), i) * g;
                    steps = AddMultiple(Of(r.SmoothingConstant) * steps, d, d, 1 - r.SmoothingConstant);
                    theta[i] = Add(theta[i], d, -lr);
                    break;
            }
        }
        state.Updates++;
    }

    private static T Of(double scalar) => T.CreateChecked(scalar);

    private static T Add(T self, T x, double alpha) => T.FusedMultiplyAdd(Of(alpha), x, self);

    private static T AddMultiple(T self, T x, T y, double value) => T.FusedMultiplyAdd(x * Of(value), y, self);

    private static T AddQuotient(T self, T x, T y, double value) => self + x * Of(value) / y;

    private static T Sqrt(T x, int i) =>
        (i % 5, T.Sqrt(x)) switch
        {
            (0, var root) when root > T.Zero => (i % 2 == 0) ? T.BitIncrement(root) : T.BitDecrement(root),
            (_, var root) => root,
        };
}
