namespace Compare.Problems.Recorded.Runs;

/// <summary>What an array of a recorded update is, in the order in which an update makes them.</summary>
internal enum RecordedKind
{
    /// <summary>A hyper-parameter that may change from update to update, such as the step size.</summary>
    Setting,

    /// <summary>Inputs and targets of the batch.</summary>
    Input,

    /// <summary>A mask that was drawn, as for dropout.</summary>
    Mask,

    /// <summary>A parameter before the update.</summary>
    Parameter,

    /// <summary>What the forward pass computed on the way.</summary>
    Activation,

    /// <summary>The loss of the batch.</summary>
    Loss,

    /// <summary>The gradient of the loss by a parameter.</summary>
    Gradient,

    /// <summary>What the optimizer or the model remembers after the update.</summary>
    State,

    /// <summary>A parameter after the update.</summary>
    After,
}
