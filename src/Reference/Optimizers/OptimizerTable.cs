namespace Compare.Reference.Optimizers;

/// <summary>The one list of update rules.</summary>
public static class OptimizerTable
{
    /// <summary>One row per rule: those of the homework's Table 2 in its order, then the others.</summary>
    public static IReadOnlyList<OptimizerRow> Rows { get; } =
    [
        Row(Sgd.Homework, ("PyTorch", Sgd.PyTorch), ("Keras", Sgd.Keras), ("Sonnet", Sgd.Sonnet), ("Burn", Sgd.Burn)),
        Row(
            Momentum.Homework,
            ("PyTorch", Momentum.PyTorch),
            ("Keras", Momentum.Keras),
            ("Sonnet", Momentum.Sonnet),
            ("Onnx", Momentum.Onnx),
            ("Burn", Momentum.Burn)
        ),
        Row(
            RmsProp.Homework,
            ("PyTorch", RmsProp.PyTorch),
            ("Keras", RmsProp.Keras),
            ("Sonnet", RmsProp.Sonnet),
            ("Burn", RmsProp.Burn)
        ),
        Row(
            Adam.Homework,
            ("PyTorch", Adam.PyTorch),
            ("Keras", Adam.Keras),
            ("Sonnet", Adam.Sonnet),
            ("Onnx", Adam.Onnx),
            ("Burn", Adam.Burn),
            ("HomeworkTable", Adam.HomeworkTable)
        ),
        Row(
            AdaGrad.Homework,
            ("PyTorch", AdaGrad.PyTorch),
            ("Keras", AdaGrad.Keras),
            ("Onnx", AdaGrad.Onnx),
            ("Burn", AdaGrad.Burn)
        ),
        Row(NAdam.PyTorch, ("PyTorch", NAdam.PyTorch), ("Keras", NAdam.Keras), ("Optax", NAdam.Optax)),
        Row(Adadelta.PyTorch, ("PyTorch", Adadelta.PyTorch), ("Keras", Adadelta.Keras)),
        Row(RAdam.PyTorch, ("PyTorch", RAdam.PyTorch), ("TorchSharp", RAdam.TorchSharp), ("Optax", RAdam.Optax)),
        Row(Adamax.PyTorch, ("PyTorch", Adamax.PyTorch), ("Keras", Adamax.Keras)),
        Row(Lion.Published, ("Keras", Lion.Published with { LearningRate = 1e-3 }), ("Optax", Lion.Published)),
    ];

    /// <summary>The names that <see cref="Named"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Rows.Select(row => row.Name)];

    /// <summary>The names of the rules in the homework's Table 2, in its order.</summary>
    public static IReadOnlyList<string> Table2 { get; } = ["sgd", "momentum", "rmsprop", "adam", "adagrad"];

    /// <summary>Finds a rule by name, with the homework's options where the homework has it, and otherwise as published.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <returns>The rule; <c>with</c> changes its options.</returns>
    /// <exception cref="ArgumentException">There is no such rule.</exception>
    public static Optimizer Named(string name) =>
        Rows.FirstOrDefault(row => row.Name == name)?.Rule
        ?? throw new ArgumentException(
            $"Unknown optimizer '{name}'; known are {string.Join(", ", Names)}.",
            nameof(name)
        );

    private static OptimizerRow Row(Optimizer rule, params (string Framework, Optimizer Rule)[] presets) =>
        new(rule, presets.ToDictionary(preset => preset.Framework, preset => preset.Rule));
}
