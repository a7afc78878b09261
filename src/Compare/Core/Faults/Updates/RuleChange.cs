using System.Globalization;
using Compare.Faults.Rules;
using Compare.Results;

namespace Compare.Faults.Updates;

/// <summary>A hyper-parameter that has another value at an update, or from it on.</summary>
/// <param name="Parameter">Which one.</param>
/// <param name="UpdatesBefore">The number of updates before it.</param>
/// <param name="Lasts">Whether it holds from then on.</param>
/// <param name="From">Its value until then.</param>
/// <param name="To">Its value there.</param>
internal sealed record RuleChange(UpdateParameter Parameter, long UpdatesBefore, bool Lasts, double From, double To)
{
    /// <summary>The values in words, for example <c>coupled weight decay is 0.0002 and not 0.0001</c>.</summary>
    public string Words => $"{Parameter.Name} is {Numbers.Exact(To)} and not {Numbers.Exact(From)}";

    /// <summary>When, in words.</summary>
    /// <param name="firstUpdate">The number of the trace's first update.</param>
    /// <returns>For example <c>at update 37 alone</c>.</returns>
    public string When(long firstUpdate)
    {
        var number = (firstUpdate + UpdatesBefore).ToString(CultureInfo.InvariantCulture);
        return !Lasts ? $"at update {number} alone"
            : UpdatesBefore == 0 ? "throughout"
            : $"from update {number} on";
    }
}
