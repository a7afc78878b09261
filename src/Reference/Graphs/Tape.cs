using System.Numerics;
using Compare.Reference.Graphs.Operations;

namespace Compare.Reference.Graphs;

/// <summary>
/// A function of numbers as the list of operations that one evaluation of it took, to be evaluated and differentiated again in any
/// arithmetic with the backward rules of the graphs: one pass there and one back, however many arguments there are.
/// </summary>
public sealed class Tape
{
    /// <summary>More operations than this are not kept: they take a gigabyte and more.</summary>
    public const int MostOperations = 30_000_000;

    [ThreadStatic]
    private static Tape? _current;
    private static int _tapes;

    private readonly List<(TapeOperation Operation, int First, int Second)> _entries = [];
    private readonly List<double> _numbers = [];
    private readonly int[] _lengths;
    private int _result;

    private Tape(int[] lengths) => _lengths = lengths;

    /// <summary>Which tape it is, from 1.</summary>
    internal int Number { get; } = Interlocked.Increment(ref _tapes);

    /// <summary>The tape that the function being evaluated on this thread is noted on.</summary>
    internal static Tape Current =>
        _current
        ?? throw new InvalidOperationException(
            "The function has to be evaluated on the thread that asked for its value."
        );

    /// <summary>Evaluates a function once and notes what it does. Branches are those taken here.</summary>
    /// <param name="function">The function, on one array per argument.</param>
    /// <param name="arguments">The arguments; copied.</param>
    /// <returns>The tape.</returns>
    /// <exception cref="ArgumentException">The function takes more operations than are kept.</exception>
    /// <exception cref="InvalidOperationException">The function kept a number of another evaluation, or went to another thread.</exception>
    public static Tape Record(Func<IReadOnlyList<Traced[]>, Traced> function, IReadOnlyList<double[]> arguments)
    {
        var tape = new Tape([.. arguments.Select(argument => argument.Length)]);
        var before = _current;
        _current = tape;
        try
        {
            Traced[][] traced = [.. arguments.Select(argument => Array.ConvertAll(argument, tape.Argument))];
            tape._result = function(traced).PlaceOn(tape);
        }
        finally
        {
            _current = before;
        }
        return tape;
    }

    /// <summary>How many operations, arguments and constants there are.</summary>
    public int Count => _entries.Count;

    /// <summary>The value and the gradient.</summary>
    /// <typeparam name="T">The number type.</typeparam>
    /// <returns>The value, and one array per argument.</returns>
    public (T Value, T[][] Gradient) Differentiate<T>()
        where T : unmanaged,
            INumber<T>,
            IRootFunctions<T>,
            IExponentialFunctions<T>,
            ILogarithmicFunctions<T>,
            IHyperbolicFunctions<T>
    {
        var values = new T[_entries.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = Forward(i, values);
        var slopes = new T[_entries.Count];
        var reached = new bool[_entries.Count];
        (slopes[_result], reached[_result]) = (T.One, true);
        void Enter(int at, T slope)
        {
            slopes[at] = reached[at] ? slopes[at] + slope : slope; // (G.1)
            reached[at] = true;
        }
        for (var i = _result; i >= 0; i--)
            if (reached[i])
                Backward(i, values, slopes[i], Enter);
        var gradient = new T[_lengths.Length][];
        var start = 0;
        for (var p = 0; p < gradient.Length; p++)
        {
            gradient[p] = slopes[start..(start + _lengths[p])];
            start += _lengths[p];
        }
        return (values[_result], gradient);
    }

    /// <summary>Notes a constant.</summary>
    internal int Add(double constant) => Note(TapeOperation.Constant, constant);

    /// <summary>Notes an operation.</summary>
    internal Traced Add(TapeOperation operation, Traced x, Traced y, double value)
    {
        if (_entries.Count >= MostOperations)
            throw new ArgumentException(
                $"The function takes more than {MostOperations} operations on single numbers; write it as a graph of arrays."
            );
        _entries.Add((operation, x.PlaceOn(this), y.PlaceOn(this)));
        return new Traced(Number, _entries.Count - 1, value);
    }

    private Traced Argument(double value) => new(Number, Note(TapeOperation.Argument, value), value);

    private int Note(TapeOperation operation, double number)
    {
        _entries.Add((operation, _numbers.Count, 0));
        _numbers.Add(number);
        return _entries.Count - 1;
    }

    private T Forward<T>(int i, T[] values)
        where T : unmanaged,
            INumber<T>,
            IRootFunctions<T>,
            IExponentialFunctions<T>,
            ILogarithmicFunctions<T>,
            IHyperbolicFunctions<T>
    {
        var (operation, first, second) = _entries[i];
        if (operation <= TapeOperation.Constant)
            return T.CreateChecked(_numbers[first]);
        var (x, y) = (values[first], values[second]);
        return operation switch
        {
            TapeOperation.Add => x + y,
            TapeOperation.Subtract => x - y,
            TapeOperation.Multiply => x * y,
            TapeOperation.Divide => x / y,
            TapeOperation.Negate => -x,
            TapeOperation.Abs => T.Abs(x),
            TapeOperation.Sqrt => T.Sqrt(x),
            TapeOperation.Exp => T.Exp(x),
            TapeOperation.Log => T.Log(x),
            _ => T.Tanh(x),
        };
    }

    private void Backward<T>(int i, T[] values, T slope, Action<int, T> enter)
        where T : unmanaged,
            INumber<T>,
            IRootFunctions<T>,
            IExponentialFunctions<T>,
            ILogarithmicFunctions<T>,
            IHyperbolicFunctions<T>
    {
        var (operation, first, second) = _entries[i];
        switch (operation)
        {
            case TapeOperation.Argument or TapeOperation.Constant:
                break;
            case TapeOperation.Add:
                Binary<Add>();
                break;
            case TapeOperation.Subtract:
                Binary<Subtract>();
                break;
            case TapeOperation.Multiply:
                Binary<Multiply>();
                break;
            case TapeOperation.Divide:
                Binary<Divide>();
                break;
            case TapeOperation.Negate:
                Unary<Negate>();
                break;
            case TapeOperation.Abs:
                Unary<AbsoluteValue>();
                break;
            case TapeOperation.Sqrt:
                Unary<SquareRoot>();
                break;
            case TapeOperation.Exp:
                Unary<Exponential>();
                break;
            case TapeOperation.Log:
                Unary<Logarithm>();
                break;
            case TapeOperation.Tanh:
                Unary<HyperbolicTangent>();
                break;
        }

        void Unary<TRule>()
            where TRule : struct, IUnaryRule => enter(first, TRule.Back(values[first], values[i], slope));

        void Binary<TRule>()
            where TRule : struct, IBinaryRule
        {
            if (Matters(first))
                enter(first, TRule.First(values[first], values[second], values[i], slope));
            if (Matters(second))
                enter(second, TRule.Second(values[first], values[second], values[i], slope));
        }

        bool Matters(int operand) => _entries[operand].Operation != TapeOperation.Constant;
    }
}
