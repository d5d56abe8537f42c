namespace MeanFieldDsl.Generators.Analysis.Numerics;

/// <summary>Where a pattern was found.</summary>
/// <param name="Holes">The nodes that fill its holes.</param>
/// <param name="Parts">The nodes of the expression itself, its root first.</param>
internal sealed record Match(int[] Holes, int[] Parts)
{
    public int Root => Parts[0];
}
