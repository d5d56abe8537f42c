namespace MeanFieldDsl.Kernels;

/// <summary>
/// The energy of pairs as a loss. With the particles themselves as the rows, the mean over rows of ℓ(f, y) = f is (1/m²) Σ_ij U(θ_i, θ_j).
/// A particle that moves moves the row too; U is symmetric, so the derivative is twice the loss's own.
/// </summary>
internal readonly struct PairEnergy : ILossKernel
{
    public string? StatedTargets => null;

    public bool HasConjugate => false;

    public TLanes Value<TLanes>(TLanes prediction, TLanes target)
        where TLanes : unmanaged, ILanes<TLanes> => prediction;

    public TLanes Derivative<TLanes>(TLanes prediction, TLanes target)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.Broadcast(2);

    public bool Accepts(double target) => true;

    public double Conjugate(double dual, double target) => double.NaN;
}
