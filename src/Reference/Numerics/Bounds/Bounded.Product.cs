using Compare.Reference.Numerics.Products;

namespace Compare.Reference.Numerics.Bounds;

public readonly partial struct Bounded<TFormat>
{
    /// <inheritdoc/>
    /// <remarks>
    /// The four sums of (N.5) are four products of matrices of doubles, so that bounds cost a few products and not a number type.
    /// </remarks>
    public void Multiply(
        Matrix<Bounded<TFormat>> a,
        Matrix<Bounded<TFormat>> b,
        Matrix<Bounded<TFormat>> c,
        bool accumulate,
        int threads
    )
    {
        var n = a.Columns;
        Matrix<double> Plane(Matrix<Bounded<TFormat>> of, Func<Bounded<TFormat>, double> part)
        {
            var plane = new Matrix<double>(of.Rows, of.Columns);
            for (var i = 0; i < plane.Elements.Length; i++)
                plane.Elements[i] = part(of.Elements[i]);
            return plane;
        }
        void Add(Matrix<double> x, Matrix<double> y, Matrix<double> sum) =>
            MatrixProduct.Multiply(x, Transpose.No, y, Transpose.Yes, sum, accumulate: true, threads);

        var start = accumulate ? c : new Matrix<Bounded<TFormat>>(c.Rows, c.Columns);
        var value = Plane(start, s => s.Value);
        var inherited = Plane(start, s => s.Error);
        var magnitude = Plane(start, s => s.ComputedMagnitude);
        Add(Plane(a, x => x.Value), Plane(b, y => y.Value), value);
        Add(Plane(a, x => x.ComputedMagnitude), Plane(b, y => y.ComputedMagnitude), magnitude);
        if (!IsExact(b))
            Add(Plane(a, x => x.Magnitude), Plane(b, y => y.Error), inherited);
        if (!IsExact(a))
            Add(Plane(a, x => x.Error), Plane(b, y => y.Magnitude + y.Error), inherited);

        for (var i = 0; i < c.Elements.Length; i++)
        {
            var terms = start.Elements[i].ComputedMagnitude == 0 ? n : n + 1;
            c.Elements[i] = Sum(value.Elements[i], inherited.Elements[i], magnitude.Elements[i], terms, n);
        }
    }

    private static bool IsExact(Matrix<Bounded<TFormat>> matrix)
    {
        foreach (var element in matrix.Elements)
            if (element.Error != 0)
                return false;
        return true;
    }
}
