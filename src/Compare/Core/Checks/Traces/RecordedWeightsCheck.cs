using Compare.Checks.Pca;
using Compare.Problems.Recorded;
using Compare.Reference.Activations;
using Compare.Results;

namespace Compare.Checks.Traces;

/// <summary>Checks whether recorded weights of a linear autoencoder are the optimum that belongs to their model: PCA of the recorded rows.</summary>
public static class RecordedWeightsCheck
{
    /// <summary>Checks them.</summary>
    /// <param name="trace">What was recorded.</param>
    /// <param name="threads">Greatest number of threads.</param>
    /// <param name="eigensolver">Who decomposes the second moments; from scratch where nobody is given.</param>
    /// <returns>The verdict, and the certificate of the eigenvalues.</returns>
    /// <exception cref="TraceFormatException">Arrays do not fit each other, or a number is out of its range.</exception>
    public static Survey Run(RecordedWeights trace, int threads, Eigensolver? eigensolver = null)
    {
        double? Number(string name) => trace.Numbers.TryGetValue(name, out var value) ? value : null;
        var decay = Number("weight_decay") ?? 0;
        var model = trace.AreTied
            ? PcaModel.Tied(trace.W1.Values, trace.W1.Columns, decay)
            : new PcaModel(trace.W1.Values, trace.W2.Values)
            {
                EncoderDecay = Number("encoder_decay") ?? decay,
                DecoderDecay = Number("decoder_decay") ?? decay,
            };
        model = model with
        {
            EncoderBias = trace.Vectors.GetValueOrDefault("b1"),
            DecoderBias = trace.Vectors.GetValueOrDefault("b2"),
            Mean = trace.Vectors.GetValueOrDefault("mean"),
            Scale = trace.Vectors.GetValueOrDefault("scale"),
            IsNegative = trace.Activation is { } name && Activation.Named(name).Slope < 0,
        };
        var x = new double[trace.X.Rows, trace.X.Columns];
        Buffer.BlockCopy(trace.X.Values, 0, x, 0, trace.X.Values.Length * sizeof(double));
        try
        {
            var findings = PcaCheck
                .Of(x, model, threads, eigensolver, Number("loss_gap"), Number("angle"))
                .Check.Findings.ToList();
            findings[0] = trace.Notes.Aggregate(findings[0], (finding, note) => finding.Noting(note.TrimEnd('.')));
            return new Survey(findings, []);
        }
        catch (ArgumentException exception)
        {
            throw TraceFormatException.Malformed(
                trace.File,
                "the weights",
                exception.Message,
                "weights that fit the rows"
            );
        }
    }
}
