namespace MeanFieldDsl.Generators.FrontEnd;

/// <summary>What an author can vouch for; the names and the numbers are those of the runtime's Property.</summary>
internal enum Property
{
    Homogeneous,
    Convex,
    Semiconvex,
    LipschitzDerivative,
    Growth,
    Differentiable,
    Bounded,
    NonNegative,
    Coercive,
    RegularValues,
    Boundary,
}

/// <summary>A property that the author of a declaration vouches for, and why.</summary>
internal readonly record struct Assumption(Property Property, string Reason);
