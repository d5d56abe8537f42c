namespace MeanFieldDsl;

/// <summary>
/// Fuses a potential V and an interaction U into the energy F(μ) = c + 2 ∫ V dμ + ∬ U dμ dμ, for m particles
/// F_m(θ) = c + (2/m) Σ_i V(θ_i) + (1/m²) Σ_ij U(θ_i, θ_j), the pairs i = j included (Mei, Montanari and Nguyen 2018, arXiv 1804.06561).
/// The generated method <c>Problem</c> makes what <see cref="GradientFlow"/> runs.
/// </summary>
/// <typeparam name="TPotential">A class marked <see cref="PotentialAttribute"/>; its parameters are those of a particle.</typeparam>
/// <typeparam name="TInteraction">A class marked <see cref="InteractionAttribute"/>, of two such particles.</typeparam>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class InteractionModelAttribute<TPotential, TInteraction> : Attribute
    where TPotential : class
    where TInteraction : class
{
    /// <summary>The constant c, a finite number; 0 by default.</summary>
    public double Constant { get; set; }
}
