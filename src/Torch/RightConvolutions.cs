using Compare.Torch.Loading;

namespace Compare.Torch;

/// <summary>
/// A time in which libtorch's convolutions are right: where <see cref="ConvolutionProbe"/> finds that they are not, oneDNN is switched off for it, for
/// the whole process.
/// </summary>
internal sealed class RightConvolutions : IDisposable
{
    private static readonly Lazy<bool> AreWrong = new(ConvolutionProbe.IsEverWrong);
    private static readonly Lock Gate = new();
    private static int _inside;
    private static volatile bool _hasNoSwitch;

    private RightConvolutions(bool isOff) => IsOff = isOff;

    /// <summary>Whether they are wrong, and oneDNN cannot be switched off.</summary>
    public static bool CannotBeHad => _hasNoSwitch;

    /// <summary>Whether oneDNN is switched off.</summary>
    public bool IsOff { get; }

    /// <summary>Begins it.</summary>
    public static RightConvolutions Begin()
    {
        if (!AreWrong.Value)
            return new(isOff: false);
        lock (Gate)
        {
            _hasNoSwitch = !ConvolutionLibraries.UseOneDnn(isOn: false);
            return new(!_hasNoSwitch && ++_inside > 0);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!IsOff)
            return;
        lock (Gate)
            if (--_inside == 0)
                ConvolutionLibraries.UseOneDnn(isOn: true);
    }
}
