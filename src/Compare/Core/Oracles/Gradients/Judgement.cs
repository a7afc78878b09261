using Compare.Problems;
using Compare.Problems.Parties;
using Compare.Reference.Activations;
using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Bounds;

namespace Compare.Oracles.Gradients;

/// <summary>The judge: the hand-derived formulas in double-double, and in the arithmetic that yields their error bounds.</summary>
/// <param name="Tensors">The loss and the gradient by every parameter, with their bounds.</param>
/// <param name="PreActivations">For each layer A, shape (B x units), rounded to double.</param>
/// <param name="Kinks">Where the branch at a kink of an activation is uncertain in the problem's precision; empty for smooth activations.</param>
public sealed record Judgement(
    IReadOnlyList<JudgedTensor> Tensors,
    IReadOnlyList<double[]> PreActivations,
    IReadOnlyList<Kink> Kinks
)
{
    /// <summary>Evaluates a problem.</summary>
    /// <param name="problem">The problem; the bounds are those of its precision.</param>
    /// <param name="threads">Greatest number of threads.</param>
    /// <returns>The judgement.</returns>
    public static Judgement Of(Problem problem, int threads) =>
        problem.Precision == Precision.Float32 ? Of<Binary32>(problem, threads) : Of<Binary64>(problem, threads);

    /// <summary>
    /// Evaluates the bounds alone, with values rounded to double: enough to hold two sides against each other, and far cheaper.
    /// </summary>
    /// <param name="problem">The problem; the bounds are those of its precision.</param>
    /// <param name="threads">Greatest number of threads.</param>
    /// <returns>The loss and the gradient by every parameter.</returns>
    public static IReadOnlyList<JudgedTensor> BoundsOf(Problem problem, int threads) =>
        problem.Precision == Precision.Float32
            ? BoundsOf<Binary32>(problem, threads)
            : BoundsOf<Binary64>(problem, threads);

    private static List<JudgedTensor> BoundsOf<TFormat>(Problem problem, int threads)
        where TFormat : IFloatFormat
    {
        var bounded = new ReferenceSide(threads).Evaluate<Bounded<TFormat>>(problem);
        var loss = new Matrix<Bounded<TFormat>>(1, 1);
        loss[0, 0] = bounded.Forward.Loss;
        return
        [
            Judged("loss", loss),
            .. problem.Model.Parameters.Select((shape, p) => Judged($"d{shape.Name}", bounded.Gradients[p])),
        ];
    }

    private static JudgedTensor Judged<TFormat>(string name, Matrix<Bounded<TFormat>> bounds)
        where TFormat : IFloatFormat
    {
        var values = new Matrix<DoubleDouble>(bounds.Rows, bounds.Columns);
        for (var i = 0; i < values.Elements.Length; i++)
            values.Elements[i] = DoubleDouble.FromDouble(bounds.Elements[i].Value);
        return Judged(name, values, bounds);
    }

    private static Judgement Of<TFormat>(Problem problem, int threads)
        where TFormat : IFloatFormat
    {
        var side = new ReferenceSide(threads);
        var exact = side.Evaluate<DoubleDouble>(problem);
        var bounded = side.Evaluate<Bounded<TFormat>>(problem);
        return new Judgement(
            [
                new JudgedTensor("loss", 1, 1, [exact.Forward.Loss], [bounded.Forward.Loss.Error]),
                .. problem.Model.Parameters.Select(
                    (shape, p) => Judged($"d{shape.Name}", exact.Gradients[p], bounded.Gradients[p])
                ),
            ],
            [.. exact.Forward.PreActivations.Select(a => a.ToDoubles())],
            [
                .. problem
                    .Model.Layers.Zip(bounded.Forward.PreActivations)
                    .SelectMany((pair, layer) => KinksIn(pair.First.Activation, pair.Second, layer + 1)),
            ]
        );
    }

    private static JudgedTensor Judged<TFormat>(
        string name,
        Matrix<DoubleDouble> values,
        Matrix<Bounded<TFormat>> bounds
    )
        where TFormat : IFloatFormat
    {
        var errors = new double[bounds.Elements.Length];
        for (var i = 0; i < errors.Length; i++)
            // Zero times infinity: nothing can be said.
            errors[i] = bounds.Elements[i].Error is var error && double.IsNaN(error) ? double.PositiveInfinity : error;
        return new JudgedTensor(name, values.Rows, values.Columns, values.Elements.ToArray(), errors);
    }

    private static List<Kink> KinksIn<TFormat>(Activation activation, Matrix<Bounded<TFormat>> a, int layer)
        where TFormat : IFloatFormat
    {
        var kinks = new List<Kink>();
        foreach (var kink in activation.Kinks)
            for (var image = 0; image < a.Rows; image++)
            for (var unit = 0; unit < a.Columns; unit++)
            {
                var distance = kink == 0 ? a[image, unit] : a[image, unit] - Bounded<TFormat>.FromDouble(kink);
                if (distance.Step(default).Error > 0)
                    kinks.Add(new Kink(layer, image, unit, distance.Value, distance.Error));
            }
        return kinks;
    }
}
