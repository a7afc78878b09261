using System.Globalization;
using Compare.Data;
using Compare.Reference.LinearAlgebra;
using Compare.Reference.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Compare.Checks.Pca;

/// <summary>ML.NET's randomised PCA against the certified spectrum.</summary>
internal static class MlNetPca
{
    /// <summary>What ML.NET takes if nothing is said.</summary>
    public const int UsualOversampling = 20;

    /// <summary>
    /// From about 200 directions on, rank and oversampling together, version 5.0.1 returns directions of the least variance in place of the
    /// leading ones (seen at 200, not at 190).
    /// </summary>
    public const int MostDirections = 160;

    private const string Features = "Features";
    private const string Scores = "Scores";

    /// <summary>Computes the leading components.</summary>
    /// <param name="images">Images; pixels byte / 255 - 1/2, rounded to float.</param>
    /// <param name="rank">Components, k.</param>
    /// <param name="oversampling">How many more directions the algorithm draws at random.</param>
    /// <param name="isCentred">Whether the mean image is subtracted.</param>
    /// <param name="seed">Of those directions.</param>
    /// <returns>Shape (d x k); as ML.NET has them, not exactly orthonormal.</returns>
    public static Matrix<double> Components(ImageSet images, int rank, int oversampling, bool isCentred, int seed)
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

    /// <summary>Holds its Ritz values against the certified eigenvalues.</summary>
    public static Finding Against(Optimum optimum, ImageSet images, int oversampling, int seed, int threads)
    {
        var isCentred = optimum.Spectrum.Moments.IsCentred;
        var components = Components(images, optimum.K, oversampling, isCentred, seed);
        var kind = PcaFindings.Kind(optimum);
        var head = PcaFindings.Head(
            FormattableString.Invariant($"{kind}/{optimum.K}/ml.net/{oversampling}"),
            FormattableString.Invariant(
                $"{kind} PCA, k = {optimum.K}: ML.NET (rank {optimum.K}, oversampling {oversampling}, {(isCentred ? "centred" : "not centred")}) against the certificate"
            )
        );
        Matrix<double> q;
        try
        {
            q = Subspace.Basis(components, threads);
        }
        catch (ArgumentException)
        {
            return head.Disagrees("ML.NET's components are linearly dependent");
        }
        var (h, residual) = Subspace.Ritz(optimum.Spectrum.Rounded, q, threads);
        var ritz = SymmetricEigen<double>.Of(h).Values;
        var u = Matrix<double>.From(optimum.U.ToDoubles(), optimum.U.Rows, optimum.U.Columns);
        var angle = Math.Sqrt(Subspace.SquaredSines(q, u, threads)[0]);
        // Each Ritz value is within the residual of some eigenvalue; below the leading one, because a subspace cannot capture more.
        var bound = Math.Sqrt(2) * residual + optimum.ValueBound; // (P.8)
        var tally = new Tally();
        var relative = new List<double>();
        for (var i = 0; i < optimum.K; i++)
        {
            var exact = optimum.Rayleigh[i].Hi;
            if (exact > bound)
                tally.CouldHaveFailed();
            relative.Add(Math.Abs(ritz[i] - exact) / exact);
            var number = i + 1;
            var value = ritz[i];
            tally.Add(
                Math.Abs(value - exact),
                bound,
                () => FormattableString.Invariant($"eigenvalue {number}: ML.NET {value:R}, certified {exact:R}")
            );
        }
        return tally.Complete(
            head,
            "its residual is larger than every eigenvalue",
            () => "its subspace is not that of the leading eigenvectors"
        ) with
        {
            Note = string.Create(
                CultureInfo.InvariantCulture,
                $"relative error of the eigenvalues: largest {relative.Max():0.0e+00}, median {relative.Order().ElementAt(relative.Count / 2):0.0e+00}; captures {ritz.Sum() / optimum.Rayleigh.Sum(value => value.Hi):0.0000 %} of what {optimum.K} directions can; largest angle {PcaFindings.Degrees(angle):0.00} degrees; residual {residual:0.0e+00}"
            ),
        };
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
