namespace MeanFieldDsl;

/// <summary>
/// Fuses a feature φ and a loss ℓ into the model F_m(θ) = (1/n) Σ_r ℓ(f_r, y_r) with f_r = (1/m) Σ_i φ(θ_i; x_r).
/// </summary>
/// <typeparam name="TFeature">A class marked <see cref="FeatureAttribute"/>.</typeparam>
/// <typeparam name="TLoss">A class marked <see cref="LossAttribute"/>.</typeparam>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class MeanFieldModelAttribute<TFeature, TLoss> : Attribute
    where TFeature : class
    where TLoss : class
{
    /// <summary>The floating-point format of the feature; double by default.</summary>
    public Precision Precision { get; set; }

    /// <summary>
    /// What the risk is a mean over; the rows of a data set by default. With a law the model has besides <c>On</c> the method <c>Against</c>, which binds it to a
    /// teacher and gives a <see cref="PopulationProblem{TParticle}"/>.
    /// </summary>
    public InputLaw Inputs { get; set; }
}

/// <summary>
/// Fuses a feature φ, a loss ℓ and a regularizer V into the model F_m(θ) = (1/n) Σ_r ℓ(f_r, y_r) + (1/m) Σ_i V(θ_i)
/// with f_r = (1/m) Σ_i φ(θ_i; x_r).
/// </summary>
/// <typeparam name="TFeature">A class marked <see cref="FeatureAttribute"/>.</typeparam>
/// <typeparam name="TLoss">A class marked <see cref="LossAttribute"/>.</typeparam>
/// <typeparam name="TRegularizer">A class marked <see cref="RegularizerAttribute"/>.</typeparam>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class MeanFieldModelAttribute<TFeature, TLoss, TRegularizer> : Attribute
    where TFeature : class
    where TLoss : class
    where TRegularizer : class
{
    /// <summary>The floating-point format of the feature; double by default.</summary>
    public Precision Precision { get; set; }

    /// <summary>
    /// What the risk is a mean over; the rows of a data set by default. With a law the model has besides <c>On</c> the method <c>Against</c>, which binds it to a
    /// teacher and gives a <see cref="PopulationProblem{TParticle}"/>.
    /// </summary>
    public InputLaw Inputs { get; set; }
}
