using System.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Compare.Sides;

/// <summary>Reads numbers out of ML.NET's data views.</summary>
public static class DataViews
{
    /// <summary>Reads columns of numbers.</summary>
    /// <param name="data">The data.</param>
    /// <param name="columns">
    /// Names of the columns, of single numbers or of vectors of a known length, in the order in which they are to stand; all such columns that are not
    /// hidden, in the order of the schema, where none is named.
    /// </param>
    /// <returns>A row for each row of the data, with the numbers of all columns.</returns>
    /// <exception cref="ArgumentException">
    /// There is no such column, it holds no numbers, or a vector of no known length; or a row has a missing value, which is named.
    /// </exception>
    public static double[,] Rows(IDataView data, params IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(data);
        List<DataViewSchema.Column> chosen =
        [
            .. columns.Count > 0
                ? columns.Select(name =>
                    data.Schema.GetColumnOrNull(name)
                    ?? throw new ArgumentException(
                        $"There is no column '{name}'; there are {string.Join(", ", data.Schema.Select(column => column.Name))}.",
                        nameof(columns)
                    )
                )
                : data.Schema.Where(column => !column.IsHidden && WidthOf(column.Type) > 0),
        ];
        var widths = chosen.ConvertAll(column =>
            WidthOf(column.Type) is > 0 and var width
                ? width
                : throw new ArgumentException(
                    $"Column '{column.Name}' is of type {column.Type}; it must be float, double, or a vector of these of a known length.",
                    nameof(columns)
                )
        );
        if (chosen.Count == 0)
            throw new ArgumentException("There is no column of numbers.", nameof(data));
        var rows = new List<double[]>();
        using var cursor = data.GetRowCursor(chosen);
        var readers = chosen.ConvertAll(column => ReaderOf(cursor, column));
        while (cursor.MoveNext())
        {
            var row = new double[widths.Sum()];
            var start = 0;
            for (var c = 0; c < chosen.Count; c++)
            {
                readers[c](row.AsSpan(start, widths[c]));
                if (!Array.TrueForAll(row[start..(start + widths[c])], double.IsFinite))
                    throw new ArgumentException(
                        FormattableString.Invariant(
                            $"Row {rows.Count} has a missing or infinite value in column '{chosen[c].Name}'."
                        ),
                        nameof(data)
                    );
                start += widths[c];
            }
            rows.Add(row);
        }
        var result = new double[rows.Count, widths.Sum()];
        for (var r = 0; r < rows.Count; r++)
        for (var c = 0; c < rows[r].Length; c++)
            result[r, c] = rows[r][c];
        return result;
    }

    private static int WidthOf(DataViewType type) =>
        type is VectorDataViewType vector ? (IsNumber(vector.ItemType) ? vector.Size : 0)
        : IsNumber(type) ? 1
        : 0;

    private static bool IsNumber(DataViewType type) =>
        type == NumberDataViewType.Single || type == NumberDataViewType.Double;

    private delegate void Reader(Span<double> values);

    private static Reader ReaderOf(DataViewRow row, DataViewSchema.Column column)
    {
        var isVector = column.Type is VectorDataViewType;
        var item = column.Type is VectorDataViewType vector ? vector.ItemType : column.Type;
        return (isVector, item == NumberDataViewType.Single) switch
        {
            (true, true) => Vector<float>(row, column),
            (true, false) => Vector<double>(row, column),
            (false, true) => Number<float>(row, column),
            (false, false) => Number<double>(row, column),
        };
    }

    private static Reader Number<T>(DataViewRow row, DataViewSchema.Column column)
        where T : struct, INumber<T>
    {
        var getter = row.GetGetter<T>(column);
        return values =>
        {
            T value = default;
            getter(ref value);
            values[0] = double.CreateChecked(value);
        };
    }

    private static Reader Vector<T>(DataViewRow row, DataViewSchema.Column column)
        where T : struct, INumber<T>
    {
        var getter = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> buffer = default;
        return values =>
        {
            getter(ref buffer);
            values.Clear();
            foreach (var (index, value) in buffer.Items())
                values[index] = double.CreateChecked(value);
        };
    }
}
