using System.Globalization;
using System.Text.Json.Nodes;
using Compare.Results;

namespace Compare.Tests.Reports;

/// <summary>Reports made up for the tests of the writers.</summary>
internal static class Samples
{
    private static readonly (KeyPart, string) Sides = (KeyPart.Kind, "sides");

    private static readonly string[] Activations = ["relu", "sigmoid", "tanh", "identity", "negative"];

    /// <summary>One finding of each status, one figure of each kind, and what is awkward to write.</summary>
    public static Report Small { get; } =
        new(
            "gradients --hidden 2 --data \"my digits\"",
            [
                new Finding
                {
                    Key = Gradient("identity", 2, "float64", "loss", Sides),
                    Subject = "autoencoder, identity, k = 2, float64, loss: from scratch against TorchSharp",
                    Status = Status.Agrees,
                    Error = 0,
                    Bound = 1.25e-13,
                    Ratio = 0,
                    Basis = Basis.Derived,
                    Location = new Location
                    {
                        Tensor = "loss",
                        Values = [new("from scratch", 10.5), new("TorchSharp", 10.5)],
                    },
                    Power = new Power(15, 15, [], 1.25e-14),
                },
                new Finding
                {
                    Key = Gradient("identity", 2, "float64", "dW1", Sides),
                    Subject = "autoencoder, identity, k = 2, float64, dW1: from scratch against TorchSharp",
                    Status = Status.Rounding,
                    Error = 1.1102230246251565e-16,
                    Bound = 4.440892098500626e-16,
                    Ratio = 0.25,
                    Basis = Basis.Derived,
                    Location = Place("dW1", 1, 3, ("from scratch", 0.1), ("TorchSharp", 0.10000000000000009)),
                    Power = new Power(13, 15, ["sign", "factor-2"], 2),
                    Notes = ["1 of 16 pre-activations is within rounding of relu's kink", "2 updates"],
                },
                new Finding
                {
                    Key = Gradient(
                        "relu",
                        2,
                        "float32",
                        "dW2",
                        (KeyPart.Kind, "judge"),
                        (KeyPart.Party, "somebody's program")
                    ),
                    Subject = "autoencoder, relu, k = 2, float32, dW2: somebody's program against the judge",
                    Status = Status.Disagrees,
                    Error = 0.5,
                    Bound = 1e-7,
                    Ratio = 5e6,
                    Basis = Basis.Derived,
                    Location = Place("dW2", 0, 0, ("somebody's program", 1), ("judge", 0.5)) with
                    {
                        Outside = 8,
                        Compared = 8,
                        First = Place("dW2", 0, 1, ("somebody's program", 3), ("judge", 1.5)),
                    },
                    Cause = new Cause("factor-2", "twice too large", "A.6", "halve it")
                    {
                        Party = "somebody's program",
                        Tensors = ["dW1", "dW2"],
                        Evidence = "the loss is right",
                        Together = [new Cause("sign", "the sign is wrong", "A.4", "negate it")],
                        Alternatives =
                        [
                            [new Cause("batch", "not divided by B", "A.6", "divide")],
                        ],
                    },
                },
                new Finding
                {
                    Key = Gradient("relu", 2, "float32", "dW1", Sides),
                    Subject = "autoencoder, relu, k = 2, float32, dW1: from scratch against somebody's program",
                    Status = Status.Disagrees,
                    Error = double.PositiveInfinity,
                    Bound = 1e-7,
                    Ratio = double.NaN,
                    Basis = Basis.Estimated,
                    Location = Place("dW1", 0, 0, ("from scratch", 1), ("somebody's program", double.NaN)),
                    Cause = Cause.Hint("0 values of from scratch and 8 of somebody's program are not finite"),
                },
                new Finding
                {
                    Key = FindingKey.Of("optimizers").With(KeyPart.Rule, "rmsprop").With(KeyPart.Method, "free"),
                    Subject = "RMSProp, 200 updates, free-running",
                    Status = Status.Chaos,
                    Error = 0.0018,
                    Bound = 3e-16,
                    Ratio = 6e12,
                    Basis = Basis.Derived,
                    Location = Place("W1", 3, 17) with { Update = 20 },
                },
                new Finding
                {
                    Key = FindingKey.Of("optimizers").With(KeyPart.Rule, "sgd").With(KeyPart.Method, "dead"),
                    Subject = "SGD, relu with dead units",
                    Status = Status.Vacuous,
                    Cause = Cause.Reason("dW1 is exactly zero, so zeros in its place would have passed"),
                },
                new Finding
                {
                    Key = FindingKey.Of("optimizers").With(KeyPart.Rule, "nadam").With(KeyPart.Method, "trace"),
                    Subject = "a recorded rule that nobody knows",
                    Status = Status.Undecided,
                    Cause = Cause.Reason("nadam is no known rule: name one, or give its equation"),
                },
            ],
            [
                new BarFigure(
                    "figure/gradients/ratios",
                    "Gradients: error / bound",
                    "The worst element of each tensor.",
                    ["identity 2 float64", "relu 2 float32"],
                    [new BarSeries("dW1", [0.25, double.NaN]), new BarSeries("dW2", [0, 5e6])],
                    "error / bound",
                    Logarithmic: true,
                    Limit: 1
                ),
                new BarFigure(
                    "figure/times",
                    "Times",
                    "Of one step.",
                    ["SGD"],
                    [new BarSeries("from scratch", [0.35]), new BarSeries("TorchSharp", [0.5])],
                    "ms",
                    Logarithmic: false,
                    Limit: null
                ),
                new HistogramFigure(
                    "figure/gradients/pre-activations",
                    "Pre-activations",
                    "Where the activation functions are evaluated.",
                    [-0.5, 0, 0.5],
                    [new HistogramSeries("k = 2", [3, 5])],
                    "pre-activation"
                ),
                new LineFigure(
                    "figure/training/loss",
                    "Loss",
                    "Of each batch.",
                    [
                        new LineSeries("from scratch", [1, 2, 3], [10.5, double.NaN, 1234.5678]),
                        new LineSeries("TorchSharp", [1, 2], [10.5, -0.0]),
                    ],
                    "update",
                    "loss",
                    LogarithmicY: true
                ),
                new PanelFigure(
                    "figure/optimizers/sgd",
                    "A free run",
                    "Two losses and their distance.",
                    "update",
                    [
                        new LinePanel(
                            "loss",
                            LogarithmicY: true,
                            [
                                new LineSeries("from scratch", [1, 2], [2.5, 2.25]),
                                new LineSeries("TorchSharp", [1, 2], [2.5, double.PositiveInfinity]),
                            ]
                        ),
                        new LinePanel(
                            "distance",
                            LogarithmicY: false,
                            [
                                new LineSeries("apart", [1, 2], [0, 1e-16]),
                                new LineSeries("shadows", [1, 2], [1e-15, 2e-15]) { Low = [0, double.NaN] },
                            ]
                        ),
                    ],
                    [new FigureMarker(1, "horizon <1>"), new FigureMarker(2, "first departure")]
                )
                {
                    About = ["optimizers/sgd/dead"],
                },
                new ImageGridFigure(
                    "figure/training/reconstructions",
                    "Reconstructions",
                    "Originals and what became of them.",
                    2,
                    3,
                    [
                        new ImageRow(
                            "original",
                            [
                                [0, 128, 255, 255, 128, 0],
                            ]
                        ),
                        new ImageRow("from scratch", []),
                    ]
                ),
                new TableFigure(
                    "figure/bench/times",
                    "Times",
                    "Milliseconds per step.",
                    ["cell", "from scratch", "TorchSharp <b>"],
                    [
                        ["tanh, k = 25", "0.218", "0.561"],
                        ["sgd & co", "1.2", "1.65"],
                    ]
                ),
            ],
            new JsonObject
            {
                ["seconds"] = 12.75,
                ["libtorch"] = new JsonObject { ["version"] = "2.10.0", ["cuda"] = false },
                ["devices"] = new JsonArray(new JsonObject { ["name"] = "CPU" }),
            },
            new JsonObject
            {
                ["data"] = "Zürich <test> \u2028 🙂",
                ["seed"] = ulong.MaxValue,
                ["hidden"] = new JsonArray(2, 25),
                ["nothing"] = null,
                ["empty"] = new JsonArray(),
                ["limit"] = double.NaN,
            }
        );

    /// <summary>A report of the size and mixture of a real run, with every kind of figure.</summary>
    public static Report Large { get; } = MakeLarge();

    private static FindingKey Gradient(
        string activation,
        int k,
        string precision,
        string tensor,
        params (KeyPart, string)[] comparison
    ) =>
        FindingKey
            .Of("gradients")
            .With(KeyPart.Family, "autoencoder")
            .With(KeyPart.Activation, activation)
            .With(KeyPart.Size, k.ToString(CultureInfo.InvariantCulture))
            .With(KeyPart.Precision, precision)
            .With(KeyPart.Tensor, tensor)
            .With(comparison);

    private static Location Place(string tensor, int row, int column, params (string Name, double Value)[] values) =>
        new()
        {
            Tensor = tensor,
            Row = row,
            Column = column,
            Values = [.. values.Select(value => new NamedValue(value.Name, value.Value))],
        };

    private static Report MakeLarge()
    {
        var random = new Random(7);
        var findings = new List<Finding>();
        foreach (var activation in Activations)
        foreach (var precision in new[] { "float64", "float32" })
        foreach (var k in new[] { 25, 50, 100 })
        foreach (var tensor in new[] { "loss", "dW1", "dW2" })
        foreach (var (kind, parties) in Parties)
        {
            var unit = precision == "float32" ? 6e-8 : 1.1e-16;
            var value = random.NextDouble() * 0.1;
            var bound = unit * Math.Exp(random.NextDouble() * 3) * 40 * value;
            var ratio = random.Next(12) == 0 ? 0 : 0.3 * random.NextDouble() * random.NextDouble();
            var place =
                tensor == "loss" ? new Location { Tensor = tensor } : Place(tensor, random.Next(k), random.Next(784));
            findings.Add(
                new Finding
                {
                    Key = Gradient(activation, k, precision, tensor, kind),
                    Subject = string.Create(
                        CultureInfo.InvariantCulture,
                        $"autoencoder, {activation}, k = {k}, {precision}, {tensor}: {parties}"
                    ),
                    Status = ratio == 0 ? Status.Agrees : Status.Rounding,
                    Error = ratio * bound,
                    Bound = bound,
                    Ratio = ratio,
                    Basis = Basis.Derived,
                    Location = place with
                    {
                        Values = [new("from scratch", value), new("TorchSharp", value + ratio * bound)],
                    },
                    Power = kind.SequenceEqual([Sides]) ? new Power(15, 15, [], 3e-5) : null,
                    Notes =
                        activation == "relu" && precision == "float32"
                            ?
                            [
                                "2 of 2500 pre-activations are within rounding of relu's kink, the nearest 3.1e-8 at image 41, unit 7 (bound 9.9e-8); their branch counts as uncertain and widens the bound",
                            ]
                            : [],
                }
            );
        }
        findings[31] = Small.Findings[2] with { Key = findings[31].Key, Subject = findings[31].Subject };
        findings[33] = Small.Findings[3] with { Key = findings[33].Key, Subject = findings[33].Subject };
        findings[52] = Small.Findings[5] with { Key = findings[52].Key, Subject = findings[52].Subject };
        findings.AddRange(Small.Findings.Skip(4));
        return new Report("check --seed 3", findings, [.. Figures(findings, random)], Environment(), Settings());
    }

    private static IEnumerable<((KeyPart, string)[] Kind, string Parties)> Parties =>
        [
            ([Sides], "from scratch against TorchSharp"),
            ([(KeyPart.Kind, "judge"), (KeyPart.Party, "from scratch")], "from scratch against the judge"),
        ];

    private static IEnumerable<Figure> Figures(List<Finding> findings, Random random)
    {
        var sides = findings.Where(finding => finding.Key[KeyPart.Kind] == "sides").ToList();
        var parts = sides
            .Select(finding =>
                (
                    Cell: $"{finding.Key[KeyPart.Activation]} {finding.Key[KeyPart.Size]} {finding.Key[KeyPart.Precision]}",
                    Tensor: finding.Key[KeyPart.Tensor]!,
                    finding.Ratio
                )
            )
            .ToList();
        yield return new BarFigure(
            "figure/gradients/ratios",
            "Gradients: error / bound",
            "The worst element of each tensor: the difference of the two sides over what rounding can explain. Above 1 the sides "
                + "compute different things. A tensor whose sides have the same bits has no bar.",
            [.. parts.Select(part => part.Cell).Distinct()],
            [
                .. parts
                    .GroupBy(part => part.Tensor)
                    .Select(tensor => new BarSeries(tensor.Key, [.. tensor.Select(part => part.Ratio ?? double.NaN)])),
            ],
            "error / bound",
            Logarithmic: true,
            Limit: 1
        );
        yield return new BarFigure(
            "figure/bench/times",
            "One training step",
            "Median of 200 steps on one thread, both sides in turn; the line is what the processor's peak would allow.",
            ["25", "50", "100"],
            [new BarSeries("from scratch", [0.31, 0.48, 0.83]), new BarSeries("TorchSharp", [0.56, 0.73, 1.11])],
            "ms per step",
            Logarithmic: false,
            Limit: 0.68
        );
        var edges = Enumerable.Range(0, 41).Select(i => (i - 20) * 0.05).ToList();
        yield return new HistogramFigure(
            "figure/gradients/pre-activations",
            "Pre-activations W1 x of the batch",
            "Where the activation functions are evaluated. Close to 0 lies relu's kink; far out, sigmoid and tanh saturate and their "
                + "gradients vanish.",
            edges,
            [
                .. new[] { 25, 50, 100 }.Select(k => new HistogramSeries(
                    string.Create(CultureInfo.InvariantCulture, $"k = {k}"),
                    [
                        .. edges
                            .Skip(1)
                            .Select(edge =>
                                (long)(k * 8 * Math.Exp(-edge * edge * 12) * (0.8 + 0.4 * random.NextDouble()))
                            ),
                    ]
                )),
            ],
            "pre-activation"
        );
        var updates = Enumerable.Range(1, 320).Select(i => (double)i).ToList();
        double Loss(double update) => 8 + 44 * Math.Exp(-update / 60) + random.NextDouble() * 2;
        var loss = updates.Select(Loss).ToList();
        yield return new LineFigure(
            "figure/training/loss",
            "A short training: loss",
            "Loss of each batch, Eq. (1), on both sides (identity, k = 25, 320 updates of plain SGD with step size 0.02 on batches of "
                + "100, float32).",
            [
                new LineSeries("from scratch", updates, loss),
                new LineSeries("TorchSharp", updates, [.. loss.Select(l => l * 1.000001)]),
            ],
            "update",
            "loss, squared pixel units",
            LogarithmicY: false
        );
        yield return new LineFigure(
            "figure/training/distance",
            "A short training: distance of the two sides",
            "Largest difference of a weight. Where the sides have the same bits there is a gap.",
            [
                new LineSeries("free-running", updates, [.. updates.Select(u => u < 9 ? 0 : 1e-9 * Math.Exp(u / 25))]),
                new LineSeries("step-locked", updates, [.. updates.Select(_ => 1e-9 * (1 + random.NextDouble()))]),
                new LineSeries("bound of one update", updates, [.. updates.Select(_ => 8e-9)]),
            ],
            "update",
            "largest difference, dimensionless",
            LogarithmicY: true
        );
        foreach (var activation in new[] { "relu", "tanh", "sigmoid", "identity" })
            yield return FreeRun(activation, updates, [.. updates.Select(Loss)]) with
            {
                About =
                [
                    .. findings
                        .Where(finding =>
                            (finding.Key[KeyPart.Activation], finding.Key[KeyPart.Size]) == (activation, "25")
                        )
                        .Select(finding => finding.Id),
                ],
            };
        yield return Small.Figures.OfType<TableFigure>().Single() with
        {
            Id = "figure/bench/cells",
        };
        byte[] Digit(int shift, double noise) =>
            [
                .. Enumerable
                    .Range(0, 784)
                    .Select(i =>
                    {
                        double x = i % 28 - 14 + shift % 3,
                            y = i / 28 - 14;
                        var ring = Math.Exp(-Math.Pow(Math.Sqrt(x * x + y * y) - 5 - shift % 4, 2) / 3);
                        return (byte)Math.Clamp(255 * ring + noise * random.NextDouble() * 90, 0, 255);
                    }),
            ];
        yield return new ImageGridFigure(
            "figure/training/reconstructions",
            "A short training: originals and reconstructions",
            "Images of the training set and what each side makes of them afterwards.",
            28,
            28,
            [
                new ImageRow("original", [.. Enumerable.Range(0, 10).Select(i => Digit(i, 0))]),
                new ImageRow("from scratch", [.. Enumerable.Range(0, 10).Select(i => Digit(i, 1))]),
                new ImageRow("TorchSharp", [.. Enumerable.Range(0, 10).Select(i => Digit(i, 1))]),
            ]
        );
    }

    private static PanelFigure FreeRun(string activation, List<double> updates, List<double> loss) =>
        new(
            $"figure/gradients/autoencoder/{activation}/25",
            $"autoencoder, {activation}, k = 25, sgd, step size 0.02, float64",
            "Above, the loss of each batch on both sides; below it their difference with its bound and the shadows.",
            "update",
            [
                new LinePanel(
                    "loss",
                    LogarithmicY: true,
                    [new LineSeries("from scratch", updates, loss), new LineSeries("TorchSharp", updates, loss)]
                ),
                new LinePanel(
                    "difference of the losses",
                    LogarithmicY: true,
                    [
                        new LineSeries("difference", updates, [.. updates.Select(u => 1e-15 * u)]),
                        new LineSeries("bound", updates, [.. updates.Select(u => 1e-13 * u)]),
                        new LineSeries("shadows", updates, [.. updates.Select(u => 1e-14 * Math.Exp(u / 40))])
                        {
                            Low = [.. updates.Select(u => 1e-15 * Math.Exp(u / 40))],
                        },
                    ]
                ),
            ],
            [new FigureMarker(95, "horizon"), new FigureMarker(120, "first departure")]
        );

    private static JsonObject Environment() =>
        new()
        {
            ["version"] = "0.1.0",
            ["commit"] = "0123abc",
            ["machine"] = "Linux x64, 2 processors, AVX2 and FMA (256 bits)",
            [".NET"] = "10.0.4",
            ["libtorch"] = new JsonObject
            {
                ["version"] = "2.10.0",
                ["loaded"] = "weakened copy",
                ["cuda"] = false,
            },
            ["threads"] = 2,
            ["seconds"] = 31.4,
        };

    private static JsonObject Settings() =>
        new()
        {
            ["data"] = "digits",
            ["data sha256"] = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            ["batch"] = 100,
            ["seed"] = 3,
            ["activations"] = new JsonArray([.. Activations.Select(name => JsonValue.Create(name))]),
            ["hidden"] = new JsonArray(25, 50, 100),
            ["precisions"] = new JsonArray("float64", "float32"),
            ["relu'(0)"] = 0,
        };
}
