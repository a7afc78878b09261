using Compare.Reference.Optimizers;

namespace Compare.Faults.Updates;

/// <summary>What names of optimizers in other people's files mean.</summary>
internal static class RuleNames
{
    /// <summary>The classes of PyTorch and Keras, and the rules that each can follow.</summary>
    private static readonly Dictionary<string, string[]> Classes = new()
    {
        ["SGD"] = ["sgd", "momentum"],
        ["Adam"] = ["adam"],
        ["AdamW"] = ["adam"],
        ["RMSprop"] = ["rmsprop"],
        ["RMSProp"] = ["rmsprop"],
        ["Adagrad"] = ["adagrad"],
        ["AdaGrad"] = ["adagrad"],
        ["Momentum"] = ["momentum"],
    };

    /// <summary>The rules that a name covers.</summary>
    /// <param name="name">A rule's name as here, or the name of a class of PyTorch or Keras.</param>
    /// <returns>Names of <see cref="OptimizerTable"/>; empty for an unknown name.</returns>
    public static IReadOnlyList<string> Covered(string name) =>
        OptimizerTable.Names.Contains(name) ? [name] : Classes.GetValueOrDefault(name, []);

    /// <summary>The one rule that a name means.</summary>
    /// <param name="name">The name; null if there is none.</param>
    /// <returns>The rule's name; null if it could be several, or none.</returns>
    public static string? Meant(string? name) => name is not null && Covered(name) is [var rule] ? rule : null;
}
