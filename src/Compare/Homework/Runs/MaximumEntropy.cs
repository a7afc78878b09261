using Compare.Problems;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace Compare.Homework.Runs;

/// <summary>
/// The baseline of Table 2: multiclass logistic regression on the pixels by ML.NET's L-BFGS maximum entropy trainer, which is what a
/// classifier without a hidden layer gives.
/// </summary>
internal static class MaximumEntropy
{
    private const string Features = "Features";
    private const string Label = "Label";
    private const int Classes = 10;

    /// <summary>Trains and evaluates.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="data">Images.</param>
    /// <returns>Cross-entropy over training and test set, and test accuracy, as of a run of one epoch.</returns>
    /// <remarks>ML.NET's defaults: L1 and L2 weights of 1, on one thread so that sums have a fixed order. Not cancelled on its way.</remarks>
    public static CellResult Of(Cell cell, HomeworkData data)
    {
        var started = TimeProvider.System.GetTimestamp();
        var (train, test) = data.For(cell.Model(data.Pixels));
        var context = new MLContext(cell.Seed);
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Values)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, train.Inputs);
        schema[nameof(Row.Values)].ColumnName = Features;
        schema[nameof(Row.Class)].ColumnType = new KeyDataViewType(typeof(uint), Classes);
        schema[nameof(Row.Class)].ColumnName = Label;
        IDataView View(Batch images) => context.Data.LoadFromEnumerable(Rows(images), schema);
        var trainer = context.MulticlassClassification.Trainers.LbfgsMaximumEntropy(
            new LbfgsMaximumEntropyMulticlassTrainer.Options
            {
                LabelColumnName = Label,
                FeatureColumnName = Features,
                NumberOfThreads = 1,
            }
        );
        var model = trainer.Fit(context.Data.Cache(View(train)));
        var training = TimeProvider.System.GetElapsedTime(started);
        MulticlassClassificationMetrics Score(Batch images) =>
            context.MulticlassClassification.Evaluate(model.Transform(View(images)), Label);
        var (onTrain, onTest) = (Score(train), Score(test));
        return new CellResult
        {
            Settings = cell.Settings,
            Updates = 1,
            TrainLosses = [onTrain.LogLoss],
            TestLosses = [onTest.LogLoss],
            Accuracies = [onTest.MicroAccuracy],
            StepsBetweenLosses = 1,
            StepLosses = [],
            Weights = [],
            Environment = CellRun.Duration(TimeProvider.System.GetElapsedTime(started), training),
        };
    }

    private static IEnumerable<Row> Rows(Batch images)
    {
        for (var i = 0; i < images.Count; i++)
        {
            var values = new float[images.Inputs];
            for (var j = 0; j < values.Length; j++)
                values[j] = (float)images.X[i * images.Inputs + j];
            // Keys count from 1 within ML.NET, and from 0 where they enter it.
            yield return new Row { Values = values, Class = (uint)images.Labels[i] };
        }
    }

    private sealed class Row
    {
        public float[] Values { get; set; } = [];

        public uint Class { get; set; }
    }
}
