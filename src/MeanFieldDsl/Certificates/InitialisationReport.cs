using System.Globalization;

namespace MeanFieldDsl;

/// <summary>
/// How well particles cover the support that global convergence asks for. The theorems speak of the limit of many particles: a finite set never separates in more than one
/// dimension, so this is about holes, not a proof.
/// </summary>
/// <remarks>
/// For a feature of a degree in the whole particle the space is the sphere of directions, and distances are angles (Chizat and Bach 2018, arXiv 1805.09545, Theorem 3.3: the support
/// separates a small sphere from a large one). For a feature of degree 1 in one weight it is the space of positions (Theorem 3.5: {−r} × Θ from {r} × Θ): the torus
/// where all are periodic; positions without period count within the box that the particles span.
/// </remarks>
public sealed class InitialisationReport
{
    // Even grids stand at the limits up to rounding.
    private const double Rounding = 1e-9;

    private InitialisationReport(Theorem? theorem, bool isOfDirections, CoverSearch cover, (int Positive, int Negative, int Zero) weights, double largestNorm)
    {
        Theorem = theorem;
        IsOfDirections = isOfDirections;
        CoveringRadius = cover.Radius;
        LargestRadius = cover.Largest;
        IsExact = cover.IsExact;
        Hole = cover.Hole;
        PositiveWeights = weights.Positive;
        NegativeWeights = weights.Negative;
        ZeroWeights = weights.Zero;
        LargestNorm = largestNorm;
    }

    /// <summary>The theorem that asks for a support, or null where none does for the degrees that were proved.</summary>
    public Theorem? Theorem { get; }

    /// <summary>Whether directions of whole particles were looked at, in radians; otherwise positions, in their units.</summary>
    public bool IsOfDirections { get; }

    /// <summary>
    /// The covering radius: the distance from the point that is farthest from all particles to the nearest. Exact in one dimension (<see cref="IsExact"/>); otherwise the largest found by a
    /// search of random points and of those opposite to particles, the best of which are moved while that helps: at least so large.
    /// </summary>
    public double CoveringRadius { get; }

    /// <summary>The covering radius of a single particle: π for directions, half the diagonal of the torus, the diagonal of a box.</summary>
    public double LargestRadius { get; }

    /// <summary>Whether <see cref="CoveringRadius"/> is exact and not found by search.</summary>
    public bool IsExact { get; }

    /// <summary>The middle of the widest hole, a direction or positions; empty where there is none.</summary>
    public IReadOnlyList<double> Hole { get; }

    /// <summary>How many numbers of weights are above 0.</summary>
    public int PositiveWeights { get; }

    /// <summary>How many numbers of weights are below 0.</summary>
    public int NegativeWeights { get; }

    /// <summary>How many numbers of weights are 0.</summary>
    public int ZeroWeights { get; }

    /// <summary>Whether weights of both signs occur.</summary>
    public bool HasBothSigns => PositiveWeights > 0 && NegativeWeights > 0;

    /// <summary>The largest norm of a particle: both theorems ask for a bounded support.</summary>
    public double LargestNorm { get; }

    /// <summary>What the particles show of the separation that the theorem asks for.</summary>
    public SeparationStatus Separation { get; private init; }

    /// <summary>Why, in words.</summary>
    public string Reason { get; private init; } = "";

    /// <summary>The reason, the covering radius and the signs.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Separation}: {Reason} Covering radius {(IsExact ? "" : "at least ")}{CoveringRadius:G4} of {LargestRadius:G4}; weights {PositiveWeights} positive, {NegativeWeights} negative, {ZeroWeights} zero.");

    internal static InitialisationReport Of(ParticleLayout layout, ReadOnlySpan<double> particles)
    {
        ArgumentNullException.ThrowIfNull(layout);
        int dimension = layout.Dimension;
        if (dimension == 0 || particles.IsEmpty || particles.Length % dimension != 0)
        {
            throw new ArgumentException($"{particles.Length} numbers were given for particles of '{layout.Feature}' of {dimension} numbers each; give m × {dimension} numbers with m at least 1.", nameof(particles));
        }

        for (int k = 0; k < particles.Length; k++)
        {
            if (!double.IsFinite(particles[k]))
            {
                throw new ArgumentException($"Value {DataException.Show(particles[k])} at index {k} is not finite; give finite particles.", nameof(particles));
            }
        }

        ParticleParameter[] weights = [.. layout.Parameters.Where(p => p.Role == ParticleRole.Weight)];
        bool isHomogeneous = layout.HomogeneityDegree > 0;
        bool isPartial = !isHomogeneous && layout.WeightDegree == 1 && weights is [{ Length: 1 }];
        bool ofDirections = isHomogeneous || (!isPartial && layout.Parameters.All(p => p.Period == 0));
        CoverSearch cover = ofDirections ? CoverSearch.OfDirections(particles, dimension) : CoverSearch.OfPositions(layout, particles);
        Theorem? theorem = layout.HomogeneityDegree == 2 ? MeanFieldDsl.Theorem.GlobalConvergenceHomogeneous : isPartial ? MeanFieldDsl.Theorem.GlobalConvergencePartiallyHomogeneous : null;
        (SeparationStatus status, string reason) = Judge(layout, theorem, ofDirections, cover);
        return new(theorem, ofDirections, cover, Signs(particles, dimension, weights), LargestOf(particles, dimension)) { Separation = status, Reason = reason };
    }

    private static (SeparationStatus Status, string Reason) Judge(ParticleLayout layout, Theorem? theorem, bool ofDirections, CoverSearch cover)
    {
        bool isUnbounded = !ofDirections && layout.Parameters.Any(static p => p.Role == ParticleRole.Position && p.Period == 0 && p.Length > 0);
        string place = ofDirections ? "directions" : "positions";
        if (cover.Radius >= (0.5 - Rounding) * cover.Largest && cover.Largest > 0 && (theorem is not null || layout.HomogeneityDegree > 0))
        {
            return (SeparationStatus.Uncovered, ofDirections ? "A half-space of directions holds no particle, and a path to infinity through it meets none." : "The particles leave half of the space of positions empty.");
        }

        if (theorem is null)
        {
            return (SeparationStatus.Undecided, layout.HomogeneityDegree > 0
                ? string.Create(CultureInfo.InvariantCulture, $"Theorem 3.3 of Chizat and Bach 2018 is stated for degree 2, and '{layout.Feature}' has degree {layout.HomogeneityDegree}.")
                : $"No degree that Theorems 3.3 or 3.5 of Chizat and Bach 2018 ask for was proved of '{layout.Feature}'.");
        }

        if (isUnbounded)
        {
            return cover.Largest > 0
                ? (SeparationStatus.Undecided, "The positions have no period, so no finite number of particles covers them; the radius is that within the box they span.")
                : (SeparationStatus.Uncovered, "All particles have the same positions.");
        }

        return cover.Radius <= (0.25 + Rounding) * cover.Largest
            ? (SeparationStatus.Covered, $"No hole among the {place} is wider than a quarter of the space.")
            : (SeparationStatus.Undecided, $"The widest hole among the {place} is between a quarter and half of the space; take more particles.");
    }

    private static (int Positive, int Negative, int Zero) Signs(ReadOnlySpan<double> particles, int dimension, ParticleParameter[] weights)
    {
        int positive = 0, negative = 0, zero = 0;
        for (int i = 0; i < particles.Length; i += dimension)
        {
            foreach (ParticleParameter weight in weights)
            {
                foreach (double value in particles.Slice(i + weight.Offset, weight.Length))
                {
                    positive += value > 0 ? 1 : 0;
                    negative += value < 0 ? 1 : 0;
                    zero += value == 0 ? 1 : 0;
                }
            }
        }

        return (positive, negative, zero);
    }

    private static double LargestOf(ReadOnlySpan<double> particles, int dimension)
    {
        double largest = 0;
        for (int i = 0; i < particles.Length; i += dimension)
        {
            double squares = 0;
            foreach (double value in particles.Slice(i, dimension))
            {
                squares += value * value;
            }

            largest = Math.Max(largest, Math.Sqrt(squares));
        }

        return largest;
    }
}
