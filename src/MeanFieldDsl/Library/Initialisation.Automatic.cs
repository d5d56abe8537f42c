using System.Globalization;

namespace MeanFieldDsl;

/// <content>The start that the proved degree of the feature asks for.</content>
public abstract partial class Initialisation
{
    /// <summary>The start that <see cref="Choose"/> gives for the feature at hand.</summary>
    public static Initialisation Automatic { get; } = new AutomaticInitialisation();

    /// <summary>
    /// The start that the degree proved by the compiler asks for: the unit sphere for a feature of a degree in the whole particle, {0} × Θ for one of degree 1 in its weight, and
    /// normal numbers where neither was proved. A weight without sign change, as a regularizer may ask, is not considered.
    /// </summary>
    /// <param name="layout">How the D numbers of one particle are arranged, with the degrees that were proved.</param>
    public static InitialisationChoice Choose(ParticleLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        bool hasWeight = layout.Parameters.Any(p => p.Role == ParticleRole.Weight);
        return (layout.HomogeneityDegree, layout.WeightDegree) switch
        {
            (2, _) => new(Sphere(), $"'{layout.Feature}' is 2-homogeneous, so the particles start uniform on the unit sphere, signs of weights included (Chizat and Bach 2018, Theorem 3.3)."),
            ( > 0, _) => new(Sphere(), string.Create(CultureInfo.InvariantCulture, $"'{layout.Feature}' has degree {layout.HomogeneityDegree} in the whole particle, so the particles start uniform on the unit sphere; Theorem 3.3 of Chizat and Bach 2018 is stated for degree 2.")),
            (_, 1) when hasWeight => new(ZeroWeights(), $"'{layout.Feature}' has degree 1 in its weight, so the weights start at 0 with the positions spread out (Chizat and Bach 2018, Theorem 3.5)."),
            _ => new(Gaussian(), $"No degree that a theorem of global convergence asks for was proved of '{layout.Feature}', so the numbers start independent and normal, which leaves no direction out."),
        };
    }

    private sealed class AutomaticInitialisation : Initialisation
    {
        public override void Fill(ParticleLayout layout, int particleCount, ulong seed, Span<double> particles) =>
            Choose(layout).Initialisation.Fill(layout, particleCount, seed, particles);
    }
}
