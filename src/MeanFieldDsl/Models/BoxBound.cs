namespace MeanFieldDsl;

/// <summary>What was proved over a box of particles.</summary>
/// <param name="Variation">A lower bound of s V + ⟨c, φ⟩.</param>
/// <param name="Sum">A lower bound of ⟨c, φ⟩ alone.</param>
/// <param name="Penalty">A lower bound of V alone.</param>
internal readonly record struct BoxBound(double Variation, double Sum, double Penalty);
