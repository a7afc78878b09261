using Compare.Homework.Runs;
using Compare.Homework.Tables;
using Compare.Problems.Data;

namespace Compare.Tests.Homework.Audit;

/// <summary>
/// Results that nobody trained: losses and accuracies as the homework's text has them, so that nearly all of its claims hold, and whatever a test
/// changes in them.
/// </summary>
internal sealed class ConstructedRuns
{
    /// <summary>Pixels of the constructed images: two units a pixel fit into the smallest hidden layer of Table 1.</summary>
    public const int Pixels = 9;

    private const double Unit = 7.84;

    private readonly Dictionary<Cell, CellResult> _runs = [];

    public ConstructedRuns(int epochs = 30, int classifierEpochs = 15)
    {
        Grid = new Grid("abc", Seeds: 1, Runs: 1, epochs, SmallEpochs: 20, classifierEpochs);
        foreach (var cell in Grid.Table1)
        {
            var (train, test) = Paper.Table1(cell.Row, cell.Hidden);
            var rate =
                cell.Hidden == 25 ? 0.5
                : cell.Row is "identity" or "negative" ? 0.6
                : 0.9;
            Put(cell, Falling(train * Unit, rate), Falling(test, rate), 0, Mirror(cell, shows: true));
        }
        foreach (var cell in Grid.Small)
            Put(
                cell,
                Falling(100.0 / cell.Hidden, 0.5),
                Falling(100.0 / cell.Hidden, 0.5),
                0,
                Mirror(cell, shows: cell.Hidden >= 15)
            );
        foreach (var cell in Grid.OtherSteps)
        {
            var (train, test) = Paper.Table1(cell.Row, cell.Hidden);
            Put(cell, Falling(1.2 * train * Unit, 0.5), Falling(1.2 * test, 0.5), 0, Mirror(cell, shows: true));
        }
        foreach (var cell in Grid.Table2)
            Put(cell, epoch => Loss(cell.Row, cell.StepSize, epoch), _ => 1, Paper.Table2(cell.Row, cell.StepSize), []);
    }

    public Grid Grid { get; }

    public RunResults Results => new(Grid, _runs);

    /// <summary>Ten images of 3 x 3 pixels, each its own class: the numbers from 1 to 10 in four pixels, which fit into five units.</summary>
    public static Dataset Images()
    {
        var pixels = new byte[10 * Pixels];
        for (var image = 0; image < 10; image++)
        for (var bit = 0; bit < 4; bit++)
            if (((image + 1) >> bit & 1) == 1)
                pixels[image * Pixels + bit] = 255;
        var images = new ImageSet(3, 3, pixels, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        return new Dataset("binary", images, images, "here");
    }

    /// <summary>Changes the losses of every run that fits.</summary>
    public ConstructedRuns WithLosses(
        Func<Cell, bool> which,
        Func<Cell, int, double, double> train,
        Func<Cell, int, double, double> test
    )
    {
        foreach (var cell in _runs.Keys.Where(which).ToList())
            _runs[cell] = _runs[cell] with
            {
                TrainLosses = [.. _runs[cell].TrainLosses.Select((loss, epoch) => train(cell, epoch + 1, loss))],
                TestLosses = [.. _runs[cell].TestLosses.Select((loss, epoch) => test(cell, epoch + 1, loss))],
            };
        return this;
    }

    /// <summary>Changes training and test losses alike.</summary>
    public ConstructedRuns WithLosses(Func<Cell, bool> which, Func<Cell, int, double, double> loss) =>
        WithLosses(which, loss, loss);

    public ConstructedRuns WithAccuracy(Func<Cell, bool> which, double percent)
    {
        foreach (var cell in _runs.Keys.Where(which).ToList())
            _runs[cell] = _runs[cell] with { Accuracies = [.. _runs[cell].Accuracies.Select(_ => percent / 100)] };
        return this;
    }

    /// <summary>Changes whether autoencoders show their images.</summary>
    public ConstructedRuns Showing(Func<Cell, bool> which, bool shows)
    {
        foreach (var cell in _runs.Keys.Where(which).ToList())
            _runs[cell] = _runs[cell] with { Weights = Mirror(cell, shows) };
        return this;
    }

    public ConstructedRuns Without(Func<Cell, bool> which)
    {
        foreach (var cell in _runs.Keys.Where(which).ToList())
            _runs.Remove(cell);
        return this;
    }

    private void Put(
        Cell cell,
        Func<int, double> train,
        Func<int, double> test,
        double percent,
        IReadOnlyList<byte[]> weights
    )
    {
        double[] Curve(Func<int, double> of) => [.. Enumerable.Range(1, cell.Epochs).Select(of)];
        _runs[cell] = new CellResult
        {
            Settings = cell.Settings,
            Updates = cell.Epochs,
            TrainLosses = Curve(train),
            TestLosses = Curve(test),
            Accuracies = Curve(_ => percent / 100),
            StepsBetweenLosses = 1,
            StepLosses = [2.32],
            Weights = weights,
            Environment = new Dictionary<string, string>(),
        };
    }

    /// <summary>A curve that ends, after any number of epochs that matter, near a value.</summary>
    private static Func<int, double> Falling(double to, double rate) => epoch => to * (1 + Math.Pow(rate, epoch));

    /// <summary>Weights that give every image back, up to third powers of small numbers; or nothing but grey.</summary>
    private static IReadOnlyList<byte[]> Mirror(Cell cell, bool shows)
    {
        const double Small = 0.01;
        var w1 = new double[cell.Hidden * Pixels];
        var w2 = new double[Pixels * cell.Hidden];
        // s(a) - s(-a), over what it is for small a.
        var slope = cell.Row switch
        {
            "negative" => -2,
            "sigmoid" => 0.5,
            "relu" => 1,
            _ => 2,
        };
        for (var i = 0; shows && i < Math.Min(Pixels, cell.Hidden); i++)
        {
            w1[i * Pixels + i] = (float)Small;
            if (cell.Hidden >= 2 * Pixels)
            {
                w1[(Pixels + i) * Pixels + i] = (float)-Small;
                w2[i * cell.Hidden + i] = (float)(1 / (Small * slope));
                w2[i * cell.Hidden + Pixels + i] = (float)(-1 / (Small * slope));
            }
            else
                w2[i * cell.Hidden + i] = (float)(1 / Small);
        }
        return [CellResult.Bytes(w1), CellResult.Bytes(w2)];
    }

    private static double Loss(string rule, double step, int epoch) =>
        (rule, step) switch
        {
            ("sgd", 0.5) => 0.2 * Math.Pow(0.7, epoch - 1),
            ("adagrad", 0.5) => 0.6,
            (_, 0.5) => 2.31,
            ("sgd", 1e-2) => 0.6 * Math.Pow(0.95, epoch - 1),
            ("momentum", 1e-2) => 0.4 * Math.Pow(0.75, epoch - 1),
            ("rmsprop", 1e-2) => 0.1 - 0.0003 * epoch,
            ("adagrad", 1e-2) => 0.2 * Math.Pow(0.75, epoch - 1),
            (_, 1e-2) => 0.2 * Math.Pow(0.74, epoch - 1) * (epoch % 2 == 0 ? 1.6 : 1),
            ("sgd", _) => 2.3 - 0.0005 * epoch,
            ("momentum", _) => 2.3 - 0.003 * epoch,
            ("adagrad", _) => 2.2 - 0.006 * epoch,
            ("rmsprop", _) => epoch < 8
                ? 2.32 * Math.Pow(0.25, epoch / 4.0)
                : 2.32 * Math.Pow(0.25, 1.75) * Math.Pow(0.97, epoch - 7),
            _ => 2.1 * Math.Pow(0.87, epoch - 1),
        };
}
