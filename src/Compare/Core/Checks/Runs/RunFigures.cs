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
    public static IReadOnlyList<Figure> Of(RunReading reading, IReadOnlyList<RunsCheck.Place> places)
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
            .. kinds.Select(
                (kind, k) =>
                    new LineSeries(
                        Plural(kind),
                        x,
                        [.. stretches.Select(stretch => Positive(stretch.Max(i => ratios[k][i])))]
                    )
            ),
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

    private static LineFigure Losses(List<RunsCheck.Place> losses)
    {
        var x = losses.Select(place => (double)place.Update).ToList();
        // Where the two are equal, neither was kept.
        return new LineFigure(
            "figure/runs/losses",
            "Difference of the losses",
            "The difference of the two losses at each update; a gap where they are equal to the bit.",
            [new LineSeries("difference", x, [.. losses.Select(place => Positive(place.Difference.Largest))])],
            "update",
            "difference of the losses",
            LogarithmicY: true
        );
    }

    private static TableFigure Table(IReadOnlyList<RunsCheck.Place> places) =>
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

    private static string Update(RunsCheck.Place? place) => place is null ? "never" : Numbers.Text(place.Update);

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
