using System.Globalization;

namespace Compare.Problems.Recorded;

/// <summary>The dictionary at the start of an array: <c>{'descr': '&lt;f8', 'fortran_order': False, 'shape': (3, 17), }</c>.</summary>
/// <param name="Descr">The element type.</param>
/// <param name="IsFortranOrder">Whether the first index runs fastest.</param>
/// <param name="Shape">The shape.</param>
/// <remarks>
/// The grammar is that of what NumPy's <c>_write_array_header</c> prints, not Python's: exactly these three keys, each once, in any
/// order; strings in either quotation mark without escapes; True or False; a tuple of decimal integers; blanks and line feeds
/// between them; one comma after the last item is allowed, and demanded in a tuple of one. Nothing is evaluated.
/// </remarks>
internal sealed record NpyHeader(string Descr, bool IsFortranOrder, int[] Shape)
{
    /// <summary>NumPy's own limit.</summary>
    public const int MaxRank = 32;

    /// <summary>Parses a header.</summary>
    /// <param name="text">All of it, padding included.</param>
    /// <param name="place">File and entry, for errors.</param>
    /// <returns>The header.</returns>
    /// <exception cref="TraceFormatException">It does not follow the grammar, or a side is negative or too large.</exception>
    public static NpyHeader Parse(string text, string place) => new Parser(text, place).Parse();

    private ref struct Parser(string text, string place)
    {
        private int _at;

        public NpyHeader Parse()
        {
            string? descr = null;
            bool? isFortranOrder = null;
            int[]? shape = null;
            Expect('{');
            while (!Accept('}'))
            {
                var key = String();
                Expect(':');
                if (key == "descr" && descr is null)
                    descr = Descr();
                else if (key == "fortran_order" && isFortranOrder is null)
                    isFortranOrder = Boolean();
                else if (key == "shape" && shape is null)
                    shape = Shape();
                else
                    throw Keys(TraceFormatException.Quote(key));
                if (Accept(','))
                    continue;
                Expect('}');
                break;
            }
            SkipBlanks();
            if (_at < text.Length)
                throw Unexpected("its end");
            return new NpyHeader(
                descr ?? throw Keys("without 'descr'"),
                isFortranOrder ?? throw Keys("without 'fortran_order'"),
                shape ?? throw Keys("without 'shape'")
            );
        }

        private string Descr()
        {
            SkipBlanks();
            if (_at < text.Length && text[_at] is '[' or '(')
                throw TraceFormatException.Malformed(place, "type", "structured", "one number or text per element");
            return String();
        }

        private string String()
        {
            SkipBlanks();
            if (_at == text.Length || text[_at] is not ('\'' or '"'))
                throw Unexpected("a string");
            var start = _at + 1;
            var end = text.IndexOf(text[_at], start);
            if (end < 0)
                throw Unexpected("a string that ends");
            var content = text[start..end];
            var wrong = content.AsSpan().IndexOfAny("\\\n");
            _at = wrong < 0 ? end + 1 : start + wrong;
            return wrong < 0 ? content : throw Unexpected("a string without escapes and line ends");
        }

        private bool Boolean()
        {
            SkipBlanks();
            foreach (var value in (ReadOnlySpan<bool>)[true, false])
                if (text.AsSpan(_at).StartsWith(value ? "True" : "False", StringComparison.Ordinal))
                {
                    _at += value ? 4 : 5;
                    return value;
                }
            throw Unexpected("True or False");
        }

        private int[] Shape()
        {
            List<int> sides = [];
            Expect('(');
            while (!Accept(')'))
            {
                sides.Add(Side());
                if (sides.Count > MaxRank)
                    throw TraceFormatException.Malformed(
                        place,
                        "number of dimensions",
                        $"more than {MaxRank}",
                        $"at most {MaxRank}"
                    );
                if (Accept(','))
                    continue;
                // (3) is a number in Python, not a tuple.
                if (sides.Count == 1)
                    Expect(',');
                Expect(')');
                break;
            }
            return [.. sides];
        }

        private int Side()
        {
            SkipBlanks();
            var start = _at;
            if (_at < text.Length && text[_at] == '-')
                _at++;
            while (_at < text.Length && char.IsAsciiDigit(text[_at]))
                _at++;
            var digits = text[start.._at];
            if (digits is "" or "-" || (digits.Length > 1 && digits[0] == '0'))
            {
                _at = start;
                throw Unexpected("a whole number");
            }
            return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var side)
                ? side
                : throw TraceFormatException.Malformed(
                    place,
                    "a side of the shape",
                    digits.Length <= 20 ? digits : $"{digits[..20]}...",
                    FormattableString.Invariant($"0 to {int.MaxValue}")
                );
        }

        private bool Accept(char wanted)
        {
            SkipBlanks();
            if (_at == text.Length || text[_at] != wanted)
                return false;
            _at++;
            return true;
        }

        private void Expect(char wanted)
        {
            if (!Accept(wanted))
                throw Unexpected($"'{wanted}'");
        }

        private void SkipBlanks()
        {
            while (_at < text.Length && text[_at] is ' ' or '\n')
                _at++;
        }

        private readonly TraceFormatException Unexpected(string expected) =>
            TraceFormatException.Malformed(
                place,
                FormattableString.Invariant($"header at character {_at}"),
                _at == text.Length ? "its end" : $"'{text[_at]}'",
                expected
            );

        private readonly TraceFormatException Keys(string found) =>
            TraceFormatException.Malformed(
                place,
                "header key",
                found,
                "'descr', 'fortran_order' and 'shape', each once"
            );
    }
}
