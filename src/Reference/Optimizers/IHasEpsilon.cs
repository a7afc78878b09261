namespace Compare.Reference.Optimizers;

/// <summary>A rule whose denominator epsilon keeps from zero.</summary>
public interface IHasEpsilon
{
    /// <summary>epsilon. In units of the gradient outside the root, of its square inside; finite, at least 0.</summary>
    double Epsilon { get; }

    /// <summary>Where epsilon stands.</summary>
    EpsilonPlacement EpsilonPlacement { get; }

    /// <summary>The rule with another epsilon.</summary>
    /// <param name="epsilon">Finite, at least 0.</param>
    /// <returns>The rule.</returns>
    Optimizer WithEpsilon(double epsilon);

    /// <summary>The rule with epsilon somewhere else.</summary>
    /// <param name="placement">Where it stands.</param>
    /// <returns>The rule, in a form that allows it.</returns>
    Optimizer WithEpsilon(EpsilonPlacement placement);
}
