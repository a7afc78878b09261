using Compare.Problems;
using Compare.Problems.Recorded;

namespace Compare.Tests.Support;

/// <summary>Traces of update rules written as plain loops, as somebody would write them, sharing nothing with the rules of this program.</summary>
public static class PlainTraces
{
    /// <summary>One element of the parameters: given its gradient g, itself, and t from 1, it returns its new value.</summary>
    public delegate double Step(double theta, double g, int t);

    /// <summary>Makes a trace.</summary>
    /// <param name="element">Makes the step of one element, with a state of its own.</param>
    /// <param name="updates">T.</param>
    /// <param name="parameters">n.</param>
    /// <param name="precision">float32 rounds what is recorded, and with it where the next update starts.</param>
    /// <param name="seed">Of parameters and gradients.</param>
    /// <param name="scale">The size of the largest gradients; the sizes range over three orders of magnitude.</param>
    public static RecordedOptimizer Make(
        Func<Step> element,
        int updates = 20,
        int parameters = 10,
        Precision precision = Precision.Float64,
        int seed = 1,
        double scale = 1
    )
    {
        var random = new Random(seed);
        double Round(double x) => precision == Precision.Float32 ? (float)x : x;
        var steps = Enumerable.Range(0, parameters).Select(_ => element()).ToArray();
        var theta = new double[(updates + 1) * parameters];
        var gradients = new double[updates * parameters];
        for (var i = 0; i < parameters; i++)
            theta[i] = Round(random.NextDouble() - 0.5);
        for (var t = 0; t < updates; t++)
        for (var i = 0; i < parameters; i++)
        {
            var size = scale * Math.Pow(10, -3.0 * i / Math.Max(1, parameters - 1));
            var at = t * parameters + i;
            gradients[at] = Round(size * (0.3 + 2 * (random.NextDouble() - 0.5)));
            theta[at + parameters] = Round(steps[i](theta[at], gradients[at], t + 1));
        }
        return Of(theta, gradients, updates, precision);
    }

    public static RecordedOptimizer Of(
        double[] theta,
        double[] gradients,
        int updates,
        Precision precision = Precision.Float64
    ) =>
        new()
        {
            File = "run.npz",
            Precision = precision,
            Ignored = [],
            Theta = new NamedArray("theta", updates + 1, theta.Length / (updates + 1), theta),
            Gradients = new NamedArray("grad", updates, gradients.Length / updates, gradients),
            LearningRate = null,
            Name = null,
        };

    public static Func<Step> Sgd(double lr, double decay = 0, double lrDecay = 0) =>
        () => (theta, g, t) => theta - lr / (1 + (t - 1) * lrDecay) * (g + decay * theta);

    public static Func<Step> Momentum(
        double lr,
        double rho,
        bool nesterov = false,
        double dampening = 0,
        double decay = 0
    ) =>
        () =>
        {
            double buffer = 0;
            return (theta, g, t) =>
            {
                g += decay * theta;
                buffer = t == 1 ? g : rho * buffer + (1 - dampening) * g;
                return theta - lr * (nesterov ? g + rho * buffer : buffer);
            };
        };

    /// <summary>Keras: velocity = momentum * velocity - lr * g.</summary>
    public static Func<Step> KerasMomentum(double lr, double rho, bool nesterov = false) =>
        () =>
        {
            double velocity = 0;
            return (theta, g, _) =>
            {
                velocity = rho * velocity - lr * g;
                return nesterov ? theta + rho * velocity - lr * g : theta + velocity;
            };
        };

    public static Func<Step> RmsProp(
        double lr,
        double alpha,
        double eps,
        bool centred = false,
        bool inside = false,
        double momentum = 0
    ) =>
        () =>
        {
            double square = 0,
                mean = 0,
                buffer = 0;
            return (theta, g, _) =>
            {
                square = alpha * square + (1 - alpha) * g * g;
                mean = alpha * mean + (1 - alpha) * g;
                var variance = centred ? square - mean * mean : square;
                var scaled = g / (inside ? Math.Sqrt(variance + eps) : Math.Sqrt(variance) + eps);
                buffer = momentum * buffer + scaled;
                return theta - lr * buffer;
            };
        };

    public static Func<Step> AdaGrad(
        double lr,
        double eps,
        bool inside = false,
        double initial = 0,
        double lrDecay = 0
    ) =>
        () =>
        {
            var sum = initial;
            return (theta, g, t) =>
            {
                sum += g * g;
                return theta
                    - lr / (1 + (t - 1) * lrDecay) * g / (inside ? Math.Sqrt(sum + eps) : Math.Sqrt(sum) + eps);
            };
        };

    public static Func<Step> Adam(
        double lr,
        double beta1,
        double beta2,
        double eps,
        bool amsgrad = false,
        double coupled = 0,
        double decoupled = 0
    ) =>
        () =>
        {
            double m = 0,
                v = 0,
                largest = 0;
            return (theta, g, t) =>
            {
                g += coupled * theta;
                theta *= 1 - lr * decoupled;
                m = beta1 * m + (1 - beta1) * g;
                v = beta2 * v + (1 - beta2) * g * g;
                largest = Math.Max(largest, v);
                var vHat = (amsgrad ? largest : v) / (1 - Math.Pow(beta2, t));
                return theta - lr * (m / (1 - Math.Pow(beta1, t))) / (Math.Sqrt(vHat) + eps);
            };
        };

    /// <summary>PyTorch's RAdam, with epsilon before the bias correction.</summary>
    /// <param name="lr">The step size.</param>
    /// <param name="beta1">How much of m survives.</param>
    /// <param name="beta2">How much of v survives.</param>
    /// <param name="eps">epsilon.</param>
    /// <param name="again">What a rectified step is multiplied with; other than 1 it is wrong.</param>
    public static Func<Step> RAdam(double lr, double beta1, double beta2, double eps, double again = 1) =>
        () =>
        {
            double m = 0,
                v = 0;
            return (theta, g, t) =>
            {
                m = beta1 * m + (1 - beta1) * g;
                v = beta2 * v + (1 - beta2) * g * g;
                var mHat = m / (1 - Math.Pow(beta1, t));
                var c2 = 1 - Math.Pow(beta2, t);
                var most = 2 / (1 - beta2) - 1;
                var rho = most - 2 * t * Math.Pow(beta2, t) / c2;
                if (rho <= 5)
                    return theta - lr * mHat;
                var r = Math.Sqrt((rho - 4) * (rho - 2) * most / ((most - 4) * (most - 2) * rho));
                return theta - lr * again * mHat * r * Math.Sqrt(c2) / (Math.Sqrt(v) + eps);
            };
        };

    /// <summary>Keras: m += (g - m) * (1 - beta1); both corrections in the step size.</summary>
    public static Func<Step> KerasAdam(double lr, double beta1, double beta2, double eps) =>
        () =>
        {
            double m = 0,
                v = 0;
            return (theta, g, t) =>
            {
                var alpha = lr * Math.Sqrt(1 - Math.Pow(beta2, t)) / (1 - Math.Pow(beta1, t));
                m += (g - m) * (1 - beta1);
                v += (g * g - v) * (1 - beta2);
                return theta - alpha * m / (Math.Sqrt(v) + eps);
            };
        };

    /// <summary>ONNX: T counts from 0, and the first update is not corrected.</summary>
    public static Func<Step> OnnxAdam(double lr, double alpha, double beta, double eps, double normAfter = 0) =>
        () =>
        {
            double m = 0,
                v = 0;
            return (theta, g, t) =>
            {
                m = alpha * m + (1 - alpha) * g;
                v = beta * v + (1 - beta) * g * g;
                var rate = t == 1 ? lr : lr * Math.Sqrt(1 - Math.Pow(beta, t - 1)) / (1 - Math.Pow(alpha, t - 1));
                return (1 - normAfter) * (theta - rate * m / (Math.Sqrt(v) + eps));
            };
        };

    /// <summary>Adam that forgot the bias corrections, of both or of one average.</summary>
    public static Func<Step> UncorrectedAdam(
        double lr,
        double beta1,
        double beta2,
        double eps,
        bool first,
        bool second
    ) =>
        () =>
        {
            double m = 0,
                v = 0;
            return (theta, g, t) =>
            {
                m = beta1 * m + (1 - beta1) * g;
                v = beta2 * v + (1 - beta2) * g * g;
                var mHat = first ? m : m / (1 - Math.Pow(beta1, t));
                var vHat = second ? v : v / (1 - Math.Pow(beta2, t));
                return theta - lr * mHat / (Math.Sqrt(vHat) + eps);
            };
        };
}
