namespace Compare.Faults.Rules;

/// <summary>What a program does wrong with a weight decay that it has.</summary>
internal enum DecayFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Coupled, it is subtracted from the gradient.</summary>
    Subtracted,

    /// <summary>Coupled, it multiplies the gradient: g (1 + lambda theta).</summary>
    MultipliesGradient,

    /// <summary>Decoupled, it makes the parameters grow.</summary>
    Grows,

    /// <summary>Decoupled, it acts after the step.</summary>
    AfterStep,

    /// <summary>Decoupled, it is not multiplied by the step size.</summary>
    WithoutStepSize,
}
