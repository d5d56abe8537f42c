using System.Diagnostics.CodeAnalysis;

namespace MeanFieldDsl;

/// <summary>
/// The floating-point format in which a model evaluates pairs of a particle and a data row. Particles, losses, regularizers and
/// everything an evaluator takes and returns are doubles in either.
/// </summary>
[SuppressMessage("Naming", "CA1720", Justification = "These are the names of the formats.")]
public enum Precision
{
    /// <summary>Double precision throughout; the default.</summary>
    Double,

    /// <summary>
    /// The feature and its derivatives are computed in single precision, and so are sums over short runs of particles and rows,
    /// which are added up in double. A step takes about half the time; objective and velocities carry relative errors of some 10⁻⁷ and
    /// cannot be followed below that. Features of other shapes than
    /// g(⟨w, x⟩, …; scalars, elements) are computed in double all the same.
    /// </summary>
    Single,
}
