namespace MeanFieldDsl.Kernels;

/// <summary>
/// Conjugates ℓ*(p) = sup_f p f − ℓ(f) of losses of one real prediction (Boyd and Vandenberghe 2004, Convex optimization,
/// 3.3). By calculus, c g(αf + β) + b f + d has the conjugate c g*(s) − c s β − d at s = (p − b)/(cα); where cα = 0 the
/// loss is affine and its conjugate finite at p = b only. All are +∞ off their domain.
/// </summary>
public static class Conjugates
{
    /// <summary>ℓ(f) = ½ a f² + b f + c: (p − b)²/(2a) − c.</summary>
    /// <param name="dual">p.</param>
    /// <param name="second">a, at least 0.</param>
    /// <param name="first">b.</param>
    /// <param name="constant">c.</param>
    public static double Quadratic(double dual, double second, double first, double constant)
    {
        double t = dual - first;
        return second > 0 ? (0.5 * t * (t / second)) - constant : Affine(t, constant);
    }

    /// <summary>g(z) = ½ z²: ½ s².</summary>
    /// <param name="dual">p.</param>
    /// <param name="atom">The loss around g.</param>
    public static double Square(double dual, in AffineAtom atom) => Reduce(dual, atom, out double s)
        ? Restore(s, atom, 0.5 * s * s)
        : Affine(s, (0.5 * atom.Scale * atom.Shift * atom.Shift) + atom.Constant);

    /// <summary>ℓ(f) = max(a f + c, b f + d): the interpolation of −c at p = a and −d at p = b; hinge, absolute and quantile losses.</summary>
    /// <param name="dual">p.</param>
    /// <param name="firstSlope">a.</param>
    /// <param name="firstConstant">c.</param>
    /// <param name="secondSlope">b.</param>
    /// <param name="secondConstant">d.</param>
    public static double MaxAffine(double dual, double firstSlope, double firstConstant, double secondSlope, double secondConstant)
    {
        double width = firstSlope - secondSlope;
        if (width == 0)
        {
            return Affine(dual - firstSlope, Math.Max(firstConstant, secondConstant));
        }

        double t = (dual - secondSlope) / width;
        return t is >= 0 and <= 1 ? -((t * firstConstant) + ((firstSlope - dual) / width * secondConstant)) : double.PositiveInfinity;
    }

    /// <summary>g(z) = log(1 + e^z): s log s + (1 − s) log(1 − s) on [0, 1], minus the entropy of a coin.</summary>
    /// <param name="dual">p.</param>
    /// <param name="atom">The loss around g.</param>
    public static double Softplus(double dual, in AffineAtom atom) => Reduce(dual, atom, out double s)
        ? Restore(s, atom, s is >= 0 and <= 1 ? Entropy(s) + Entropy(1 - s) : double.PositiveInfinity)
        : Affine(s, (atom.Scale * Ops.Softplus(atom.Shift)) + atom.Constant);

    /// <summary>g(z) = e^z: s log s − s for s ≥ 0.</summary>
    /// <param name="dual">p.</param>
    /// <param name="atom">The loss around g.</param>
    public static double Exponential(double dual, in AffineAtom atom) => Reduce(dual, atom, out double s)
        ? Restore(s, atom, s >= 0 ? Entropy(s) - s : double.PositiveInfinity)
        : Affine(s, (atom.Scale * Math.Exp(atom.Shift)) + atom.Constant);

    /// <summary>g(z) = −log z, +∞ for z ≤ 0: −1 − log(−s) for s &lt; 0.</summary>
    /// <param name="dual">p.</param>
    /// <param name="atom">The loss around g.</param>
    public static double NegativeLogarithm(double dual, in AffineAtom atom) => Reduce(dual, atom, out double s)
        ? Restore(s, atom, s < 0 ? -1 - Math.Log(-s) : double.PositiveInfinity)
        : Affine(s, (atom.Scale == 0 ? 0 : -atom.Scale * Math.Log(atom.Shift)) + atom.Constant);

    /// <summary>g(z) = log cosh z: ½ ((1 + s) log(1 + s) + (1 − s) log(1 − s)) for |s| ≤ 1.</summary>
    /// <param name="dual">p.</param>
    /// <param name="atom">The loss around g.</param>
    public static double LogCosh(double dual, in AffineAtom atom) => Reduce(dual, atom, out double s)
        ? Restore(s, atom, Math.Abs(s) <= 1 ? 0.5 * (Entropy(1 + s) + Entropy(1 - s)) : double.PositiveInfinity)
        : Affine(s, (atom.Scale * Math.Log(Math.Cosh(atom.Shift))) + atom.Constant);

    /// <summary>g(z) = ½ max(z, 0)²: ½ s² for s ≥ 0.</summary>
    /// <param name="dual">p.</param>
    /// <param name="atom">The loss around g.</param>
    public static double SquaredPositivePart(double dual, in AffineAtom atom) => Reduce(dual, atom, out double s)
        ? Restore(s, atom, s >= 0 ? 0.5 * s * s : double.PositiveInfinity)
        : Affine(s, (0.5 * atom.Scale * Math.Max(atom.Shift, 0) * Math.Max(atom.Shift, 0)) + atom.Constant);

    /// <summary>g(z) = ½ z² for |z| ≤ δ and δ (|z| − ½ δ) beyond (Huber): ½ s² for |s| ≤ δ.</summary>
    /// <param name="dual">p.</param>
    /// <param name="atom">The loss around g.</param>
    /// <param name="delta">δ, at least 0.</param>
    public static double Huber(double dual, in AffineAtom atom, double delta)
    {
        double size = Math.Abs(atom.Shift);
        double value = size <= delta ? 0.5 * size * size : delta * (size - (0.5 * delta));
        return Reduce(dual, atom, out double s)
            ? Restore(s, atom, Math.Abs(s) <= delta ? 0.5 * s * s : double.PositiveInfinity)
            : Affine(s, (atom.Scale * value) + atom.Constant);
    }

    // The argument of g*; false where the loss does not depend on g's argument, and then s is p − b.
    private static bool Reduce(double dual, in AffineAtom atom, out double s)
    {
        double t = dual - atom.Slope, factor = atom.Scale * atom.Factor;
        s = factor == 0 ? t : t / factor;
        return factor != 0;
    }

    private static double Restore(double s, in AffineAtom atom, double conjugate) =>
        double.IsPositiveInfinity(conjugate) ? conjugate : (atom.Scale * (conjugate - (s * atom.Shift))) - atom.Constant;

    private static double Affine(double t, double constant) => t == 0 ? -constant : double.PositiveInfinity;

    private static double Entropy(double s) => s == 0 ? 0 : s * Math.Log(s);
}
