using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Compare.Reference.Numerics;

public partial interface IReal<TSelf>
{
    static TSelf IModulusOperators<TSelf, TSelf, TSelf>.operator %(TSelf left, TSelf right) =>
        throw Unsupported("the remainder");

    static bool INumberBase<TSelf>.IsInteger(TSelf value) => throw Unsupported();

    static bool INumberBase<TSelf>.IsEvenInteger(TSelf value) => throw Unsupported();

    static bool INumberBase<TSelf>.IsOddInteger(TSelf value) => throw Unsupported();

    static TSelf IRootFunctions<TSelf>.Cbrt(TSelf x) => throw Unsupported();

    static TSelf IRootFunctions<TSelf>.Hypot(TSelf x, TSelf y) => throw Unsupported();

    static TSelf IRootFunctions<TSelf>.RootN(TSelf x, int n) => throw Unsupported();

    static TSelf IExponentialFunctions<TSelf>.Exp2(TSelf x) => throw Unsupported();

    static TSelf IExponentialFunctions<TSelf>.Exp10(TSelf x) => throw Unsupported();

    static TSelf ILogarithmicFunctions<TSelf>.Log2(TSelf x) => throw Unsupported();

    static TSelf ILogarithmicFunctions<TSelf>.Log10(TSelf x) => throw Unsupported();

    static TSelf IHyperbolicFunctions<TSelf>.Sinh(TSelf x) => throw Unsupported();

    static TSelf IHyperbolicFunctions<TSelf>.Cosh(TSelf x) => throw Unsupported();

    static TSelf IHyperbolicFunctions<TSelf>.Asinh(TSelf x) => throw Unsupported();

    static TSelf IHyperbolicFunctions<TSelf>.Acosh(TSelf x) => throw Unsupported();

    static TSelf IHyperbolicFunctions<TSelf>.Atanh(TSelf x) => throw Unsupported();

    static TSelf INumberBase<TSelf>.Parse(string s, NumberStyles style, IFormatProvider? provider) =>
        throw Unsupported();

    static TSelf INumberBase<TSelf>.Parse(ReadOnlySpan<char> s, NumberStyles style, IFormatProvider? provider) =>
        throw Unsupported();

    static bool INumberBase<TSelf>.TryParse(
        [NotNullWhen(true)] string? s,
        NumberStyles style,
        IFormatProvider? provider,
        out TSelf result
    ) => throw Unsupported();

    static bool INumberBase<TSelf>.TryParse(
        ReadOnlySpan<char> s,
        NumberStyles style,
        IFormatProvider? provider,
        out TSelf result
    ) => throw Unsupported();

    static TSelf IParsable<TSelf>.Parse(string s, IFormatProvider? provider) => throw Unsupported();

    static bool IParsable<TSelf>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out TSelf result) =>
        throw Unsupported();

    static TSelf ISpanParsable<TSelf>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => throw Unsupported();

    static bool ISpanParsable<TSelf>.TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out TSelf result) =>
        throw Unsupported();

    // One format, the invariant one of ToString(): numbers of this project do not depend on the culture.
    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString() ?? "";

    bool ISpanFormattable.TryFormat(
        Span<char> destination,
        out int charsWritten,
        ReadOnlySpan<char> format,
        IFormatProvider? provider
    )
    {
        var text = ToString() ?? "";
        charsWritten = text.TryCopyTo(destination) ? text.Length : 0;
        return charsWritten == text.Length;
    }

    private static NotSupportedException Unsupported([CallerMemberName] string member = "") =>
        new($"{typeof(TSelf).Name} does not implement {member}; no formula of this project needs it.");
}
