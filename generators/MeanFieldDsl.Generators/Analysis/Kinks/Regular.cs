namespace MeanFieldDsl.Generators.Analysis;

/// <summary>
/// How smooth a node is as a function of the active parameters: k times differentiable with a locally Lipschitz k-th
/// derivative. Where <paramref name="Kink"/> is a node u, the function is |u|^<paramref name="Power"/> times a
/// constant for each sign of u, times a factor as smooth as u; so products of kinks in one u are smoother than each.
/// </summary>
/// <param name="Order">k; 0 is locally Lipschitz, −1 nothing, <see cref="Smooth"/> any order.</param>
/// <param name="Kink">The node u, or −1.</param>
/// <param name="Power">The power of |u|.</param>
/// <param name="IsPure">Whether that factor is constant.</param>
/// <param name="Varies">Whether it depends on the active parameters.</param>
internal readonly record struct Regular(int Order, int Kink, double Power, bool IsPure, bool Varies)
{
    public const int Smooth = 1000;

    public static Regular Fixed => new(Smooth, -1, 0, false, false);

    public static Regular Of(int order) => new(order, -1, 0, false, true);

    /// <summary>
    /// |u|^power, with a constant factor on each side of u = 0: its derivatives below the power are continuous there,
    /// as far as u has as many.
    /// </summary>
    public static Regular At(int kink, double power, bool isPure, int most) =>
        new(Math.Min(most, (int)Math.Min(Smooth, Math.Floor(power)) - 1), kink, power, isPure, true);

    /// <summary>Whether it is differentiable with a locally Lipschitz derivative.</summary>
    public bool IsDifferentiable => Order >= 1;

    public bool IsSmooth => Order == Smooth;
}
