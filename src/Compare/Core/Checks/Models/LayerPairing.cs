using Compare.Problems.Parties;

namespace Compare.Checks.Models;

/// <summary>Which layer of a twin belongs to which of the module: by name, else in the order of the calls, by the number of elements.</summary>
internal static class LayerPairing
{
    /// <summary>Pairs the layers.</summary>
    /// <param name="a">Those of the module, in the order of the calls.</param>
    /// <param name="b">Those of the twin.</param>
    /// <returns>For each layer of the module its counterpart; null for none.</returns>
    public static ModelLayer?[] Of(IReadOnlyList<ModelLayer> a, IReadOnlyList<ModelLayer> b)
    {
        var result = new ModelLayer?[a.Count];
        var free = b.ToList();
        for (var i = 0; i < a.Count; i++)
            if (free.Find(other => other.Output.Name == a[i].Output.Name && AreAlike(a[i], other)) is { } namesake)
            {
                result[i] = namesake;
                free.Remove(namesake);
            }
        // Layers of other names are paired where there are as many left on both sides, each like its counterpart.
        var open = Enumerable.Range(0, a.Count).Where(i => result[i] is null).ToList();
        if (open.Count == free.Count && open.Zip(free).All(pair => AreAlike(a[pair.First], pair.Second)))
            foreach (var (i, other) in open.Zip(free))
                result[i] = other;
        return result;
    }

    private static bool AreAlike(ModelLayer a, ModelLayer b) =>
        a.Output.Values.Length == b.Output.Values.Length && a.IsResult == b.IsResult;
}
