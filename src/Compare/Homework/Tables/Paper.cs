using Compare.Homework.Runs;

namespace Compare.Homework.Tables;

/// <summary>The numbers that the homework prints.</summary>
internal static class Paper
{
    private static readonly Dictionary<(string Activation, int Hidden), (double Train, double Test)> Losses = new()
    {
        [("relu", 25)] = (1.135, 8.717),
        [("relu", 50)] = (0.7154, 5.457),
        [("relu", 100)] = (0.4023, 3.059),
        [("sigmoid", 25)] = (1.109, 8.450),
        [("sigmoid", 50)] = (0.6475, 4.940),
        [("sigmoid", 100)] = (0.4207, 3.194),
        [("tanh", 25)] = (1.329, 10.27),
        [("tanh", 50)] = (0.7932, 5.906),
        [("tanh", 100)] = (0.4162, 3.200),
        [("identity", 25)] = (1.069, 8.172),
        [("identity", 50)] = (0.6043, 4.616),
        [("identity", 100)] = (0.3029, 2.320),
        [("negative", 25)] = (1.070, 8.201),
        [("negative", 50)] = (0.6053, 4.603),
        [("negative", 100)] = (0.3019, 2.304),
    };

    private static readonly Dictionary<(string Rule, double StepSize), double> Percent = new()
    {
        [("sgd", 0.5)] = 98.52,
        [("momentum", 0.5)] = 9.93,
        [("rmsprop", 0.5)] = 9.50,
        [("adam", 0.5)] = 10.95,
        [("adagrad", 0.5)] = 80.88,
        [("sgd", 1e-2)] = 93.74,
        [("momentum", 1e-2)] = 97.78,
        [("rmsprop", 1e-2)] = 96.21,
        [("adam", 1e-2)] = 97.93,
        [("adagrad", 1e-2)] = 98.11,
        [("sgd", 1e-5)] = 11.24,
        [("momentum", 1e-5)] = 31.36,
        [("rmsprop", 1e-5)] = 91.67,
        [("adam", 1e-5)] = 87.33,
        [("adagrad", 1e-5)] = 51.34,
    };

    /// <summary>
    /// Table 1: the training loss, as squared error summed over the 100 images of a batch, averaged over the pixels and halved; and the
    /// test loss, in the unit of Eq. (1).
    /// </summary>
    public static (double Train, double Test) Table1(string activation, int hidden) => Losses[(activation, hidden)];

    /// <summary>Table 2: mean test accuracy in percent. The row of Adam was produced with the number of the tensor in the bias correction.</summary>
    public static double Table2(string rule, double stepSize) =>
        Percent[(rule == Cell.AdamByTensor ? "adam" : rule, stepSize)];
}
