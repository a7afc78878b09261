namespace Compare.Torch.Tests.Models;

/// <summary>A classifier of two layers in plain loops, for its loss only.</summary>
internal sealed record PlainClassifier(int[] Widths, double[][] Parameters, double[] X, int[] Labels)
{
    public int Batch => Labels.Length;

    public static PlainClassifier Example()
    {
        int[] widths = [4, 3, 5];
        var random = new Random(6);
        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextDouble() - 1)];
        return new PlainClassifier(
            widths,
            [Draw(12), Draw(3), Draw(15), Draw(5)],
            Draw(6 * 4),
            [.. Enumerable.Range(0, 6).Select(_ => random.Next(5))]
        );
    }

    public double PreActivation(int image, int unit)
    {
        var a = Parameters[1][unit];
        for (var i = 0; i < Widths[0]; i++)
            a += Parameters[0][unit * Widths[0] + i] * X[image * Widths[0] + i];
        return a;
    }

    public double Logit(int image, int output)
    {
        var a = Parameters[3][output];
        for (var unit = 0; unit < Widths[1]; unit++)
            a += Parameters[2][output * Widths[1] + unit] * Math.Max(0, PreActivation(image, unit));
        return a;
    }

    public double Loss()
    {
        double loss = 0;
        for (var image = 0; image < Batch; image++)
        {
            double sum = 0;
            for (var output = 0; output < Widths[2]; output++)
                sum += Math.Exp(Logit(image, output));
            loss += Math.Log(sum) - Logit(image, Labels[image]);
        }
        return loss / Batch;
    }
}
