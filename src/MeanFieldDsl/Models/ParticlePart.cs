using System.ComponentModel;

namespace MeanFieldDsl;

/// <summary>Numbers of a particle that lie side by side, such as those a parameter of a regularizer is bound to.</summary>
/// <param name="Offset">The index of the first number within a particle.</param>
/// <param name="Length">How many numbers there are; 1 for a scalar.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct ParticlePart(int Offset, int Length)
{
    /// <summary>Whether the two have a number in common.</summary>
    /// <param name="other">The other part.</param>
    public bool Overlaps(ParticlePart other) =>
        Math.Max(Offset, other.Offset) < Math.Min(Offset + Length, other.Offset + other.Length);
}
