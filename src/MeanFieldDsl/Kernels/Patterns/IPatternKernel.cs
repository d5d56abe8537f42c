namespace MeanFieldDsl.Kernels;

/// <summary>
/// The generated code of a feature whose derivatives depend on the row through one comparison alone, but for terms that are linear in what
/// the row gives: on either side of the kink the derivative in ⟨w, x⟩ is the same for all rows. All that the backward pass needs of a pair
/// is then the side, one bit, which the literature on ReLU networks calls the activation pattern.
/// </summary>
public interface IPatternKernel : IShortKernel
{
    /// <summary>Whether any derivative is other than 0 where the comparison is false. A constant to the JIT compiler.</summary>
    static abstract bool HasOtherSide { get; }

    /// <summary>Computes the feature for a particle and a row in each lane; returns the mask of the comparison.</summary>
    /// <typeparam name="TLanes">The lanes.</typeparam>
    /// <param name="point">What the feature reads, and its value.</param>
    TLanes Decide<TLanes>(ref ShortPoint<TLanes> point)
        where TLanes : unmanaged, ILanes<TLanes>;

    /// <summary>Computes the gradient of a particle in each lane from sums over the rows of either side.</summary>
    /// <typeparam name="TLanes">The lanes.</typeparam>
    /// <param name="sums">The sums, and the gradient.</param>
    void Collect<TLanes>(ref PatternSums<TLanes> sums)
        where TLanes : unmanaged, ILanes<TLanes>;
}
