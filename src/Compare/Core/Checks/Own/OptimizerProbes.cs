namespace Compare.Checks.Own;

/// <summary>Gradients on which update rules differ: each element has a course over the updates and a size.</summary>
/// <remarks>
/// All numbers are floats, so that both precisions get the same. Sizes from 1e-8 to 1e3 show epsilon, its place, squares and roots;
/// constant gradients the bias corrections; changes of sign momentum and its variants; a reversal how long a sign is remembered; falling ones AMSGrad and sums against averages;
/// a gradient of zero shows divisions by zero and weight decay alone.
/// </remarks>
internal static class OptimizerProbes
{
    /// <summary>Number of updates.</summary>
    public const int Updates = 30;

    private static readonly double[] Sizes = [1e3, 1, 1e-3, 1e-8];

    private static readonly (string Words, Func<int, double> At)[] Courses =
    [
        ("constant", _ => 1),
        ("changing sign", t => t % 2 == 0 ? 0.75 : -1),
        ("falling", t => Math.Pow(0.5, t)),
        ("rising", t => 0.1 * (t + 1)),
        ("zero at first", t => t == 0 ? 0 : 1.0 / (t + 1)),
        ("irregular", t => Math.Sin(1 + 2.7 * t * t)),
        ("one spike", t => t == 4 ? 100 : 0.2),
        ("reversed", t => t < 12 ? 1 : -0.25),
    ];

    /// <summary>Number of elements.</summary>
    public static int Count => Sizes.Length * Courses.Length + 1;

    /// <summary>Where the parameters start: an element of each size at zero, so that no step is lost in rounding, others around 1.</summary>
    public static double[] Start =>
        [.. Enumerable.Range(0, Count).Select(i => i % 2 == 0 ? 0 : (double)(float)(0.7 * Math.Cos(i)))];

    /// <summary>The gradient of an update.</summary>
    /// <param name="update">0 for the first.</param>
    /// <returns>Shape (n).</returns>
    public static double[] Gradient(int update) =>
        [.. from course in Courses from size in Sizes select (double)(float)(size * course.At(update)), 0];

    /// <summary>What an element goes through.</summary>
    /// <param name="element">Its index.</param>
    /// <returns>For example <c>gradients of 1e-8, changing sign</c>.</returns>
    public static string Words(int element) =>
        element == Count - 1
            ? "gradients of zero"
            : $"gradients of {Results.Numbers.Text(Sizes[element % Sizes.Length])}, {Courses[element / Sizes.Length].Words}";
}
