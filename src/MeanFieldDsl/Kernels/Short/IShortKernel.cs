namespace MeanFieldDsl.Kernels;

/// <summary>
/// The generated code of a feature g(⟨w, x⟩; scalars, numbers of the row) without elementary functions. Where the inner product is
/// short, or there is none, it is cheaper to compute the feature again for the gradient than to keep anything of it.
/// </summary>
public interface IShortKernel : IRidgeKernel
{
    /// <summary>How many numbers of the particle it reads beside the inner product, at most 4. A constant to the JIT compiler.</summary>
    static abstract int ScalarCount { get; }

    /// <summary>How many numbers of the row it reads beside the inner product, at most 2. A constant to the JIT compiler.</summary>
    static abstract int InputCount { get; }

    /// <summary>Computes the feature and its derivatives for a particle and a row in each lane.</summary>
    /// <typeparam name="TLanes">The lanes.</typeparam>
    /// <param name="point">What the feature reads, and its results.</param>
    void Evaluate<TLanes>(ref ShortPoint<TLanes> point)
        where TLanes : unmanaged, ILanes<TLanes>;
}
