namespace Compare.Problems.Data;

/// <summary>The checksum of gzip (RFC 1952, section 8): polynomial 0xEDB88320, four bytes at a time.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private const int Slices = 4;

    /// <summary>Row s: what a byte does to the checksum once s zero bytes have followed it.</summary>
    private static readonly uint[][] Tables = MakeTables();

    /// <summary>Takes more bytes in.</summary>
    /// <param name="crc">The state: all ones at first. The checksum is its complement.</param>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The new state.</returns>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        uint[] t0 = Tables[0],
            t1 = Tables[1],
            t2 = Tables[2],
            t3 = Tables[3];
        for (; bytes.Length >= Slices; bytes = bytes[Slices..])
        {
            crc ^= bytes[0] | (uint)bytes[1] << 8 | (uint)bytes[2] << 16 | (uint)bytes[3] << 24;
            crc = t3[crc & 0xFF] ^ t2[crc >> 8 & 0xFF] ^ t1[crc >> 16 & 0xFF] ^ t0[crc >> 24];
        }
        foreach (var b in bytes)
            crc = t0[(crc ^ b) & 0xFF] ^ crc >> 8;
        return crc;
    }

    private static uint[][] MakeTables()
    {
        var tables = new uint[Slices][];
        for (var s = 0; s < Slices; s++)
        {
            tables[s] = new uint[256];
            for (uint b = 0; b < 256; b++)
            {
                var crc = s == 0 ? b : tables[s - 1][b];
                for (var bit = 0; bit < 8; bit++)
                    crc = (crc & 1) != 0 ? crc >> 1 ^ Polynomial : crc >> 1;
                tables[s][b] = crc;
            }
        }
        return tables;
    }
}
