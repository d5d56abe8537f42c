namespace MeanFieldDsl.Generators.Analysis;

/// <summary>On which side of a switching point a piece lies.</summary>
internal enum Side
{
    Below = -1,
    At = 0,
    Above = 1,
}

/// <summary>A switching point t, as a node, and the side of it.</summary>
internal readonly record struct Bound(int Point, Side Side)
{
    /// <summary>Whether a value lies on this side of what the switching point is; nothing does when the point has no value.</summary>
    public bool Allows(double value, double point) => Side switch { Side.Below => value < point, Side.Above => value > point, _ => value == point };
}

/// <summary>A formula without choices, valid between the switching points.</summary>
internal sealed record Piece(int Root, IReadOnlyList<Bound> Bounds)
{
    public bool IsPoint => Bounds.Any(b => b.Side == Side.At);
}
