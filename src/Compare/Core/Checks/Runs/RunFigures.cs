using Compare.Problems.Recorded.Runs;
using Compare.Results;

namespace Compare.Checks.Runs;

/// <summary>The figures of two runs: differences over what rounding can do, by kind of tensor, and the losses.</summary>
internal static class RunFigures
{
    private const int MostPoints = 400;

    /// <summary>Makes the figures' data.</summary>
    /// <param name="reading">The runs.</param>
    /// <param name="places">All differences, in order.</param>
    /// <returns>The figures.</returns>
    public static IReadOnlyList<Figure> Of(RunReading reading, IReadOnlyList<RunPlace> places)
    {
        if (places.Count == 0)
            return [];
        var updates = reading.Updates;
        var stride = Math.Max(1, (updates.Count + MostPoints - 1) / MostPoints);
        // Of each stretch the largest, so that thinning takes away no peak.
        var stretches = Enumerable
            .Range(0, updates.Count)
            .GroupBy(i => i / stride)
            .Select(group => group.ToList())
            .ToList();
        var x = stretches.Select(stretch => (double)updates[stretch[0]]).ToList();
        var kinds = places.Select(place => place.Pair.A.Kind).Distinct().Order().ToList();
        var ratios = new double[kinds.Count][];
        for (var k = 0; k < kinds.Count; k++)
            ratios[k] = new double[updates.Count];
        foreach (var place in places)
        {
            ref var largest = ref ratios[kinds.IndexOf(place.Pair.A.Kind)][place.Index];
            largest = Math.Max(largest, place.Ratio);
        }
        List<LineSeries> series =
        [
            .. kinds
                .Select(
                    (kind, k) =>
                        new LineSeries(
                            Plural(kind),
                            x,
                            [.. stretches.Select(stretch => Positive(stretch.Max(i => ratios[k][i])))]
                        )
                )
                .Where(line => line.Y.Any(double.IsFinite)),
        ];
        List<LinePanel> panels = [];
        var losses = places
            .Where(place => place.Pair.A.Kind == RecordedKind.Loss && place.Difference.Length == 1)
            .ToList();
        var first = places.FirstOrDefault(place => !(place.Ratio <= 1));
        panels.Add(new LinePanel("difference / rounding", LogarithmicY: true, series));
        var distances = RunGrowth.Distances(reading, places);
        panels.Add(
            new LinePanel(
                "relative distance",
                LogarithmicY: true,
                [
                    new LineSeries(
                        "parameters",
                        x,
                        [.. stretches.Select(stretch => Positive(stretch.Max(i => distances[i])))]
                    ),
                ]
            )
        );
        List<Figure> figures =
        [
            new PanelFigure(
                "figure/runs/differences",
                "How far the two runs are apart",
                "Above, the largest difference of each kind of tensor over what rounding is estimated to do to it; below, the largest difference of a parameter relative to its tensor's largest element. Equal tensors leave a gap.",
                "update",
                panels,
                first is null ? [] : [new FigureMarker(first.Update, "first beyond rounding")]
            )
            {
                About = [FindingKey.Of(RunsCheck.Name).With(KeyPart.Topic, "first departure").Id],
            },
        ];
        if (losses.Count > 0)
            figures.Add(Losses(losses));
        figures.Add(Table(places));
        return figures;
    }

    private static PanelFigure Losses(List<RunPlace> losses)
    {
        var kept = losses.Where((_, i) => i % Math.Max(1, (losses.Count + MostPoints - 1) / MostPoints) == 0).ToList();
        var x = kept.Select(place => (double)place.Update).ToList();
        LineSeries Series(string name, Func<RunPlace, double> y) => new(name, x, [.. kept.Select(y)]);
        return new PanelFigure(
            "figure/runs/losses",
            "The losses of both runs",
            "Above, the loss of each update in both runs; below, their difference, with a gap where they are equal to the bit.",
            "update",
            [
                new LinePanel(
                    "loss",
                    LogarithmicY: false,
                    [Series("A", place => place.Difference.A), Series("B", place => place.Difference.B)]
                ),
                new LinePanel(
                    "difference",
                    LogarithmicY: true,
                    [Series("difference", place => Positive(place.Difference.Largest))]
                ),
            ],
            []
        );
    }

    private static TableFigure Table(IReadOnlyList<RunPlace> places) =>
        new(
            "figure/runs/tensors",
            "When each tensor parts",
            "The update at which a tensor first differs at all, the update at which it first differs by more than rounding is estimated to do, and its largest difference relative to its largest element.",
            ["tensor", "in B", "first different", "first beyond rounding", "largest relative difference"],
            [
                .. places
                    .GroupBy(place => place.Pair)
                    .Select(group =>
                        (IReadOnlyList<string>)
                            [
                                group.Key.A.Words,
                                group.Key.B.Words,
                                Update(group.FirstOrDefault(place => !place.Difference.IsEqual)),
                                Update(group.FirstOrDefault(place => !(place.Ratio <= 1))),
                                Numbers.Text(group.Max(place => place.Difference.Relative)),
                            ]
                    ),
            ]
        );

    private static string Update(RunPlace? place) => place is null ? "never" : Numbers.Text(place.Update);

    private static double Positive(double value) => value > 0 && double.IsFinite(value) ? value : double.NaN;

    private static string Plural(RecordedKind kind) =>
        kind switch
        {
            RecordedKind.Loss => "losses",
            RecordedKind.State => "optimizer state",
            RecordedKind.After => "parameters after",
            _ => $"{kind.ToString().ToLowerInvariant()}s",
        };
}
