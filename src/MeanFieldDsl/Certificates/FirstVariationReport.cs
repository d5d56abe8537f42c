using System.Globalization;

namespace MeanFieldDsl;

/// <summary>
/// What a search found about the first variation F'(μ)(θ) = (1/n) Σ_r ℓ'(f_r, y_r) φ(θ; x_r) + V(θ) at the particles and elsewhere.
/// It is a search and proves nothing: a low value found refutes that μ is a global minimiser, a low value not found does not confirm it.
/// </summary>
/// <remarks>
/// For convex F, a measure μ minimises F if and only if F'(μ) vanishes on the support of μ and is nowhere negative (Chizat and Bach
/// 2018, arXiv 1805.09545, Proposition 3.1). For a feature and a regularizer that are positively homogeneous of the same degree p, at stationary
/// particles F'(μ) vanishes on the support, by p F'(μ)(θ) = ⟨θ, ∇F'(μ)(θ)⟩, and its sign depends on the direction of θ alone, so that the unit
/// sphere is searched. Without proved homogeneity the mass of a particle is fixed, and the values are compared with the
/// mean over the support instead (first-order condition over probability measures); weights are then searched on their own unit sphere,
/// periodic positions over their period, and other positions with the spread of the particles' own, at least 1.
/// </remarks>
public sealed class FirstVariationReport
{
    internal FirstVariationReport(
        bool homogeneous, double supportMean, double supportMeanAbsolute, double supportMaxAbsolute, double lowest, double[] minimiser, int directions, double tolerance)
    {
        Homogeneous = homogeneous;
        SupportMean = supportMean;
        SupportMeanAbsolute = supportMeanAbsolute;
        SupportMaxAbsolute = supportMaxAbsolute;
        Lowest = lowest;
        Minimiser = minimiser;
        Directions = directions;
        Tolerance = tolerance;
    }

    /// <summary>Whether a joint degree of positive homogeneity was proved, so that the unit sphere was searched.</summary>
    public bool Homogeneous { get; }

    /// <summary>The mean of F'(μ) over the particles, in the units of F; 0 at stationary particles of a homogeneous model.</summary>
    public double SupportMean { get; }

    /// <summary>The mean over the particles of |F'(μ)(θ_i)|, or of the distance from <see cref="SupportMean"/> without homogeneity.</summary>
    public double SupportMeanAbsolute { get; }

    /// <summary>The largest over the particles of |F'(μ)(θ_i)|, or of the distance from <see cref="SupportMean"/> without homogeneity.</summary>
    public double SupportMaxAbsolute { get; }

    /// <summary>The value that F'(μ) should nowhere be below: 0 with homogeneity, <see cref="SupportMean"/> without.</summary>
    public double Reference => Homogeneous ? 0 : SupportMean;

    /// <summary>The lowest value of F'(μ) that was found, in the units of F; on the unit sphere with homogeneity. NaN when nothing was searched.</summary>
    public double Lowest { get; }

    /// <summary>The θ at which <see cref="Lowest"/> was found, D numbers; empty when nothing was searched.</summary>
    public IReadOnlyList<double> Minimiser { get; }

    /// <summary>How many θ were looked at: the particles (their directions with homogeneity), random places, and the places of the descents.</summary>
    public int Directions { get; }

    /// <summary>The distance below <see cref="Reference"/> from which on a value counts: ten times the deviation that the particles themselves show.</summary>
    public double Tolerance { get; }

    /// <summary>Whether a θ was found at which placed mass lowers F to first order: then the measure is no global minimiser.</summary>
    public bool FoundDescent => Lowest < Reference - Tolerance;

    /// <summary>Searches the first variation at the particles and at random places, and from the lowest of these by descent with the generated gradient, or by a random walk where there is none.</summary>
    /// <param name="evaluator">The evaluator of the problem; it is left at <paramref name="particles"/>.</param>
    /// <param name="particles">The measure, m × D numbers, row-major; the objective must be finite there.</param>
    /// <param name="randomProbes">
    /// The number of random probes, at least 0; each costs one <see cref="Evaluator.FirstVariation"/>. Half are independent places, the others are spent on the descents.
    /// </param>
    /// <param name="seed">The seed of the probes; the same seed gives the same report.</param>
    /// <param name="cancellation">Ends the search early; the report holds what was found until then.</param>
    /// <exception cref="ArgumentNullException"><paramref name="evaluator"/> is null.</exception>
    /// <exception cref="ArgumentException">The number of particles is not the evaluator's.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="randomProbes"/> is negative.</exception>
    public static FirstVariationReport Search(
        Evaluator evaluator, ReadOnlySpan<double> particles, int randomProbes = 1_000, ulong seed = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(evaluator);
        DualityGapReport.CheckProbes(randomProbes, nameof(randomProbes));
        if (particles.Length != evaluator.ParticleCount * evaluator.Layout.Dimension)
        {
            throw new ArgumentException(
                $"There are {particles.Length} numbers; the evaluator takes {evaluator.ParticleCount} particles of {evaluator.Layout.Dimension}.", nameof(particles));
        }

        return new FirstVariationSearch(evaluator, seed, cancellation).Run(particles, randomProbes);
    }

    /// <summary>One or two sentences: how far was searched and what was found.</summary>
    public override string ToString()
    {
        string place = Homogeneous ? "on the unit sphere" : "among them";
        string compare = Homogeneous
            ? string.Create(CultureInfo.InvariantCulture, $"at the particles it is 0 up to {SupportMaxAbsolute:G3}")
            : string.Create(CultureInfo.InvariantCulture, $"at the particles it is {SupportMean:G3} up to {SupportMaxAbsolute:G3}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Searched {Directions:N0} directions: the lowest first variation {place} is {Lowest:G3}, {compare}. This is a search, not a proof.");
    }
}
