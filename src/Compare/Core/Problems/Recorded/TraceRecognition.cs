using Compare.Reference.Activations;

namespace Compare.Problems.Recorded;

/// <summary>Recognises by its keys what an archive holds, and checks that it is complete and finite.</summary>
/// <remarks>
/// A gradient has X, W1, W2, dW1, dW2, and may have b1 with db1, b2 with db2, loss and activation; an optimizer has theta and grad, and may have
/// lr and name; weights of a linear autoencoder have X, W1, W2 (or tied), and may have b1, b2, mean, scale, weight decays and a tolerance.
/// </remarks>
public static class TraceRecognition
{
    private static readonly string[] GradientKeys = [.. GradientLayout.Names];
    private static readonly string[] OptimizerKeys = ["theta", "grad"];

    /// <summary>Reads an archive and recognises what it holds.</summary>
    /// <param name="path">The file.</param>
    /// <returns>A <see cref="RecordedGradient"/>, a <see cref="RecordedOptimizer"/> or <see cref="RecordedWeights"/>.</returns>
    /// <exception cref="TraceFormatException">It cannot be read, or it is neither or both, incomplete, of shapes that do not fit, or not finite.</exception>
    public static RecordedTrace Read(string path) => Recognise(NpzReader.Read(path));

    /// <summary>Recognises what an archive holds.</summary>
    /// <param name="archive">The archive.</param>
    /// <returns>A <see cref="RecordedGradient"/>, a <see cref="RecordedOptimizer"/> or <see cref="RecordedWeights"/>.</returns>
    /// <exception cref="TraceFormatException">It is neither or both, incomplete, of shapes that do not fit, or not finite.</exception>
    internal static RecordedTrace Recognise(NpzArchive archive)
    {
        var gradient = GradientKeys.Count(key => archive.Find(key) is not null);
        var optimizer = OptimizerKeys.Count(key => archive.Find(key) is not null);
        var isGradient = gradient == GradientKeys.Length;
        var isOptimizer = optimizer == OptimizerKeys.Length;
        if (isGradient && isOptimizer)
            throw Keys(archive, "a gradient or an optimizer, not both");
        if (isGradient)
            return Gradient(archive);
        if (isOptimizer)
            return Optimizer(archive);
        if (IsWeights(archive))
            return Weights(archive);
        List<string> kinds = [];
        if (gradient > 0 || optimizer == 0)
            kinds.Add($"a gradient ({Missing(archive, GradientKeys)})");
        if (optimizer > 0 || gradient == 0)
            kinds.Add($"an optimizer ({Missing(archive, OptimizerKeys)})");
        if (gradient == 0 && optimizer == 0)
            kinds.Add("the weights of a linear autoencoder (X, W1, W2)");
        throw Keys(archive, string.Join(" or ", kinds));
    }

    private static readonly string[] WeightNumbers =
    [
        "weight_decay",
        "encoder_decay",
        "decoder_decay",
        "loss_gap",
        "angle",
    ];

    /// <summary>Rows and weights without any gradient.</summary>
    private static bool IsWeights(NpzArchive archive) =>
        archive.Find("X") is not null
        && archive.Find("W1") is not null
        && (archive.Find("W2") is not null || Scalar(archive, "tied") is > 0)
        && OptimizerKeys.Concat(["dW1", "dW2", "db1", "db2"]).All(key => archive.Find(key) is null);

    private static RecordedWeights Weights(NpzArchive archive)
    {
        var areTied = archive.Find("W2") is null;
        NpyArray[] arrays =
        [
            Numbers(archive, "X", isExact: true),
            Numbers(archive, "W1"),
            .. areTied ? Array.Empty<NpyArray>() : [Numbers(archive, "W2")],
        ];
        var layouts = Layouts(archive, arrays);
        // Fewer hidden units than inputs, or there is nothing to find.
        var layout = layouts.FirstOrDefault(layout => layout.Hidden < layout.Inputs) ?? layouts[0];
        var activation = ActivationName(archive);
        if (activation is not null && Activation.Named(activation).Slope is null)
            throw Wrong(
                archive,
                "activation",
                "the value",
                TraceFormatException.Quote(activation),
                "identity or negative: of others no optimum is known; with dW1 and dW2 it would be a gradient"
            );
        var x = Matrix(arrays[0], layout.X);
        var w1 = Matrix(arrays[1], layout.W1);
        return new RecordedWeights
        {
            File = archive.File,
            Precision = Coarsest(arrays.AsSpan(1)),
            Ignored = Others(
                archive,
                ["X", "W1", "W2", "b1", "b2", "mean", "scale", "tied", "activation", .. WeightNumbers]
            ),
            FormatNotes = Formats(arrays.AsSpan(1)),
            Layout = layout,
            X = x,
            W1 = w1,
            W2 = areTied ? RecordedGradient.Transpose(w1) with { Name = "W2" } : Matrix(arrays[2], layout.W2),
            AreTied = areTied,
            Vectors = new Dictionary<string, double[]>(
                new[]
                {
                    ("b1", layout.Hidden),
                    ("b2", layout.Inputs),
                    ("mean", layout.Inputs),
                    ("scale", layout.Inputs),
                }
                    .Where(vector => archive.Find(vector.Item1) is not null)
                    .Select(vector =>
                    {
                        var array = Numbers(archive, vector.Item1);
                        return array.Values.Length == vector.Item2
                            ? KeyValuePair.Create(vector.Item1, array.Values)
                            : throw Wrong(
                                archive,
                                vector.Item1,
                                "the shape",
                                array.ShapeWords,
                                FormattableString.Invariant($"{vector.Item2} numbers")
                            );
                    })
            ),
            Numbers = new Dictionary<string, double>(
                WeightNumbers
                    .Where(name => archive.Find(name) is not null)
                    .Select(name => KeyValuePair.Create(name, Scalar(archive, name)!.Value))
            ),
            Activation = activation,
        };
    }

    private static RecordedGradient Gradient(NpzArchive archive)
    {
        NpyArray[] arrays = [.. GradientKeys.Select(key => Numbers(archive, key, isExact: key == "X"))];
        var layouts = Layouts(archive, arrays);
        var layout = layouts[0];
        var tensors = arrays.Select((array, i) => Matrix(array, layout.Transposed[i])).ToArray();
        return new RecordedGradient
        {
            File = archive.File,
            Precision = Coarsest(arrays.AsSpan(3)),
            Ignored = Others(archive, [.. GradientKeys, "b1", "db1", "b2", "db2", "loss", "activation"]),
            FormatNotes = Formats(arrays),
            Layout = layout,
            OtherLayouts = [.. layouts.Skip(1)],
            X = tensors[0],
            Parameters = tensors[1..3],
            Gradients = tensors[3..],
            Biases = [Bias(archive, "b1", layout.Hidden), Bias(archive, "b2", layout.Inputs)],
            Loss = Scalar(archive, "loss"),
            Activation = ActivationName(archive),
        };
    }

    private static RecordedBias? Bias(NpzArchive archive, string key, int length)
    {
        string[] keys = [key, $"d{key}"];
        if (keys.All(name => archive.Find(name) is null))
            return null;
        if (keys.FirstOrDefault(name => archive.Find(name) is null) is { } missing)
            throw Keys(archive, $"{missing} beside {keys.Single(name => name != missing)}");
        NamedArray Vector(string name)
        {
            var array = Numbers(archive, name);
            return array.Values.Length == length
                ? new NamedArray(name, 1, length, array.Values)
                : throw Wrong(
                    archive,
                    name,
                    "the shape",
                    array.ShapeWords,
                    FormattableString.Invariant($"{length} numbers, one for each unit")
                );
        }
        return new RecordedBias(Vector(key), Vector($"d{key}"));
    }

    private static readonly string[] DeclaredKeys =
    [
        "beta1",
        "beta2",
        "eps",
        "epsilon",
        "momentum",
        "dampening",
        "alpha",
        "rho",
        "weight_decay",
        "momentum_decay",
        "nesterov",
        "amsgrad",
        "centered",
    ];

    private static RecordedOptimizer Optimizer(NpzArchive archive)
    {
        var theta = Numbers(archive, "theta");
        var gradient = Numbers(archive, "grad");
        foreach (var array in (NpyArray[])[theta, gradient])
            if (array.Shape.Count == 0)
                throw Wrong(archive, array.Name, "the shape", array.ShapeWords, "a row for each point in time");
        var updates = gradient.Shape[0];
        IReadOnlyList<int> expected = [updates + 1, .. gradient.Shape.Skip(1)];
        if (!theta.Shape.SequenceEqual(expected))
            throw Wrong(
                archive,
                "theta",
                "the shape",
                theta.ShapeWords,
                $"{(theta with { Shape = expected }).ShapeWords}: the start and the parameters after each update, grad being {gradient.ShapeWords}"
            );
        return new RecordedOptimizer
        {
            File = archive.File,
            Precision = Coarsest(theta),
            Ignored = Others(archive, [.. OptimizerKeys, "lr", "learning_rate", "name", "betas", .. DeclaredKeys]),
            FormatNotes = Formats(theta, gradient),
            Theta = Rows(theta),
            Gradients = Rows(gradient),
            LearningRate = Scalar(archive, "lr") ?? Scalar(archive, "learning_rate"),
            Declared = Declared(archive),
            Name = Text(archive, "name"),
        };
    }

    /// <summary>Hyper-parameters under their own names; a pair of betas is two of them.</summary>
    private static Dictionary<string, double> Declared(NpzArchive archive)
    {
        var declared = new Dictionary<string, double>();
        foreach (var key in DeclaredKeys)
            if (Scalar(archive, key) is { } value)
                declared[key] = value;
        if (archive.Find("betas") is { } betas)
        {
            if (betas.Text is not null || betas.Values.Length != 2)
                throw Wrong(archive, "betas", "the shape", betas.ShapeWords, "two numbers");
            CheckFinite(archive, betas);
            (declared["beta1"], declared["beta2"]) = (betas.Values[0], betas.Values[1]);
        }
        return declared;
    }

    /// <summary>An array that is there, not empty, finite, and of a floating-point format unless its numbers are exact anyway.</summary>
    private static NpyArray Numbers(NpzArchive archive, string key, bool isExact = false)
    {
        var array = archive.Find(key)!;
        if (array.Text is not null || (array.Precision is null && !isExact))
            throw Wrong(archive, key, "the type", $"'{array.Type}'", "float32 or float64");
        if (array.Values.Length == 0)
            throw Wrong(archive, key, "the shape", array.ShapeWords, "one element or more");
        CheckFinite(archive, array);
        return array;
    }

    private static double? Scalar(NpzArchive archive, string key)
    {
        if (archive.Find(key) is not { } array)
            return null;
        if (!array.IsScalar)
            throw Wrong(archive, key, "the value", array.Text is null ? array.ShapeWords : "a text", "one number");
        CheckFinite(archive, array);
        return array.Values[0];
    }

    private static string? Text(NpzArchive archive, string key)
    {
        if (archive.Find(key) is not { } array)
            return null;
        return array.Text ?? throw Wrong(archive, key, "the type", $"'{array.Type}'", "a text, such as '<U7'");
    }

    private static string? ActivationName(NpzArchive archive)
    {
        var name = Text(archive, "activation");
        if (name is not null && !Activation.Names.Contains(name))
            throw Wrong(
                archive,
                "activation",
                "the value",
                TraceFormatException.Quote(name),
                string.Join(", ", Activation.Names)
            );
        return name;
    }

    private static void CheckFinite(NpzArchive archive, NpyArray array)
    {
        var at = Array.FindIndex(array.Values, value => !double.IsFinite(value));
        if (at >= 0)
            throw Wrong(
                archive,
                array.Name,
                array.Shape.Count == 0 ? "the value" : $"element {array.PlaceOf(at)}",
                double.IsNaN(array.Values[at]) ? "NaN"
                    : array.Values[at] > 0 ? "infinity"
                    : "-infinity",
                "a finite number"
            );
    }

    private static NamedArray Matrix(NpyArray array, bool isTransposed)
    {
        var tensor = new NamedArray(array.Name, array.Shape[0], array.Shape[1], array.Values);
        return isTransposed ? RecordedGradient.Transpose(tensor) : tensor;
    }

    private static NamedArray Rows(NpyArray array) =>
        new(array.Name, array.Shape[0], array.Values.Length / array.Shape[0], array.Values);

    private static Precision Coarsest(params ReadOnlySpan<NpyArray> results)
    {
        foreach (var array in results)
            if (array.Precision == Precision.Float32)
                return Precision.Float32;
        return Precision.Float64;
    }

    private static string[] Formats(params ReadOnlySpan<NpyArray> arrays)
    {
        List<string> single = [],
            wide = [];
        foreach (var array in arrays)
            if (array.Precision is { } precision)
                (precision == Precision.Float32 ? single : wide).Add(array.Name);
        return single.Count == 0 || wide.Count == 0
            ? []
            : [$"Formats are mixed: float32 {string.Join(", ", single)}; float64 {string.Join(", ", wide)}."];
    }

    /// <summary>The ways in which matrices can be read, the default first.</summary>
    private static IReadOnlyList<GradientLayout> Layouts(NpzArchive archive, IEnumerable<NpyArray> arrays)
    {
        List<(int, int)> shapes = [];
        IReadOnlyList<GradientLayout> layouts = [];
        foreach (var array in arrays)
        {
            if (array.Shape.Count != 2)
                throw Wrong(archive, array.Name, "the shape", array.ShapeWords, "a matrix");
            var before = layouts;
            shapes.Add((array.Shape[0], array.Shape[1]));
            layouts = GradientLayout.Fitting(shapes);
            if (layouts.Count == 0)
                throw Wrong(archive, array.Name, "the shape", array.ShapeWords, Fitting(array.Name, before));
        }
        return layouts;
    }

    /// <summary>The shapes that an array may have, given how the arrays before it may be read.</summary>
    private static string Fitting(string name, IReadOnlyList<GradientLayout> layouts)
    {
        var shapes = layouts.SelectMany(layout =>
        {
            object hidden = name == "W1" ? "k" : layout.Hidden;
            return new[] { Side(hidden, layout.Inputs), Side(layout.Inputs, hidden) };
        });
        return string.Join(" or ", shapes.Distinct());
    }

    private static string Side(object rows, object columns) => FormattableString.Invariant($"{rows} x {columns}");

    private static string[] Others(NpzArchive archive, string[] used) =>
        [.. archive.Arrays.Select(array => array.Name).Where(name => !used.Contains(name))];

    private static string Missing(NpzArchive archive, string[] keys) =>
        $"{string.Join(", ", keys)}; missing {string.Join(", ", keys.Where(key => archive.Find(key) is null))}";

    private static TraceFormatException Keys(NpzArchive archive, string expected)
    {
        const int most = 20;
        var names = archive.Arrays.Select(array => TraceFormatException.Quote(array.Name));
        var more =
            archive.Arrays.Count > most ? FormattableString.Invariant($" and {archive.Arrays.Count - most} more") : "";
        return TraceFormatException.Malformed(
            archive.File,
            "the list of arrays",
            string.Join(", ", names.Take(most)) + more,
            expected
        );
    }

    private static TraceFormatException Wrong(
        NpzArchive archive,
        string name,
        string field,
        string found,
        string expected
    ) => TraceFormatException.Malformed(archive.PlaceOf(name), field, found, expected);
}
