using Compare.Checks.Pca;
using Compare.Sides;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Compare.Tests.Sides;

/// <summary>Rows of numbers out of ML.NET's data views.</summary>
public sealed class DataViewsTests
{
    private sealed class Row
    {
        public float A { get; set; }

        [VectorType(2)]
        public double[] B { get; set; } = [];

        public string Name { get; set; } = "";

        [VectorType]
        public float[] Ragged { get; set; } = [];
    }

    private static IDataView View(params Row[] rows) => new MLContext(1).Data.LoadFromEnumerable(rows);

    private static readonly Row[] Two = [new() { A = 1, B = [2, 3] }, new() { A = -4, B = [5, 0.25] }];

    [Fact]
    public void Rows_WithoutNames_TakesAllNumbers() =>
        Assert.Equal(
            new[,]
            {
                { 1, 2, 3 },
                { -4, 5, 0.25 },
            },
            DataViews.Rows(View(Two))
        );

    [Fact]
    public void Rows_WithNames_KeepsTheirOrder() =>
        Assert.Equal(
            new[,]
            {
                { 2, 3, 1.0 },
                { 5, 0.25, -4 },
            },
            DataViews.Rows(View(Two), "B", "A")
        );

    [Theory]
    [InlineData("C", "no column 'C'; there are A, B, Name, Ragged")]
    [InlineData("Name", "'Name' is of type")]
    [InlineData("Ragged", "known length")]
    public void Rows_WithoutSuchNumbers_SaysSo(string column, string words) =>
        Assert.Contains(
            words,
            Assert.Throws<ArgumentException>(() => DataViews.Rows(View(Two), column)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Rows_WithAMissingValue_NamesRowAndColumn() =>
        Assert.Contains(
            "Row 1 has a missing or infinite value in column 'B'",
            Assert
                .Throws<ArgumentException>(() => DataViews.Rows(View(Two[0], new Row { A = 1, B = [1, double.NaN] })))
                .Message,
            StringComparison.Ordinal
        );

    /// <summary>The weights of ML.NET's exact way to PCA, through its own data view.</summary>
    [Fact]
    public void Rows_OfPca_AreChecked()
    {
        var data = View([.. Enumerable.Range(0, 20).Select(i => new Row { A = i, B = [2 * i, 2 * i] })]);
        double[] w = [1 / 3.0, 2 / 3.0, 2 / 3.0];
        Assert.True(PcaCheck.Of(DataViews.Rows(data), PcaModel.Tied(w, 3)).IsPca);
        Assert.False(PcaCheck.Of(DataViews.Rows(data), PcaModel.Tied([0.6, 0.8, 0], 3)).IsPca);
    }
}
