using System.ComponentModel;

namespace MeanFieldDsl.Kernels;

/// <summary>What the factors of a feature A·B read. Both name the same numbers of the particle, in the same order.</summary>
/// <param name="Lines">What A reads; its value counts as the last of its partial derivatives.</param>
/// <param name="Columns">What B reads, likewise.</param>
/// <param name="LineColumns">The columns of the data that tell the line of a row.</param>
/// <param name="ColumnColumns">The columns of the data that tell its column; empty along a grid.</param>
/// <param name="Curvature">
/// Along a grid c, where the feature is a(θ) e^q with q'' = c in the one number x of the row and q ≤ 0: its factors are then a e^q at the middle X of a line and
/// e^(δ q'(M)), of the offset δ = x − X, the middle M of the data, and a bound on |q'(M)|. The rest of the product is the same for all particles.
/// </param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record SeparableShape(RidgeShape Lines, RidgeShape Columns, int[] LineColumns, int[] ColumnColumns, double Curvature = double.NaN);
