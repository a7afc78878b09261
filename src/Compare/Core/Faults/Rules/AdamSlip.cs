namespace Compare.Faults.Rules;

/// <summary>Mistakes in the formula of Adam.</summary>
[Flags]
internal enum AdamSlip
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The counter starts at 0, so that the first correction divides by zero.</summary>
    CounterFromZero = 1,

    /// <summary>The corrected m is kept as m.</summary>
    CorrectedMomentKept = 2,

    /// <summary>The largest v so far takes the place of v itself.</summary>
    LargestKept = 4,

    /// <summary>The magnitude of the gradient enters v in place of its square.</summary>
    SquareMissing = 8,

    /// <summary>The gradient itself enters v in place of its square.</summary>
    GradientForSquare = 16384,

    /// <summary>The denominator has no root.</summary>
    RootMissing = 16,

    /// <summary>At the first update the gradient and its square are taken for m and v as they are.</summary>
    FirstMomentsRaw = 32,

    /// <summary>The counter is raised at every second update.</summary>
    CounterEverySecond = 64,

    /// <summary>The counter is raised at every fourth update.</summary>
    CounterEveryFourth = 128,

    /// <summary>Both corrections divide by 1 - beta, whatever the update.</summary>
    PowerMissing = 256,

    /// <summary>Both corrections divide by (1 - beta)^t.</summary>
    PowerOfComplement = 512,

    /// <summary>The corrected m and v are kept as m and v.</summary>
    BothCorrectedKept = 1024,

    /// <summary>Both moments are corrected twice.</summary>
    CorrectedTwice = 2048,

    /// <summary>v is corrected by beta2^t in place of 1 - beta2^t.</summary>
    RestOfCorrection = 4096,

    /// <summary>AMSGrad keeps the largest corrected v in place of the largest v.</summary>
    LargestOfCorrected = 8192,
}
