namespace MeanFieldDsl;

/// <summary>A property of a declaration that <see cref="AssumeAttribute"/> can vouch for.</summary>
public enum Property
{
    /// <summary>The formula has the degree that <c>[Homogeneous]</c> or <c>[PartiallyHomogeneous]</c> claims.</summary>
    Homogeneous,

    /// <summary>The loss is convex in the prediction, or the regularizer or potential is convex, or the energy of the interaction is convex in the measure.</summary>
    Convex,

    /// <summary>V + ½ ρ ‖θ‖² is convex for some ρ.</summary>
    Semiconvex,

    /// <summary>The loss is differentiable in the prediction with a Lipschitz derivative.</summary>
    LipschitzDerivative,

    /// <summary>|ℓ'| ≤ C1 ℓ + C2 for some constants.</summary>
    Growth,

    /// <summary>The feature is differentiable in the particle with a locally Lipschitz derivative.</summary>
    Differentiable,

    /// <summary>With unit weights the feature and its differential are bounded over the positions.</summary>
    Bounded,

    /// <summary>V ≥ 0.</summary>
    NonNegative,

    /// <summary>V grows without bound as the particle does.</summary>
    Coercive,

    /// <summary>The regular values of the first variation are dense (a Sard-type condition).</summary>
    RegularValues,

    /// <summary>The first variation behaves at the boundary of the positions, or at infinity.</summary>
    Boundary,
}
