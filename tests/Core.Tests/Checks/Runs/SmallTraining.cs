using System.Numerics;
using Compare.Problems.Recorded.Runs;

namespace Compare.Tests.Checks.Runs;

/// <summary>
/// A classifier of two layers with tanh, trained by a program in plain loops and recorded: half a page that shares nothing with what is
/// tested. What it does otherwise than the right program is set by its properties.
/// </summary>
internal sealed class SmallTraining
{
    private const int Inputs = 6;
    private const int Hidden = 5;
    private const int Classes = 3;
    private const int Batches = 4;

    public enum Rule
    {
        Sgd,
        Momentum,
        RmsProp,
        Adam,
    }

    public int Seed { get; init; }

    public int Updates { get; init; } = 40;

    public int Batch { get; init; } = 8;

    public Rule Optimizer { get; init; } = Rule.Adam;

    /// <summary>The step size of an update, 1 for the first.</summary>
    public Func<int, double> StepSize { get; init; } = _ => 0.01;

    public Func<int, double> Decay { get; init; } = _ => 1e-3;

    public double Beta1 { get; init; } = 0.9;

    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Whether sums run from the last element to the first, as another program may have them.</summary>
    public bool Backwards { get; init; }

    public double LossFactor { get; init; } = 1;

    public double GradientFactor { get; init; } = 1;

    public double LabelSmoothing { get; init; }

    public double ClipNorm { get; init; } = double.PositiveInfinity;

    public bool WithoutSecondBias { get; init; }

    public bool IsRelu { get; init; }

    public bool ReversesBatch { get; init; }

    public int FrozenFrom { get; init; } = int.MaxValue;

    /// <summary>What is done to W2 after an update, from outside.</summary>
    public Action<int, double[]> Afterwards { get; init; } = (_, _) => { };

    public bool OtherInitialW2 { get; init; }

    /// <summary>Whether the step size that is recorded is the one after the scheduler's step.</summary>
    public bool NotesNextStepSize { get; init; }

    /// <summary>Parameters, gradients and loss alone, as a foreign program may record them.</summary>
    public bool IsBare { get; init; }

    public void Record<T>(string folder)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var record = Recorder.Open(folder);
        var random = new Random(Seed);
        T[] Draw(int n, double scale) =>
            [.. Enumerable.Range(0, n).Select(_ => T.CreateChecked((random.NextDouble() * 2 - 1) * scale))];
        var x = Enumerable.Range(0, Batches).Select(_ => Draw(Batch * Inputs, 1)).ToArray();
        var labels = Enumerable
            .Range(0, Batches)
            .Select(_ => Enumerable.Range(0, Batch).Select(_ => random.Next(Classes)).ToArray())
            .ToArray();
        (string Name, T[] Values, int[] Shape)[] parameters =
        [
            ("W1", Draw(Hidden * Inputs, 0.5), [Hidden, Inputs]),
            ("b1", Draw(Hidden, 0.1), [Hidden]),
            ("W2", Draw(Classes * Hidden, 0.5), [Classes, Hidden]),
            ("b2", Draw(Classes, 0.1), [Classes]),
        ];
        if (OtherInitialW2)
            parameters[2].Values = Draw(Classes * Hidden, 0.5);
        var m = parameters.Select(parameter => new T[parameter.Values.Length]).ToArray();
        var v = parameters.Select(parameter => new T[parameter.Values.Length]).ToArray();
        for (var t = 1; t <= Updates; t++)
        {
            var (images, digits) = (x[t % Batches], labels[t % Batches]);
            if (ReversesBatch)
                (images, digits) = (Reversed(images), [.. digits.Reverse()]);
            foreach (var (name, values, shape) in parameters)
                Array(record, $"parameter/{name}", values, shape);
            var gradients = Gradients(record, images, digits, [.. parameters.Select(parameter => parameter.Values)]);
            Clip(gradients);
            for (var p = 0; p < parameters.Length; p++)
                Array(record, $"gradient/{parameters[p].Name}", gradients[p], parameters[p].Shape);
            if (!IsBare)
                record.Number("setting/lr", StepSize(NotesNextStepSize ? t + 1 : t));
            for (var p = 0; p < parameters.Length; p++)
                if (p != 1 || t < FrozenFrom)
                    Update(t, parameters[p].Values, gradients[p], m[p], v[p]);
            var w2 = System.Array.ConvertAll(parameters[2].Values, double.CreateChecked);
            Afterwards(t, w2);
            parameters[2].Values = System.Array.ConvertAll(w2, T.CreateChecked);
            record.Next();
        }
        foreach (var (name, values, shape) in parameters)
            Array(record, $"parameter/{name}", values, shape);
    }

    private static T[] Reversed<T>(T[] images) =>
        [
            .. Enumerable
                .Range(0, images.Length / Inputs)
                .Reverse()
                .SelectMany(row => images[(row * Inputs)..((row + 1) * Inputs)]),
        ];

    private T[][] Gradients<T>(Recorder record, T[] x, int[] labels, T[][] w)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] z = new T[Batch * Hidden],
            h = new T[Batch * Hidden],
            o = new T[Batch * Classes],
            dO = new T[Batch * Classes],
            dZ = new T[Batch * Hidden];
        for (var n = 0; n < Batch; n++)
        {
            for (var j = 0; j < Hidden; j++)
            {
                z[n * Hidden + j] = w[1][j] + Sum<T>(Inputs, i => w[0][j * Inputs + i] * x[n * Inputs + i]);
                h[n * Hidden + j] = IsRelu ? T.Max(z[n * Hidden + j], T.Zero) : T.Tanh(z[n * Hidden + j]);
            }
            for (var c = 0; c < Classes; c++)
                o[n * Classes + c] =
                    (WithoutSecondBias ? T.Zero : w[3][c])
                    + Sum<T>(Hidden, j => w[2][c * Hidden + j] * h[n * Hidden + j]);
        }
        var loss = T.Zero;
        T smoothing = T.CreateChecked(LabelSmoothing),
            scale = T.CreateChecked(LossFactor / Batch);
        for (var n = 0; n < Batch; n++)
        {
            var row = o[(n * Classes)..((n + 1) * Classes)];
            var most = row.Max();
            var logSum = most + T.Log(Sum<T>(Classes, c => T.Exp(row[c] - most)));
            for (var c = 0; c < Classes; c++)
            {
                var target = smoothing / T.CreateChecked(Classes) + (labels[n] == c ? T.One - smoothing : T.Zero);
                loss += target * (logSum - row[c]);
                dO[n * Classes + c] = (T.Exp(row[c] - logSum) - target) * scale * T.CreateChecked(GradientFactor);
            }
            for (var j = 0; j < Hidden; j++)
            {
                var hj = h[n * Hidden + j];
                var slope = IsRelu ? (hj > T.Zero ? T.One : T.Zero) : T.One - hj * hj;
                dZ[n * Hidden + j] = slope * Sum<T>(Classes, c => dO[n * Classes + c] * w[2][c * Hidden + j]);
            }
        }
        if (!IsBare)
        {
            Array(record, "input/x", x, [Batch, Inputs]);
            Array(record, "activation/z", z, [Batch, Hidden]);
            Array(record, "activation/h", h, [Batch, Hidden]);
            Array(record, "activation/o", o, [Batch, Classes]);
        }
        Array(record, "loss", [loss * scale], []);
        return
        [
            Product(dZ, x, Hidden, Inputs),
            [.. Enumerable.Range(0, Hidden).Select(j => Sum<T>(Batch, n => dZ[n * Hidden + j]))],
            Product(dO, h, Classes, Hidden),
            [.. Enumerable.Range(0, Classes).Select(c => Sum<T>(Batch, n => dO[n * Classes + c]))],
        ];
    }

    private T[] Product<T>(T[] left, T[] right, int rows, int columns)
        where T : unmanaged, INumber<T> =>
        [
            .. Enumerable
                .Range(0, rows * columns)
                .Select(at => Sum<T>(Batch, n => left[n * rows + at / columns] * right[n * columns + at % columns])),
        ];

    private T Sum<T>(int count, Func<int, T> term)
        where T : unmanaged, INumber<T>
    {
        var sum = T.Zero;
        for (var i = 0; i < count; i++)
            sum += term(Backwards ? count - 1 - i : i);
        return sum;
    }

    private void Clip<T>(T[][] gradients)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var norm = Math.Sqrt(gradients.Sum(gradient => gradient.Sum(g => double.CreateChecked(g * g))));
        if (norm > ClipNorm)
            foreach (var gradient in gradients)
            foreach (ref var g in gradient.AsSpan())
                g *= T.CreateChecked(ClipNorm / norm);
    }

    private void Update<T>(int t, T[] theta, T[] gradient, T[] m, T[] v)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T Of(double value) => T.CreateChecked(value);
        for (var i = 0; i < theta.Length; i++)
        {
            var g = gradient[i] + Of(Decay(t)) * theta[i];
            switch (Optimizer)
            {
                case Rule.Sgd:
                    theta[i] -= Of(StepSize(t)) * g;
                    break;
                case Rule.Momentum:
                    m[i] = Of(Beta1) * m[i] + g;
                    theta[i] -= Of(StepSize(t)) * m[i];
                    break;
                case Rule.RmsProp:
                    v[i] = Of(0.99) * v[i] + Of(1 - 0.99) * g * g;
                    theta[i] -= Of(StepSize(t)) * g / (T.Sqrt(v[i]) + Of(Epsilon));
                    break;
                default:
                    m[i] = Of(Beta1) * m[i] + Of(1 - Beta1) * g;
                    v[i] = Of(0.999) * v[i] + Of(1 - 0.999) * g * g;
                    var mHat = m[i] / Of(1 - Math.Pow(Beta1, t));
                    var vHat = v[i] / Of(1 - Math.Pow(0.999, t));
                    theta[i] -= Of(StepSize(t)) * mHat / (T.Sqrt(vHat) + Of(Epsilon));
                    break;
            }
        }
    }

    private static void Array<T>(Recorder record, string name, T[] values, int[] shape)
        where T : unmanaged
    {
        if (values is double[] doubles)
            record.Array(name, doubles, shape);
        else
            record.Array(name, (float[])(object)values, shape);
    }
}
