using Compare.Results;

namespace Compare.Checks.Models;

/// <summary>The worst that was seen of one kind of tensor over all updates.</summary>
/// <param name="words">What is held against what.</param>
/// <param name="tensor">Its name for the key.</param>
internal sealed class HeldTensor(string words, string tensor)
{
    private double _ratio = -1;
    private (ModelPlace Place, long Update)? _worst;
    private bool _couldHaveFailed;
    private bool _isEqual = true;

    /// <summary>Takes in a comparison.</summary>
    /// <param name="place">The comparison.</param>
    /// <param name="update">The number of the update.</param>
    public void Add(ModelPlace place, long update)
    {
        _couldHaveFailed |= place.Difference.Scale > place.Allowed;
        _isEqual &= place.Difference.IsEqual;
        if (!(place.Ratio <= _ratio))
            (_ratio, _worst) = (place.Ratio, (place, update));
    }

    /// <summary>What it comes to, where nothing is clearly outside.</summary>
    /// <param name="updates">Over how many updates.</param>
    /// <returns>The finding.</returns>
    public Finding Complete(long updates)
    {
        var head = new FindingHead(
            FindingKey.Of(ModelCheck.Name).With(KeyPart.Tensor, tensor),
            FormattableString.Invariant($"{words}, {updates} {(updates == 1 ? "update" : "updates")}")
        )
        {
            Basis = Basis.Estimated,
        };
        if (_worst is not var (place, update))
            return head.Complete(Status.Vacuous, cause: Cause.Reason("neither of the two has it"));
        var status =
            !(_ratio <= 1) ? Status.Undecided
            : !_couldHaveFailed ? Status.Vacuous
            : _isEqual ? Status.Agrees
            : Status.Rounding;
        return head.Complete(
            status,
            place.Difference.Largest,
            place.Allowed,
            place.Difference.PlaceAt(update, place.Tensor.Words),
            status switch
            {
                Status.Undecided => Cause.Reason(
                    $"the difference is {Numbers.Text(_ratio)} times what rounding is estimated to do, which an estimate does not decide; the same model in float64 would"
                ),
                Status.Vacuous => Cause.Reason(
                    "no element is larger than what rounding may do, so nothing could have differed"
                ),
                _ => null,
            }
        );
    }
}
