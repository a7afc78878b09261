namespace Compare.Homework.Runs;

/// <summary>The step size with which the homework's autoencoders were trained.</summary>
public static class AutoencoderStepSize
{
    /// <summary>The step size of plain SGD, found by the spread of the printed losses.</summary>
    /// <param name="activation">Name of the activation.</param>
    /// <returns>0.01 for tanh and sigmoid, otherwise 0.005.</returns>
    public static double Of(string activation) => activation is "tanh" or "sigmoid" ? 0.01 : 0.005;
}
