namespace MeanFieldDsl.Kernels;

/// <summary>
/// The generated code of a feature that is the product of A, of some numbers of the row, and B, of the others. Where the data are a grid of
/// both, each factor is computed once for a line or a column of it, and what is left for a pair are three multiply-adds.
/// </summary>
public interface ISeparableKernel : IRidgeKernel
{
    /// <summary>What the factors read; null where the feature is no such product at the dimensions at hand.</summary>
    SeparableShape? Separable { get; }

    /// <summary>Computes the partial derivatives of A and, behind them, A itself for the lines of the grid and a panel of particles.</summary>
    /// <typeparam name="TLanes">The SIMD width; lanes run over particles.</typeparam>
    /// <typeparam name="TNumber">double or float.</typeparam>
    /// <param name="tile">What it reads, and where the results go.</param>
    void ActivateLines<TLanes, TNumber>(RidgeTile<TNumber> tile)
        where TLanes : unmanaged, ILanes<TLanes, TNumber>
        where TNumber : unmanaged;

    /// <summary>The same of B for the columns.</summary>
    /// <typeparam name="TLanes">The SIMD width; lanes run over particles.</typeparam>
    /// <typeparam name="TNumber">double or float.</typeparam>
    /// <param name="tile">What it reads, and where the results go.</param>
    void ActivateColumns<TLanes, TNumber>(RidgeTile<TNumber> tile)
        where TLanes : unmanaged, ILanes<TLanes, TNumber>
        where TNumber : unmanaged;
}
