namespace MeanFieldDsl.Kernels;

/// <summary>
/// The generated code of a feature that sees the vectors of particle and row through their inner products alone, which
/// approximation theory calls a ridge function. The products are left to <see cref="Tiles"/>; the code here is what is
/// done with each.
/// </summary>
public interface IRidgeKernel : IFeatureKernel
{
    /// <summary>What the feature reads; null where its vectors are too long for this path, which then may not be chosen.</summary>
    RidgeShape? Ridge { get; }

    /// <summary>Computes the feature and its partial derivatives for the rows of a tile and a panel of particles.</summary>
    /// <typeparam name="TLanes">The SIMD width; lanes run over particles.</typeparam>
    /// <typeparam name="TNumber">double or float.</typeparam>
    /// <param name="tile">The inner products, and where the results go.</param>
    void Activate<TLanes, TNumber>(RidgeTile<TNumber> tile)
        where TLanes : unmanaged, ILanes<TLanes, TNumber>
        where TNumber : unmanaged;
}
