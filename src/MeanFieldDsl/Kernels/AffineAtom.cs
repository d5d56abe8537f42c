namespace MeanFieldDsl.Kernels;

/// <summary>A loss of the form ℓ(f) = c g(αf + β) + b f + d, with a convex g from the table of <see cref="Conjugates"/>.</summary>
/// <param name="Scale">c, at least 0.</param>
/// <param name="Factor">α.</param>
/// <param name="Shift">β.</param>
/// <param name="Slope">b.</param>
/// <param name="Constant">d.</param>
public readonly record struct AffineAtom(double Scale, double Factor, double Shift, double Slope, double Constant);
