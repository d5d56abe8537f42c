namespace MeanFieldDsl.Kernels;

/// <summary>ℓ(f, y) = f: the objective is then the mean prediction, and its gradient that of the feature.</summary>
internal readonly struct IdentityLoss : ILossKernel
{
    public TLanes Value<TLanes>(TLanes prediction, TLanes target)
        where TLanes : unmanaged, ILanes<TLanes> => prediction;

    public TLanes Derivative<TLanes>(TLanes prediction, TLanes target)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.One;

    public string? StatedTargets => null;

    public bool Accepts(double target) => true;

    public bool HasConjugate => true;

    // The supremum of (p − 1) f is finite at p = 1 only.
    public double Conjugate(double dual, double target) => dual == 1 ? 0 : double.PositiveInfinity;
}
