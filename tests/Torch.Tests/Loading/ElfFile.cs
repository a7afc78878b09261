using System.Text;

namespace Compare.Torch.Tests.Loading;

/// <summary>Writes a smallest ELF library that has versions: a reading of the format of its own, to check the reader with.</summary>
internal static class ElfFile
{
    public const string Library = "libother.so.1";
    public const string UsedVersion = "OTHER_1.0";
    public const string UnusedVersion = "OTHER_2.0";
    public const string WeakVersion = "OTHER_3.0";
    public const string DefinedVersion = "OWN_1.0";

    private const int HeaderSize = 64;
    private const string Strings = $"\0{Library}\0{UsedVersion}\0{UnusedVersion}\0{WeakVersion}\0{DefinedVersion}\0";

    /// <summary>
    /// One relocation, to symbol 1, which has version 2 (used). Symbol 2 has version 3 (unused); version 4 is weak and has no symbol.
    /// </summary>
    public static byte[] Make()
    {
        byte[] needs =
        [
            .. Fields("22444", 1, 3, At(Library), 16, 0),
            .. Fields("42244", 0, 0, 2, At(UsedVersion), 16),
            .. Fields("42244", 0, 0, 3, At(UnusedVersion), 16),
            .. Fields("42244", 0, 2, 4, At(WeakVersion), 0),
        ];
        byte[] definitions = [.. Fields("2222444", 1, 0, 1, 1, 0, 20, 0), .. Fields("44", At(DefinedVersion), 0)];
        (long Type, byte[] Content, int Link)[] sections =
        [
            (0, [], 0),
            (3, Encoding.ASCII.GetBytes(Strings), 0),
            (0x6fffffff, Fields("222", 0, 0x8002, 3), 5), // symbol 1 is hidden
            (0x6ffffffe, needs, 1),
            (4, Fields("888", 0x1000, (1L << 32) | 6, 0), 5),
            (11, new byte[3 * 24], 1), // symbols; only their number matters
            (0x6ffffffd, definitions, 1),
        ];

        var body = new List<byte>();
        var headers = new List<byte>();
        foreach (var (type, content, link) in sections)
        {
            var offset = HeaderSize + body.Count;
            headers.AddRange(Fields("4488884488", 0, type, 0, 0, offset, content.Length, link, 0, 1, 0));
            body.AddRange(content);
        }
        var table = HeaderSize + body.Count;
        return
        [
            .. "\x7f\u0045LF\u0002\u0001\u0001"u8,
            .. Fields("18", 0, 0),
            .. Fields("2248884222222", 3, 62, 1, 0, 0, table, 0, HeaderSize, 0, 0, 64, sections.Length, 0),
            .. body,
            .. headers,
        ];
    }

    private static int At(string name) => Strings.IndexOf($"\0{name}\0", StringComparison.Ordinal) + 1;

    /// <summary>Little-endian numbers, each of so many bytes as its digit says.</summary>
    private static byte[] Fields(string sizes, params long[] values) =>
        [.. sizes.Zip(values).SelectMany(field => BitConverter.GetBytes(field.Second)[..(field.First - '0')])];
}
