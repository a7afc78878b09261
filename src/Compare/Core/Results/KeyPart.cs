namespace Compare.Results;

/// <summary>What a part of a <see cref="FindingKey"/> names.</summary>
public enum KeyPart
{
    /// <summary>A relation, an equation, a kind of PCA: what the check is about where it is about more than one thing.</summary>
    Topic,

    /// <summary>The kind of the model, for example <c>autoencoder</c>.</summary>
    Family,

    /// <summary>The activation of the model.</summary>
    Activation,

    /// <summary>The sizes of the model, for example <c>25</c> or <c>784-256-256-10</c>.</summary>
    Size,

    /// <summary>The loss of the model, where its kind does not tell.</summary>
    Loss,

    /// <summary>The update rule.</summary>
    Rule,

    /// <summary>The step size.</summary>
    StepSize,

    /// <summary>The format in which the parties compute.</summary>
    Precision,

    /// <summary>The way of comparing, where a check has several.</summary>
    Method,

    /// <summary>The tensor, or the state slot.</summary>
    Tensor,

    /// <summary>What is held against what, for example <c>sides</c> or <c>judge</c>.</summary>
    Kind,

    /// <summary>The party in question.</summary>
    Party,

    /// <summary>A number among several of the same kind.</summary>
    Number,
}
