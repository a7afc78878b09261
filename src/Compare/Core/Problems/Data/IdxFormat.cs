using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Compare.Problems.Data;

/// <summary>The IDX format of MNIST, as far as images and labels need it: big-endian header, then unsigned bytes.</summary>
/// <remarks>
/// Source: Y. LeCun, C. Cortes and C. Burges, "The MNIST database of handwritten digits", section "File formats". The magic number
/// is two zero bytes, the type (8: unsigned byte) and the number of dimensions; one 32-bit number for each dimension follows.
/// </remarks>
internal static class IdxFormat
{
    /// <summary>Dimensions of an array of images: count, rows, columns.</summary>
    public const int ImageRank = 3;

    /// <summary>Dimensions of an array of labels: count.</summary>
    public const int LabelRank = 1;

    /// <summary>Greatest label.</summary>
    public const int MaxLabel = 9;

    private const uint UnsignedBytes = 0x0800;

    /// <summary>The magic number of an array.</summary>
    public static uint Magic(int rank) => UnsignedBytes + (uint)rank;

    /// <summary>Length of a header in bytes.</summary>
    public static int HeaderLength(int rank) => 4 + 4 * rank;

    /// <summary>The header of an array.</summary>
    public static byte[] Header(params ReadOnlySpan<int> dimensions)
    {
        var header = new byte[HeaderLength(dimensions.Length)];
        BinaryPrimitives.WriteUInt32BigEndian(header, Magic(dimensions.Length));
        for (var i = 0; i < dimensions.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + 4 * i), dimensions[i]);
        return header;
    }

    /// <summary>SHA-256 of an unpacked file, in lower-case hexadecimal.</summary>
    public static string Sha256(ReadOnlySpan<byte> values, params ReadOnlySpan<int> dimensions)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Header(dimensions));
        hash.AppendData(values);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
