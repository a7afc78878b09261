using Compare.Problems.Data;
using Compare.Problems.Parties;
using Compare.Reference.Numerics;
using Compare.Results;

namespace Compare.Homework.Audit;

/// <summary>Part 1 a): the loss and the gradients as they are printed, evaluated literally.</summary>
internal sealed class EquationClaims
{
    private const int Hidden = 25;

    private readonly IReadOnlyList<EquationCheck> _checks;
    private readonly int _d;
    private readonly int _k;

    /// <summary>Evaluates the equations on one image.</summary>
    /// <param name="autograd">The side that differentiates by itself.</param>
    /// <param name="images">The first of them is used.</param>
    public EquationClaims(IGradientSource autograd, ImageSet images)
        : this([
            .. Reference.Activations.Activation.Names.Select(name => new EquationCheck(autograd, images, name, Hidden)),
        ]) { }

    /// <summary>Takes evaluated equations.</summary>
    /// <param name="checks">One for each activation.</param>
    internal EquationClaims(IReadOnlyList<EquationCheck> checks)
    {
        _checks = checks;
        (_k, _d) = (checks[0].Gradients[0].Rows, checks[0].Gradients[0].Columns);
    }

    /// <summary>The equations against autograd and the judge.</summary>
    public IReadOnlyList<Finding> Findings => [.. _checks.SelectMany(check => check.Findings)];

    /// <summary>All claims, in the order of the homework.</summary>
    public IReadOnlyList<Claim> All() =>
        [Model(), Half(), Dimensions(), ChainRule(), Elements(), FirstLine(), LastLine(), Figure2Factor()];

    private Claim Model() =>
        new ClaimHead(
            "equations/model",
            "the model, and the mean squared error as its loss",
            "Eq. (1) to (3)"
        ).Complete(
            Evidence.Of(Confirmed("equation-4/loss")),
            $"half of Eq. (4), evaluated literally from Eq. (2) and (3) for one image, {Agreement("equation-4/loss")}",
            "W2 s(W1 x) and half its squared distance from x"
        );

    private Claim Half()
    {
        var ratios = _checks.Select(check => check.LossRatio).ToList();
        var isTwice = Confirmed("equation-4/loss");
        var gradients = Confirmed("figure-1/element") && Confirmed("figure-2/matrix");
        return new ClaimHead(
            "equations/half",
            "the loss of one image is its squared error, and the gradients printed below are its gradients",
            "Eq. (4), (5)"
        ).Complete(
            isTwice && gradients ? ClaimVerdict.HoldsWithCorrection : ClaimVerdict.Fails,
            Text(
                $"Eq. (4) over Eq. (1) with one image is 2, to within {Numbers.Text(ratios.Max(ratio => Math.Abs(ratio - 2)))}, with every activation; the printed gradients are autograd's of Eq. (1) {(gradients ? "within rounding" : "not even within rounding")}, so half those of Eq. (4)"
            ),
            "1/2 in front of Eq. (4) and (5), as in Eq. (1)"
        );
    }

    private Claim Dimensions()
    {
        var epsilon = _checks[0].Printed.Epsilon.Rows;
        // W2 as printed, k x d, has d rows after transposition, and meets e with d elements.
        var printed = PrintedEquations<double>.Product(
            new Matrix<double>(_k, _d),
            Transpose.Yes,
            new Matrix<double>(_d, 1),
            Transpose.No
        );
        return new ClaimHead("equations/dimensions", "epsilon has d elements, and W2 is k x d", "Figure 1").Complete(
            epsilon == _d && printed is not null ? ClaimVerdict.Holds : ClaimVerdict.HoldsWithCorrection,
            Text(
                $"with d = {_d} and k = {_k}: W1 x has {epsilon} elements; W2' e {(printed is null ? "does not exist" : "exists")} for a W2 of {_k} x {_d}, and has k elements, as printed, for one of {_d} x {_k}; the figure itself has epsilon in R^k further down"
            ),
            "epsilon in R^k, W2 in R^(d x k)"
        );
    }

    private Claim ChainRule()
    {
        var isRight = Confirmed("figure-1/element");
        var largest = _checks.Min(check => check.Gradients[0].Values.Max(Math.Abs));
        return new ClaimHead("equations/chain-rule", "the chain rule goes through w2_j", "Figure 1").Complete(
            isRight && largest > 0 ? ClaimVerdict.HoldsWithCorrection : ClaimVerdict.Fails,
            Text(
                $"w2_j is a weight and does not change with epsilon, so the product as printed is 0, while the largest element of dW1 is at least {largest:0.0e+00} with every activation; the next line, which has w2_j where dy / du_j belongs, {Agreement("figure-1/element")}"
            ),
            "dL/de * de/dy * dy/du_j * du_j/depsilon_j * depsilon_j/dW1_jl, with the code u"
        );
    }

    private Claim Elements() =>
        new ClaimHead("equations/elements", "an element of dW1 is -(sum W2_nj e_n) s'_j x_l", "Figure 1").Complete(
            Confirmed("figure-1/element") ? ClaimVerdict.Holds : ClaimVerdict.Fails,
            $"evaluated literally it {Agreement("figure-1/element")}",
            "the sum over the pixels, times s' at the unit, times the pixel"
        );

    private Claim FirstLine()
    {
        var exists = _checks.Any(check => check.Printed.Figure1FirstLine() is not null);
        return new ClaimHead("equations/first-line", "dW1 = -x [W2' e] * s'", "Figure 1, first matrix line").Complete(
            exists ? ClaimVerdict.CannotBeDecided
                : Confirmed("figure-1/matrix") ? ClaimVerdict.HoldsWithCorrection
                : ClaimVerdict.Fails,
            Text(
                $"x is {_d} x 1 and the bracket {_k} x 1: their product {(exists ? "exists for one hidden unit, which is not enough to tell" : "does not exist unless k = 1")}"
            ),
            "dW1 = -[(W2' e) * s'] x'"
        );
    }

    private Claim LastLine()
    {
        var form = _checks[0].Printed.Figure1LastLine();
        var asItStands = _checks
            .SelectMany(check => check.Both("figure-1/printed", "the last line", 1, check.Printed.Figure1LastLine()))
            .All(IsConfirmed);
        return new ClaimHead(
            "equations/last-line",
            "dW1 = -x [(W2' e) * s']', a d x k matrix",
            "Figure 1, last matrix line"
        ).Complete(
            asItStands ? ClaimVerdict.Holds
                : Confirmed("figure-1/matrix") ? ClaimVerdict.HoldsWithCorrection
                : ClaimVerdict.Fails,
            Text(
                $"it is {form.Rows} x {form.Columns} where W1 is {_k} x {_d}; transposed it {Agreement("figure-1/matrix")}"
            ),
            "its transpose, dW1 = -[(W2' e) * s'] x', a k x d matrix"
        );
    }

    private Claim Figure2Factor()
    {
        var code = Confirmed("figure-2/matrix");
        var asDerivative = _checks.ToDictionary(
            check => check.Activation,
            check => check.Distance(check.Printed.Figure2(check.Printed.Slope))
        );
        var asCode = _checks.Max(check => check.Distance(check.Printed.Figure2(check.Printed.U)));
        List<string> alike =
        [
            .. asDerivative.Where(distance => distance.Value <= asCode).Select(distance => distance.Key),
        ];
        return new ClaimHead("equations/figure-2", "dW2 = -(x - y) times nabla(epsilon)'", "Figure 2").Complete(
            code && alike.Count < _checks.Count ? ClaimVerdict.HoldsWithCorrection
                : code ? ClaimVerdict.Holds
                : ClaimVerdict.Fails,
            Text(
                $"with the code s(epsilon) as nabla(epsilon) it {Agreement("figure-2/matrix")}; with the derivative s'(epsilon) it is off by, in units of the largest element, {string.Join(", ", asDerivative.Select(distance => Text($"{distance.Key} {distance.Value:0.00}")))}; {(alike.Count == 0 ? "right with none of them" : $"right with {string.Join(", ", alike)}")}"
            ),
            "the code s(epsilon), which the line for y below calls sigma(epsilon)"
        );
    }

    private bool Confirmed(string equation) => _checks.SelectMany(check => check.About(equation)).All(IsConfirmed);

    private static bool IsConfirmed(Finding finding) => finding.Status is Status.Agrees or Status.Rounding;

    private string Agreement(string equation)
    {
        var findings = _checks.SelectMany(check => check.About(equation)).ToList();
        var worst = findings.Max(finding => finding.Ratio ?? double.PositiveInfinity);
        return Text(
            $"{(Confirmed(equation) ? "agrees" : "does not agree")} with autograd and the judge with every activation (error / bound at most {Numbers.Text(worst)})"
        );
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
