using System.Text.Json;
using Compare.Reference.Activations;
using Compare.Reference.Losses;
using Compare.Reference.Models;
using Compare.Reference.Numerics;
using Compare.Reference.Numerics.Products;
using Compare.Reference.Optimizers;
using Compare.Reference.Tests.Optimizers;

namespace Compare.Reference.Tests.Models;

/// <summary>Backpropagation examples that others have worked out and published, to the digits that they print.</summary>
public sealed class WorkedExamplesTests
{
    /// <summary>Two layers of two sigmoid units and the squared error: built from the parts that the models are built from.</summary>
    [Fact]
    public void Mazur_ForwardBackwardAndUpdate_AreReproduced()
    {
        var example = Example("mazur_2_2_2");
        var published = example.GetProperty("published");
        var sigmoid = Activation.Named("sigmoid", 0);
        var (w1, w2) = (Square(example.GetProperty("W1")), Square(example.GetProperty("W2")));
        var x = Row(example.GetProperty("x"));
        var target = Row(example.GetProperty("target"));

        var (a1, h) = Layer(sigmoid, x, w1, example.GetProperty("b1").GetDouble());
        var (a2, o) = Layer(sigmoid, h, w2, example.GetProperty("b2").GetDouble());
        var dA2 = new Matrix<double>(1, 2);
        double loss = 0;
        for (var j = 0; j < 2; j++)
        {
            dA2[0, j] = o[0, j] - target[0, j];
            loss += dA2[0, j] * dA2[0, j] / 2;
        }
        sigmoid.Backpropagate<double>(a2.Elements, o.Elements, dA2.Elements);
        var dW2 = Product(dA2, Transpose.Yes, h);
        var dA1 = Product(dA2, Transpose.No, w2);
        sigmoid.Backpropagate<double>(a1.Elements, h.Elements, dA1.Elements);
        var dW1 = Product(dA1, Transpose.Yes, x);

        AssertPrinted(published.GetProperty("hidden"), h.Elements);
        AssertPrinted(published.GetProperty("output"), o.Elements);
        AssertPrinted(published.GetProperty("output_17"), o.Elements);
        AssertPrinted(published.GetProperty("loss"), [loss]);
        AssertPrinted(published.GetProperty("loss_17"), [loss]);
        AssertPrinted(published.GetProperty("grad_W2_17"), dW2.Elements);
        var rule = Sgd.Homework with { LearningRate = example.GetProperty("lr").GetDouble() };
        AssertPrinted(published.GetProperty("new_W1"), Updated(rule, w1.Elements, dW1.Elements));
        AssertPrinted(published.GetProperty("new_W2"), Updated(rule, w2.Elements, dW2.Elements));
        var (b1, b2) = (example.GetProperty("b1").GetDouble(), example.GetProperty("b2").GetDouble());
        AssertPrinted(published.GetProperty("new_b1_if_biases_trained"), Updated(rule, [b1, b1], dA1.Elements));
        // The author went on from rounded numbers; the file says how far off that is.
        AssertPrinted(
            published.GetProperty("new_b2_if_biases_trained"),
            Updated(rule, [b2, b2], dA2.Elements),
            slip: example.GetProperty("steering_check_max_abs").GetProperty("nb2").GetDouble()
        );
    }

    /// <summary>
    /// One logistic output p is the softmax of the two logits (z, 0), so the example runs on the classifier itself: its label 0, "not",
    /// is the class of the logit that stays zero.
    /// </summary>
    [Fact]
    public void ScikitLearn_OneStepWithWeightDecay_IsReproduced()
    {
        var example = Example("sklearn_test_fit");
        var published = example.GetProperty("published");
        // W is stored input by output there, output by input here.
        var w1 = Transposed(Matrix<double>.From(example.GetProperty("W1").Numbers(), 3, 2));
        var b1 = Row(example.GetProperty("b1"));
        var w2 = new Matrix<double>(2, 2);
        example.GetProperty("W2").Numbers().CopyTo(w2.Row(0));
        var b2 = new Matrix<double>(1, 2);
        b2[0, 0] = example.GetProperty("b2").GetDouble();
        var x = Row(example.GetProperty("x"));
        var sigmoid = Activation.Named("sigmoid", 0);
        // The example was worked out by hand with rounded numbers; its source compares three decimals.
        const int decimals = 3;
        var model = new Network<double>(
            [new(w1, b1, sigmoid), new(w2, b2, Activation.None)],
            LossFunction.CrossEntropy,
            Target.Labels
        );

        var gradient = model.LossGradient(x, [1]);

        Assert.Equal(0, example.GetProperty("label").GetInt32());
        var hidden = new double[2];
        sigmoid.Apply<double>(gradient.Forward.PreActivations[0].Elements, hidden);
        AssertPrinted(published.GetProperty("hidden"), hidden);
        AssertPrinted(published.GetProperty("output"), [Math.Exp(LogProbability(model.Outputs(x)))], decimals);
        var rule = Sgd.Homework with { LearningRate = example.GetProperty("lr").GetDouble() };
        var decayed = rule with
        {
            WeightDecay = new WeightDecay { Coupled = example.GetProperty("alpha").GetDouble() },
        };
        var (dW1, dB1, dW2, dB2) = (
            gradient.Gradients[0],
            gradient.Gradients[1],
            gradient.Gradients[2],
            gradient.Gradients[3]
        );
        var newW1 = Matrix<double>.From(Updated(decayed, w1.Elements, dW1.Elements), 2, 3);
        AssertPrinted(published.GetProperty("new_W1"), Transposed(newW1).Elements, decimals);
        AssertPrinted(published.GetProperty("new_W2"), Updated(decayed, w2.Row(0), dW2.Row(0)), decimals);
        AssertPrinted(published.GetProperty("new_b1"), Updated(rule, b1.Elements, dB1.Elements), decimals);
        AssertPrinted(published.GetProperty("new_b2"), Updated(rule, b2.Elements[..1], dB2.Elements[..1]), decimals);
    }

    private static double LogProbability(Matrix<double> logits)
    {
        var logProbabilities = new double[logits.Columns];
        SoftmaxCrossEntropy.LogSoftmax<double>(logits.Row(0), logProbabilities);
        return logProbabilities[0];
    }

    /// <summary>An expression that is no model of ours: its derivatives by central differences in double-double.</summary>
    [Fact]
    public void Micrograd_Expression_IsReproduced()
    {
        var example = Example("micrograd_readme");
        var published = example.GetProperty("published");
        var (a, b) = (
            example.GetProperty("inputs").GetProperty("a").GetDouble(),
            example.GetProperty("inputs").GetProperty("b").GetDouble()
        );
        const double h = 1.0 / (1 << 20);
        double Slope(double da, double db) =>
            (
                (Micrograd(a + da * h, b + db * h) - Micrograd(a - da * h, b - db * h)) / DoubleDouble.FromDouble(2 * h)
            ).Hi;

        AssertPrinted(published.GetProperty("g"), [Micrograd(a, b).Hi]);
        AssertPrinted(published.GetProperty("dg_da"), [Slope(1, 0)]);
        AssertPrinted(published.GetProperty("dg_db"), [Slope(0, 1)]);
    }

    private static DoubleDouble Micrograd(double x, double y)
    {
        static DoubleDouble Number(double value) => DoubleDouble.FromDouble(value);
        static DoubleDouble Relu(DoubleDouble value)
        {
            DoubleDouble[] z = [value];
            Activation.Named("relu", 0).Apply<DoubleDouble>(z, z);
            return z[0];
        }
        var (a, b) = (Number(x), Number(y));
        var c = a + b;
        var d = a * b + b * b * b;
        c += c + Number(1);
        c += Number(1) + c - a;
        d += d * Number(2) + Relu(b + a);
        d += Number(3) * d + Relu(b - a);
        var e = c - d;
        var f = e * e;
        return f / Number(2) + Number(10) / f;
    }

    private static JsonElement Example(string name) =>
        RecordedVectors
            .Open("backprop_worked_examples.json")
            .GetProperty("examples")
            .EnumerateArray()
            .Single(example => example.GetProperty("name").GetString() == name);

    /// <summary>Half a unit of the last decimal that counts, and the rounding of the number that it is compared with.</summary>
    /// <param name="published">Numbers as they were printed.</param>
    /// <param name="actual">As many computed ones.</param>
    /// <param name="decimals">Decimals that count where an author rounded on the way; all that are printed if not given.</param>
    /// <param name="slip">By how much the file says that its author's numbers are off.</param>
    private static void AssertPrinted(
        JsonElement published,
        ReadOnlySpan<double> actual,
        int decimals = int.MaxValue,
        double slip = 0
    )
    {
        var texts = Texts(published).ToArray();
        Assert.Equal(texts.Length, actual.Length);
        for (var i = 0; i < texts.Length; i++)
        {
            var point = texts[i].IndexOf('.', StringComparison.Ordinal);
            var unit = Math.Pow(10, -Math.Min(decimals, texts[i].Length - point - 1));
            var expected = double.Parse(texts[i], System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(
                expected,
                actual[i],
                tolerance: Math.Max(unit / 2, slip) + 4 * Binary64.UnitRoundoff * Math.Abs(expected)
            );
        }
    }

    private static IEnumerable<string> Texts(JsonElement published) =>
        published.ValueKind == JsonValueKind.Array
            ? published.EnumerateArray().SelectMany(Texts)
            : [published.GetRawText()];

    private static double[] Updated(Sgd rule, ReadOnlySpan<double> theta, ReadOnlySpan<double> gradient)
    {
        var updated = theta.ToArray();
        rule.Update(updated, gradient, rule.CreateState<double>(updated.Length));
        return updated;
    }

    private static (Matrix<double> A, Matrix<double> Z) Layer(
        Activation activation,
        Matrix<double> x,
        Matrix<double> w,
        double bias
    )
    {
        var a = new Matrix<double>(x.Rows, w.Rows);
        a.Elements.Fill(bias);
        MatrixProduct.Multiply(x, Transpose.No, w, Transpose.Yes, a, accumulate: true);
        var z = new Matrix<double>(a.Rows, a.Columns);
        activation.Apply<double>(a.Elements, z.Elements);
        return (a, z);
    }

    private static Matrix<double> Product(Matrix<double> a, Transpose transposeA, Matrix<double> b)
    {
        var c = new Matrix<double>(transposeA == Transpose.No ? a.Rows : a.Columns, b.Columns);
        MatrixProduct.Multiply(a, transposeA, b, Transpose.No, c);
        return c;
    }

    private static Matrix<double> Square(JsonElement rows) => Matrix<double>.From(rows.Numbers(), 2, 2);

    private static Matrix<double> Row(JsonElement numbers)
    {
        var values = numbers.Numbers();
        return Matrix<double>.From(values, 1, values.Length);
    }

    private static Matrix<double> Transposed(Matrix<double> matrix)
    {
        var result = new Matrix<double>(matrix.Columns, matrix.Rows);
        for (var i = 0; i < matrix.Rows; i++)
        for (var j = 0; j < matrix.Columns; j++)
            result[j, i] = matrix[i, j];
        return result;
    }
}
