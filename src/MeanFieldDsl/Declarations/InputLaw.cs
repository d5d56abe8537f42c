namespace MeanFieldDsl;

/// <summary>What the risk of a model is a mean over: the rows of a data set, or all inputs under a law, in closed form.</summary>
public enum InputLaw
{
    /// <summary>The rows of a data set; the default.</summary>
    Data,

    /// <summary>
    /// x ~ N(0, I): besides a data set, the model can be bound to a teacher, and R(f) = E ℓ(f(x), f*(x)) is computed without samples. For features
    /// g(θ) σ(⟨w, x⟩) with a σ linear on either side of 0 or of the form c₀ + c₁ erf(k z), and the square loss.
    /// </summary>
    StandardNormal,

    /// <summary>x uniform on the sphere ‖x‖ = 1, for the same features with a σ linear on either side of 0.</summary>
    UnitSphere,
}
