using System.Text;
using Compare.Problems.Recorded;
using CsCheck;
using static Compare.Tests.Support.TraceBytes;

namespace Compare.Tests.Problems.Recorded;

public sealed class NpyReaderTests
{
    private const int NoLimit = NpzReader.MaxElements;
    private const string Good = "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }";
    private static readonly byte[] One = BitConverter.GetBytes(1.0);

    public static TheoryData<string> OtherSpellings =>
        new(
            "{'descr': '<f8', 'fortran_order': False, 'shape': (1,)}",
            "{'shape':(1,),'fortran_order':False,'descr':'<f8'}",
            "{\"descr\": \"<f8\", \"fortran_order\": True, \"shape\": (1, )}",
            "  { 'descr' : '<f8' ,\n 'fortran_order' : False , 'shape' : ( 1 , ) , } \n"
        );

    /// <summary>Header and what the message says of it.</summary>
    public static TheoryData<string, string> MalformedHeaders =>
        new()
        {
            { "", "header at character 0 is its end, expected '{'" },
            { "(1,)", "header at character 0 is '(', expected '{'" },
            { "{'descr': '<f8'", "header at character 15 is its end, expected '}'" },
            { "{'descr' '<f8'}", "header at character 9 is ''', expected ':'" },
            { "{'descr: <f8}", "header at character 1 is ''', expected a string that ends" },
            { "{descr: '<f8'}", "header at character 1 is 'd', expected a string" },
            { "{'descr': u'<f8'}", "header at character 10 is 'u', expected a string" },
            {
                "{'descr': '\\x3cf8'}",
                "header at character 11 is '\\', expected a string without escapes and line ends"
            },
            { "{'descr': '<f8',, }", "header at character 16 is ',', expected a string" },
            { "{, }", "header at character 1 is ',', expected a string" },
            { "{'fortran_order': 0}", "header at character 18 is '0', expected True or False" },
            { "{'fortran_order': Falsee}", "header at character 23 is 'e', expected '}'" },
            { "{'shape': 3}", "header at character 10 is '3', expected '('" },
            { "{'shape': (3)}", "header at character 12 is ')', expected ','" },
            { "{'shape': (3 4)}", "header at character 13 is '4', expected ','" },
            { "{'shape': (3, 4 5)}", "header at character 16 is '5', expected ')'" },
            { "{'shape': (,)}", "header at character 11 is ',', expected a whole number" },
            { "{'shape': (3L,)}", "header at character 12 is 'L', expected ','" },
            { "{'shape': (3.0,)}", "header at character 12 is '.', expected ','" },
            { "{'shape': (03,)}", "header at character 11 is '0', expected a whole number" },
            { "{'shape': (+3,)}", "header at character 11 is '+', expected a whole number" },
            { "{'shape': (2**31,)}", "header at character 12 is '*', expected ','" },
            { "{'shape': (-3, 1)}", "a side of the shape is -3, expected 0 to 2147483647" },
            { "{'shape': (2147483648,)}", "a side of the shape is 2147483648, expected 0 to 2147483647" },
            {
                "{'shape': (18446744073709551617,)}",
                "a side of the shape is 18446744073709551617, expected 0 to 2147483647"
            },
            {
                "{'shape': (100000000000000000000000000000,)}",
                "a side of the shape is 10000000000000000000..., expected 0 to 2147483647"
            },
            {
                $"{{'shape': ({string.Join(", ", Enumerable.Repeat(1, 33))})}}",
                "number of dimensions is more than 32, expected at most 32"
            },
            { Good + "x", "header at character 57 is 'x', expected its end" },
            { Good + "\0", "header at character 57 is '?', expected its end" },
            { Good + Good, "header at character 57 is '{', expected its end" },
            {
                "{'descr': '<f8', 'descr': '<f8', }",
                "header key is 'descr', expected 'descr', 'fortran_order' and 'shape', each once"
            },
            { "{'order': 'C'}", "header key is 'order', expected 'descr', 'fortran_order' and 'shape', each once" },
            { "{}", "header key is without 'descr', expected 'descr', 'fortran_order' and 'shape', each once" },
            {
                "{'descr': '<f8', 'shape': (1,)}",
                "header key is without 'fortran_order', expected 'descr', 'fortran_order' and 'shape', each once"
            },
            {
                "{'descr': '<f8', 'fortran_order': False, }",
                "header key is without 'shape', expected 'descr', 'fortran_order' and 'shape', each once"
            },
            { "{'descr': [('a', '<f4')], }", "type is structured, expected one number or text per element" },
            { "{'descr': ('<f4', (2,)), }", "type is structured, expected one number or text per element" },
        };

    /// <summary>Element type and what the message says of it.</summary>
    public static TheoryData<string, string> UnreadableTypes
    {
        get
        {
            const string readable = ", expected float16 to float64, integers, bool, or text";
            const string code = ", expected a byte order (<, > or |), a letter and a size, such as '<f8'";
            return new()
            {
                { "", "''" + code },
                { "<", "'<'" + code },
                { "f8", "'f8'" + code },
                { "=f8", "'=f8'" + code },
                { "<f", "'<f'" + readable },
                { "<f16", "'<f16'" + readable },
                { "<f08", "'<f08'" + readable },
                { "<f+8", "'<f+8'" + readable },
                { "<f8 ", "'<f8 '" + readable },
                { "<i3", "'<i3'" + readable },
                { "|b2", "'|b2'" + readable },
                { "<x8", "'<x8'" + readable },
                { "|f8", "'|f8', expected a byte order, < or >, for elements of several bytes" },
                { "<U0", "'<U0'" + readable },
                { "<U1025", "'<U1025', expected a text of at most 1024 characters" },
                { "|S99999999999", "'|S99999999999'" + readable },
                { "<c8", "'<c8' (complex)" + readable },
                { "|V8", "'|V8' (raw or structured)" + readable },
                { "<M8[s]", "'<M8[s]' (a time)" + readable },
            };
        }
    }

    [Theory]
    [MemberData(nameof(OtherSpellings))]
    public void Read_HeaderOfAnotherWriter_IsTheSame(string header)
    {
        var array = Read(Npy(header, header.Length, One));
        Assert.Equal([1], array.Shape);
        Assert.Equal([1.0], array.Values);
    }

    [Theory]
    [MemberData(nameof(MalformedHeaders))]
    public void Read_MalformedHeader_NamesTheCharacter(string header, string message) =>
        Refuses(Npy(header, header.Length, One), message);

    [Theory]
    [MemberData(nameof(UnreadableTypes))]
    public void Read_TypeThatIsNotRead_NamesIt(string type, string message) =>
        Refuses(Npy(Header(type, "(1,)"), One), "type is " + message);

    [Fact]
    public void Read_WrongStart_ShowsIt()
    {
        const string expected = "expected 934e554d5059 and a version, as np.save writes them";
        Refuses([], $"start is missing, {expected}");
        Refuses(Npy(Good, One)[..7], $"start is 934e554d5059, {expected}");
        Refuses([.. "PICKLE..."u8], $"start is 5049434b4c45, {expected}");
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(4, 0)]
    [InlineData(1, 1)]
    public void Read_OtherVersion_NamesIt(byte major, byte minor)
    {
        var bytes = Npy(Good, One);
        (bytes[6], bytes[7]) = (major, minor);
        Refuses(bytes, $"version is {major}.{minor}, expected 1.0, 2.0 or 3.0");
    }

    [Fact]
    public void Read_WrongHeaderLength_IsRefused()
    {
        // The header is cut before its last brace, or takes in the data.
        Refuses(Npy(Good, Good.Length - 1, One), "header at character 56 is its end, expected a string");
        Refuses(Npy(Good, Good.Length + 1, One), "header at character 57 is '?', expected its end");
        Refuses(Npy(Good, 10_001, One), "header length is 10001, expected at most 10000");
        Refuses(Npy(Good, int.MaxValue, One, major: 2), "header length is 2147483647, expected at most 10000");
        Refuses(Npy(Good, -1, One, major: 3), "header length is 4294967295, expected at most 10000");
        Refuses(Npy(Good, 9_000, One), "unpacked length is 75 bytes, expected 9010 bytes or more");
    }

    [Fact]
    public void Read_LongestHeader_IsRead()
    {
        var header = Good.PadRight(10_000);
        Assert.Equal([1.0], Read(Npy(header, header.Length, One)).Values);
    }

    [Theory]
    [InlineData("(2,)", "length is 136 bytes, expected 144 bytes (a header of 128 and shape (2,) of 8 each)")]
    [InlineData("(0, 5)", "length is 136 bytes, expected 128 bytes (a header of 128 and shape (0, 5) of 8 each)")]
    [InlineData(
        "(16384, 8192)",
        "length is 136 bytes, expected 1073741952 bytes (a header of 128 and shape (16384, 8192) of 8 each)"
    )]
    [InlineData(
        "(16384, 8193)",
        "shape is (16384, 8193), expected at most 134217728 elements (what is left of 134217728, 1 GiB as double)"
    )]
    [InlineData(
        "(2147483647, 2147483647, 2147483647)",
        "shape is (2147483647, 2147483647, 2147483647), expected at most 134217728 elements (what is left of 134217728, 1 GiB as double)"
    )]
    public void Read_ShapeThatDoesNotFit_NamesBoth(string shape, string message) =>
        Refuses(Npy(Header("<f8", shape), One), message);

    /// <summary>The length is a lie, so that only what arrives can tell.</summary>
    [Theory]
    [InlineData("(2,)", "unpacked length is 136 bytes, expected 144 bytes or more")]
    [InlineData("(100000000,)", "unpacked length is 136 bytes, expected 16512 bytes or more")]
    [InlineData("(0,)", "unpacked length is more than 128 bytes, expected 128 bytes")]
    public void Read_MoreOrFewerBytesThanDeclared_IsRefused(string shape, string message)
    {
        var header = Header("<f8", shape);
        var count = long.Parse(shape[1..^2], System.Globalization.CultureInfo.InvariantCulture);
        var error = Assert.Throws<TraceFormatException>(() =>
            NpyReader.Read(new MemoryStream(Npy(header, One)), 128 + 8 * count, "X", "X", NoLimit)
        );
        Assert.Equal($"X: {message}.", error.Message);
    }

    [Fact]
    public void Read_IntegersAtTheLimitOfDouble_AreExactOrRefused()
    {
        const long exact = 1L << 53;
        Assert.Equal([9007199254740992.0], Read(Npy(Header("<i8", "()"), BitConverter.GetBytes(exact))).Values);
        Assert.Equal([9007199254740994.0], Read(Npy(Header("<i8", "()"), BitConverter.GetBytes(exact + 2))).Values);
        Assert.Equal(
            [-9223372036854775808.0],
            Read(Npy(Header("<i8", "()"), BitConverter.GetBytes(long.MinValue))).Values
        );
        void Inexact(string type, byte[] bytes, string number) =>
            Refuses(
                Npy(Header(type, "()"), bytes),
                $"an element is {number}, expected an integer that a double holds exactly"
            );
        Inexact("<i8", BitConverter.GetBytes(exact + 1), "9007199254740993");
        Inexact("<i8", BitConverter.GetBytes(-exact - 1), "-9007199254740993");
        Inexact("<i8", BitConverter.GetBytes(long.MaxValue), "9223372036854775807");
        Inexact("<u8", BitConverter.GetBytes(ulong.MaxValue), "18446744073709551615");
        Inexact(">i8", [0, 0x20, 0, 0, 0, 0, 0, 1], "9007199254740993");
    }

    [Fact]
    public void Read_TextShorterThanItsType_LosesTheFillOnly()
    {
        Assert.Equal("adam", Read(Npy(Header("|S6", "()"), [.. "adam\0\0"u8])).Text);
        Assert.Equal("a\0b", Read(Npy(Header("<U4", "()"), Encoding.UTF32.GetBytes("a\0b\0"))).Text);
        Assert.Equal("", Read(Npy(Header("<U1", "()"), new byte[4])).Text);
    }

    [Fact]
    public void Read_WhatIsNoCharacterOrTruthValue_IsRefused()
    {
        Refuses(Npy(Header("<U1", "()"), [0, 0xD8, 0, 0]), "character 0 is 0xd800, expected a Unicode scalar value");
        Refuses(
            Npy(Header("<U2", "()"), [65, 0, 0, 0, 0, 0, 0x11, 0]),
            "character 1 is 0x110000, expected a Unicode scalar value"
        );
        Refuses(Npy(Header("|S2", "()"), [65, 0x80]), "character 1 is 0x80, expected ASCII");
        Refuses(
            Npy(Header("<U1", "(2,)"), [65, 0, 0, 0, 66, 0, 0, 0]),
            "shape is (2,) of texts, expected one text, or numbers"
        );
        Refuses(Npy(Header("|b1", "()"), [2]), "a truth value is 2, expected 0 or 1");
    }

    /// <summary>Any shape up to rank 5, written with the first index fastest by a formula of its own.</summary>
    [Fact]
    public void Read_FortranOrderOfAnyShape_GivesCOrder() =>
        Gen.Int[1, 4]
            .Array[0, 5]
            .Sample(shape =>
            {
                var count = shape.Aggregate(1, (n, side) => n * side);
                var stored = new double[count];
                for (var c = 0; c < count; c++)
                {
                    int rest = c,
                        at = 0;
                    for (var axis = shape.Length - 1; axis >= 0; axis--)
                    {
                        at += rest % shape[axis] * shape[..axis].Aggregate(1, (n, side) => n * side);
                        rest /= shape[axis];
                    }
                    stored[at] = c;
                }
                var words = shape.Length == 1 ? $"({shape[0]},)" : $"({string.Join(", ", shape)})";
                var read = Read(
                    Npy(Header("<f8", words, isFortran: true), [.. stored.SelectMany(BitConverter.GetBytes)])
                );
                return read.Shape.SequenceEqual(shape)
                    && read.Values.SequenceEqual(Enumerable.Range(0, count).Select(i => (double)i));
            });

    /// <summary>Longer than one piece of the reader, and than its first memory.</summary>
    [Theory]
    [InlineData("<f8", 8)]
    [InlineData("|u1", 1)]
    public void Read_ManyPieces_GivesEveryElement(string type, int size)
    {
        foreach (var count in new[] { 16_384 / size, 16_384 / size + 1, 40_000, 100_001 })
        {
            var expected = Enumerable.Range(0, count).Select(i => (double)(i % 251)).ToArray();
            byte[] data = [.. expected.SelectMany(x => size == 8 ? BitConverter.GetBytes(x) : [(byte)x])];
            Assert.Equal(expected, Read(Npy(Header(type, $"({count},)"), data)).Values);
        }
    }

    [Fact]
    public void PlaceOf_AnyIndex_IsPythons()
    {
        Assert.Equal("[1, 2, 3]", new NpyArray("a", "<f8", [2, 3, 4], new double[24], null).PlaceOf(23));
        Assert.Equal("[]", new NpyArray("a", "<f8", [], [1], null).PlaceOf(0));
    }

    private static NpyArray Read(byte[] bytes) =>
        NpyReader.Read(new MemoryStream(bytes), bytes.Length, "X", "X", NoLimit);

    private static void Refuses(byte[] bytes, string message)
    {
        var error = Assert.Throws<TraceFormatException>(() => Read(bytes));
        Assert.Equal($"X: {message}.", error.Message);
    }
}
