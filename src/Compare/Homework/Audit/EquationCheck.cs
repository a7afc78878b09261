using Compare.Oracles;
using Compare.Oracles.Gradients;
using Compare.Problems;
using Compare.Problems.Data;
using Compare.Problems.Parties;
using Compare.Reference.Numerics;
using Compare.Results;

namespace Compare.Homework.Audit;

/// <summary>
/// The printed equations of part 1 a) on one image and with one activation, against autograd and the judge: each must be right up to the
/// correction that the audit names.
/// </summary>
internal sealed class EquationCheck
{
    private readonly IGradientSource _autograd;
    private readonly Problem _problem;
    private readonly GradientTrace _trace;
    private readonly IReadOnlyList<JudgedTensor> _judged;

    /// <summary>Evaluates both.</summary>
    /// <param name="autograd">The side that differentiates by itself.</param>
    /// <param name="images">The first of them is used.</param>
    /// <param name="activation">Its name.</param>
    /// <param name="hidden">k.</param>
    public EquationCheck(IGradientSource autograd, ImageSet images, string activation, int hidden)
    {
        _autograd = autograd;
        Activation = activation;
        _problem = ImageProblems.Of(
            new AutoencoderSpec(activation, images.Dimension, hidden),
            images,
            Precision.Float64,
            batch: 1,
            seed: 0
        );
        _trace = autograd.Gradient(_problem);
        _judged = Judgement.Of(_problem, threads: 1).Tensors;
        Matrix<double> W(int parameter) =>
            Matrix<double>.From(
                _problem.Parameters[parameter].Values,
                _problem.Parameters[parameter].Rows,
                _problem.Parameters[parameter].Columns
            );
        Printed = new PrintedEquations<double>(
            Reference.Activations.Activation.Named(activation),
            Matrix<double>.From(_problem.Batch.X, images.Dimension, 1),
            W(0),
            W(1)
        );
        Findings =
        [
            Loss(factor: 2),
            .. Both("figure-1/element", "the line for one element", 1, Printed.Figure1Elements()),
            .. Both("figure-1/matrix", "the last line, transposed", 1, Transposed(Printed.Figure1LastLine())),
            .. Both("figure-2/matrix", "with the code as its factor", 2, Printed.Figure2(Printed.U)),
        ];
    }

    /// <summary>Name of the check in findings.</summary>
    public const string Check = "audit";

    /// <summary>Name of the activation.</summary>
    public string Activation { get; }

    /// <summary>The equations.</summary>
    public PrintedEquations<double> Printed { get; }

    /// <summary>Autograd's dW1, shape (k x d), and dW2, shape (d x k).</summary>
    public IReadOnlyList<NamedArray> Gradients => _trace.Gradients;

    /// <summary>One for each equation and each of autograd and judge.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>Eq. (4) over Eq. (1), of autograd's side.</summary>
    public double LossRatio => Printed.Loss / _trace.Loss!.Value;

    /// <summary>How far a form of dW2 is from autograd's, relative to its largest element.</summary>
    /// <param name="form">Shape (d x k).</param>
    public double Distance(Matrix<double> form) => Comparison.RelativeError(Named("dW2", form), _judged[2]);

    /// <summary>The findings of an equation.</summary>
    /// <param name="equation">The topic of their keys.</param>
    public IEnumerable<Finding> About(string equation) =>
        Findings.Where(finding => finding.Key[KeyPart.Topic] == equation);

    /// <summary>Rows for columns.</summary>
    public static Matrix<double> Transposed(Matrix<double> a)
    {
        var result = new Matrix<double>(a.Columns, a.Rows);
        for (var i = 0; i < a.Rows; i++)
        for (var j = 0; j < a.Columns; j++)
            result[j, i] = a[i, j];
        return result;
    }

    /// <summary>The printed loss against so many times the judge's: a power of two, which rounds nothing.</summary>
    internal Finding Loss(int factor)
    {
        var one = _judged[0];
        return Comparison.WithJudge(
            Head("equation-4/loss", kind: null, "Eq. (4), not halved", $"{factor} times the judge's Eq. (1)"),
            ("the printed form", NamedArray.Scalar("loss", Printed.Loss)),
            one with
            {
                Values = [one.Values[0] * DoubleDouble.FromDouble(factor)],
                Bounds = [factor * one.Bounds[0]],
            }
        );
    }

    /// <summary>A printed gradient, corrected, against autograd and the judge.</summary>
    /// <param name="equation">The topic of the keys.</param>
    /// <param name="correction">What was done to it.</param>
    /// <param name="parameter">1 for W1, 2 for W2.</param>
    /// <param name="form">The gradient.</param>
    internal IEnumerable<Finding> Both(string equation, string correction, int parameter, Matrix<double> form)
    {
        var judged = _judged[parameter];
        var printed = ("the printed form", Named(judged.Name, form));
        var words = $"Figure {parameter}, {correction}";
        yield return Comparison.OfSides(
            Head(equation, "autograd", words, $"{judged.Name} of {_autograd.Name}"),
            printed,
            (_autograd.Name, Gradients[parameter - 1]),
            judged
        );
        yield return Comparison.WithJudge(
            Head(equation, "judge", words, $"{judged.Name} of the judge"),
            printed,
            judged
        );
    }

    private FindingHead Head(string equation, string? kind, string printed, string other) =>
        new(
            FindingKey
                .Of(Check)
                .With(KeyPart.Topic, equation)
                .With(kind is null ? [] : [(KeyPart.Kind, kind)])
                .With(KeyPart.Activation, Activation),
            $"{printed}, {_problem.Model.Words}, one image: against {other}"
        );

    private static NamedArray Named(string name, Matrix<double> values) =>
        new(name, values.Rows, values.Columns, values.ToDoubles());
}
