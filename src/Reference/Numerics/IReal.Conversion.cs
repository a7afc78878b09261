using System.Numerics;
using System.Runtime.CompilerServices;

namespace Compare.Reference.Numerics;

public partial interface IReal<TSelf>
{
    static bool INumberBase<TSelf>.TryConvertFromChecked<TOther>(TOther value, out TSelf result) =>
        TryConvertFrom(value, out result);

    static bool INumberBase<TSelf>.TryConvertFromSaturating<TOther>(TOther value, out TSelf result) =>
        TryConvertFrom(value, out result);

    static bool INumberBase<TSelf>.TryConvertFromTruncating<TOther>(TOther value, out TSelf result) =>
        TryConvertFrom(value, out result);

    static bool INumberBase<TSelf>.TryConvertToChecked<TOther>(TSelf value, out TOther result) =>
        TryConvertTo(value, out result);

    static bool INumberBase<TSelf>.TryConvertToSaturating<TOther>(TSelf value, out TOther result) =>
        TryConvertTo(value, out result);

    static bool INumberBase<TSelf>.TryConvertToTruncating<TOther>(TSelf value, out TOther result) =>
        TryConvertTo(value, out result);

    /// <summary>From every primitive number of at most 64 bits; exact wherever the type can hold the number.</summary>
    private static bool TryConvertFrom<TOther>(TOther value, out TSelf result)
        where TOther : INumberBase<TOther>
    {
        if (typeof(TOther) == typeof(double)) // without a box even before the compiler optimises
        {
            result = TSelf.FromDouble(Unsafe.As<TOther, double>(ref value));
            return true;
        }
        // The compiler keeps the one arm that fits TOther and removes the boxes.
        double? exact = (object)value switch
        {
            float x => x,
            Half x => (double)x,
            int x => x,
            uint x => x,
            short x => x,
            ushort x => x,
            byte x => x,
            sbyte x => x,
            _ => null,
        };
        if (exact is { } number)
        {
            result = TSelf.FromDouble(number);
            return true;
        }
        switch ((object)value)
        {
            case long x:
                // 64 bits do not fit a double, but each half does.
                result = TSelf.FromDouble(x & ~0xFFFF_FFFFL) + TSelf.FromDouble(x & 0xFFFF_FFFFL);
                return true;
            case ulong x:
                result = TSelf.FromDouble(x & ~0xFFFF_FFFFUL) + TSelf.FromDouble(x & 0xFFFF_FFFFUL);
                return true;
            default:
                result = default;
                return false;
        }
    }

    /// <summary>To double, and by way of double (rounding twice) to the smaller formats.</summary>
    private static bool TryConvertTo<TOther>(TSelf value, out TOther result)
        where TOther : INumberBase<TOther>
    {
        var number = TSelf.ToDouble(value);
        if (typeof(TOther) == typeof(double))
            result = (TOther)(object)number;
        else if (typeof(TOther) == typeof(float))
            result = (TOther)(object)(float)number;
        else if (typeof(TOther) == typeof(Half))
            result = (TOther)(object)(Half)number;
        else
        {
            result = default!;
            return false;
        }
        return true;
    }
}
