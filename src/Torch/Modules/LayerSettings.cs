using System.Collections;
using System.Globalization;
using System.Reflection;
using TorchSharp;

namespace Compare.Torch.Modules;

/// <summary>
/// What a layer says of itself: its type, its public properties that are numbers, words or lists of numbers, and, of
/// TorchSharp's layers, fields of that kind (recurrent ones tell their options nowhere else).
/// </summary>
internal static class LayerSettings
{
    /// <summary>Reads them.</summary>
    /// <param name="layer">The layer.</param>
    /// <returns>By name; the type is named <c>type</c>.</returns>
    public static IReadOnlyDictionary<string, string> Of(torch.nn.Module layer)
    {
        var settings = new Dictionary<string, string> { ["type"] = layer.GetType().Name };
        foreach (var property in layer.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
            if (property.CanRead && property.GetIndexParameters().Length == 0 && IsSimple(property.PropertyType))
                try
                {
                    settings[property.Name] = Words(property.GetValue(layer));
                }
                catch (TargetInvocationException)
                {
                    // A property that this layer does not have says nothing of it.
                }
        // In somebody's own layer a field may be anything, such as a count of calls.
        if (layer.GetType().Assembly != typeof(torch.nn.Module).Assembly)
            return settings;
        foreach (
            var field in layer
                .GetType()
                .GetFields(BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        )
            if (IsSimple(field.FieldType) && !field.Name.Contains('<', StringComparison.Ordinal))
                settings.TryAdd(field.Name.TrimStart('_'), Words(field.GetValue(layer)));
        return settings;
    }

    private static bool IsSimple(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsPrimitive || type.IsEnum || type == typeof(long[]) || type == typeof(string);
    }

    private static string Words(object? value) =>
        value switch
        {
            null => "none",
            string text => text,
            IEnumerable list => string.Join(" x ", list.Cast<object>().Select(Words)),
            _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
        };
}
