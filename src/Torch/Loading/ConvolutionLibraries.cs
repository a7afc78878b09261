using System.Runtime.InteropServices;

namespace Compare.Torch.Loading;

/// <summary>Switches for the libraries that libtorch computes convolutions with, where its C++ names can be found: with GCC and Clang.</summary>
/// <remarks>
/// NNPACK is switched off at once: where it does not know the processor, libtorch says so again at every convolution, thousands of times; where
/// oneDNN is there, as on every x64, it is not used anyway.
/// </remarks>
internal static class ConvolutionLibraries
{
    // at::globalContext(), at::Context::setUserEnabledNNPACK(bool) and at::Context::setUserEnabledMkldnn(bool).
    private const string ContextName = "_ZN2at13globalContextEv";
    private const string NnpackName = "_ZN2at7Context20setUserEnabledNNPACKEb";
    private const string OneDnnName = "_ZN2at7Context20setUserEnabledMkldnnEb";

    private static nint _core;

    /// <summary>Takes the library, and switches NNPACK off in it.</summary>
    /// <param name="core">Handle of libtorch_cpu.</param>
    public static void Prepare(nint core)
    {
        _core = core;
        Set(NnpackName, isOn: false);
    }

    /// <summary>Switches oneDNN, for the whole process.</summary>
    /// <param name="isOn">Whether it is used.</param>
    /// <returns>Whether there is such a switch.</returns>
    public static bool UseOneDnn(bool isOn) => Set(OneDnnName, isOn);

    private static bool Set(string name, bool isOn)
    {
        if (
            _core == 0
            || !NativeLibrary.TryGetExport(_core, ContextName, out var context)
            || !NativeLibrary.TryGetExport(_core, name, out var setter)
        )
            return false;
        Marshal.GetDelegateForFunctionPointer<SetEnabled>(setter)(
            Marshal.GetDelegateForFunctionPointer<GlobalContext>(context)(),
            (byte)(isOn ? 1 : 0)
        );
        return true;
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nint GlobalContext();

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void SetEnabled(nint context, byte enabled);
}
