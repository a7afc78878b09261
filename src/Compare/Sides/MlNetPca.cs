using Compare.Checks.Pca;
using Compare.Problems.Data;
using Compare.Reference.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Compare.Sides;

/// <summary>ML.NET's randomised PCA.</summary>
public sealed class MlNetPca : IPrincipalComponents
{
    /// <inheritdoc/>
    public string Name => "ML.NET";

    /// <inheritdoc/>
    public int UsualOversampling => 20;

    /// <inheritdoc/>
    /// <remarks>
    /// From about 200 directions on, rank and oversampling together, version 5.0.1 returns directions of the least variance in place of the
    /// leading ones (seen at 200, not at 190).
    /// </remarks>
    public int MostDirections => 160;

    private const string Features = "Features";
    private const string Scores = "Scores";

    /// <inheritdoc/>
    public Matrix<double> Components(ImageSet images, int rank, int oversampling, bool isCentred, int seed)
    {
        var context = new MLContext(seed);
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Values)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, images.Dimension);
        schema[nameof(Row.Values)].ColumnName = Features;
        var data = context.Data.LoadFromEnumerable(Rows(images), schema);
        var projection = context.Transforms.ProjectToPrincipalComponents(
            Scores,
            Features,
            rank: rank,
            overSampling: oversampling,
            ensureZeroMean: isCentred,
            seed: seed
        );
        var model = projection.Fit(context.Data.Cache(data));
        // The projection of the unit vectors is the matrix of components, less what the zero vector is projected to.
        var probes = context.Data.LoadFromEnumerable(Probes(images.Dimension), schema);
        var scores = model.Transform(probes).GetColumn<float[]>(Scores).ToArray();
        var components = new Matrix<double>(images.Dimension, rank);
        for (var i = 0; i < images.Dimension; i++)
        for (var j = 0; j < rank; j++)
            components[i, j] = (double)scores[i + 1][j] - scores[0][j];
        return components;
    }

    private static IEnumerable<Row> Rows(ImageSet images)
    {
        for (var i = 0; i < images.Count; i++)
        {
            var values = new float[images.Dimension];
            var image = images.Image(i);
            for (var j = 0; j < values.Length; j++)
                values[j] = image[j] / 255f - 0.5f;
            yield return new Row { Values = values };
        }
    }

    private static IEnumerable<Row> Probes(int dimension)
    {
        yield return new Row { Values = new float[dimension] };
        for (var i = 0; i < dimension; i++)
        {
            var values = new float[dimension];
            values[i] = 1;
            yield return new Row { Values = values };
        }
    }

    private sealed class Row
    {
        public float[] Values { get; set; } = [];
    }
}
