using System.Globalization;
using Compare.Oracles;
using Compare.Problems.Data;
using Compare.Reference.LinearAlgebra;
using Compare.Reference.Numerics;
using Compare.Results;

namespace Compare.Checks.Pca;

/// <summary>A library's randomised PCA against the certified spectrum.</summary>
internal static class PrincipalComponentsCheck
{
    /// <summary>Holds a library's Ritz values against the certified eigenvalues.</summary>
    /// <param name="party">The library.</param>
    /// <param name="optimum">The certified optimum.</param>
    /// <param name="images">The images.</param>
    /// <param name="oversampling">Random directions beyond the rank.</param>
    /// <param name="seed">Of those directions.</param>
    /// <param name="threads">Greatest number of threads.</param>
    /// <returns>The finding.</returns>
    public static Finding Against(
        IPrincipalComponents party,
        Optimum optimum,
        ImageSet images,
        int oversampling,
        int seed,
        int threads
    )
    {
        var isCentred = optimum.Spectrum.Moments.IsCentred;
        var components = party.Components(images, optimum.K, oversampling, isCentred, seed);
        var kind = PcaFindings.Kind(optimum);
        var head = PcaFindings.Head(
            PcaFindings
                .Key(optimum)
                .With(KeyPart.Party, party.Name)
                .With(KeyPart.Number, FormattableString.Invariant($"{oversampling}")),
            FormattableString.Invariant(
                $"{kind} PCA, k = {optimum.K}: {party.Name} (rank {optimum.K}, oversampling {oversampling}, {(isCentred ? "centred" : "not centred")}) against the certificate"
            )
        );
        Matrix<double> q;
        try
        {
            q = Subspace.Basis(components, threads);
        }
        catch (ArgumentException)
        {
            return optimum.Spectrum.Rank < optimum.K
                ? head.Complete(
                    Status.Undecided,
                    cause: Cause.Reason(
                        FormattableString.Invariant(
                            $"the images span {PcaFindings.Dimensions(optimum.Spectrum.Rank)}, fewer than {optimum.K} components, so the others are arbitrary"
                        )
                    )
                )
                : head.Disagrees(
                    new Cause("dependent-components", $"{party.Name}'s components are linearly dependent")
                );
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
                () =>
                    new Location
                    {
                        Quantity = FormattableString.Invariant($"eigenvalue {number}"),
                        Values = [new(party.Name, value), new("certified", exact)],
                    }
            );
        }
        return tally
            .Complete(
                head,
                "its residual is larger than every eigenvalue",
                () => new Cause("another-subspace", "its subspace is not that of the leading eigenvectors")
            )
            .Noting(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"relative error of the eigenvalues: largest {relative.Max():0.0e+00}, median {relative.Order().ElementAt(relative.Count / 2):0.0e+00}; captures {ritz.Sum() / optimum.Rayleigh.Sum(value => value.Hi):0.0000 %} of what {optimum.K} directions can; largest angle {PcaFindings.Degrees(angle):0.00} degrees; residual {residual:0.0e+00}"
                )
            );
    }
}
