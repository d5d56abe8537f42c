namespace MeanFieldDsl.Kernels;

/// <summary>
/// The generated code of a feature φ(θ; x): its values and gradients for one particle over a block of rows. It is a
/// struct so that the loops of this room are compiled anew for each feature.
/// </summary>
public interface IFeatureKernel
{
    /// <summary>How the numbers of a particle are arranged.</summary>
    ParticleLayout Layout { get; }

    /// <summary>
    /// Whether several vectors of rows at once pay: they do for chains of multiply-adds, which would wait for
    /// themselves, and do not for elementary functions, which need the registers.
    /// </summary>
    static abstract bool PrefersWideLanes { get; }

    /// <summary>Adds φ(θ; x_r) to the prediction of each row.</summary>
    /// <typeparam name="TLanes">The SIMD width; lanes run over rows.</typeparam>
    /// <param name="theta">The particle.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="predictions">One number for each row of the block.</param>
    void Predict<TLanes>(ReadOnlySpan<double> theta, RowBlock rows, Span<double> predictions)
        where TLanes : unmanaged, ILanes<TLanes>;

    /// <summary>Adds Σ_r c_r ∇_θ φ(θ; x_r) to the gradient.</summary>
    /// <typeparam name="TLanes">The SIMD width; lanes run over rows.</typeparam>
    /// <param name="theta">The particle.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="cotangents">c_r, one for each row of the block; 0 for rows that are padding.</param>
    /// <param name="scratch">At least <see cref="ScratchLength{TLanes}"/> numbers, zero on entry and on return.</param>
    /// <param name="gradient">One number for each of the particle's.</param>
    void AccumulateGradient<TLanes>(ReadOnlySpan<double> theta, RowBlock rows, ReadOnlySpan<double> cotangents, Span<double> scratch, Span<double> gradient)
        where TLanes : unmanaged, ILanes<TLanes>;

    /// <summary>The number of doubles <see cref="AccumulateGradient{TLanes}"/> needs as scratch.</summary>
    /// <typeparam name="TLanes">The SIMD width.</typeparam>
    int ScratchLength<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>;
}

/// <summary>The generated code of a loss ℓ(f, y).</summary>
public interface ILossKernel
{
    /// <summary>ℓ(f, y), lane by lane.</summary>
    /// <typeparam name="TLanes">The SIMD width.</typeparam>
    /// <param name="prediction">f.</param>
    /// <param name="target">y.</param>
    TLanes Value<TLanes>(TLanes prediction, TLanes target)
        where TLanes : unmanaged, ILanes<TLanes>;

    /// <summary>∂ℓ/∂f, lane by lane.</summary>
    /// <typeparam name="TLanes">The SIMD width.</typeparam>
    /// <param name="prediction">f.</param>
    /// <param name="target">y.</param>
    TLanes Derivative<TLanes>(TLanes prediction, TLanes target)
        where TLanes : unmanaged, ILanes<TLanes>;
}

/// <summary>The generated code of a regularizer V bound to the particles of a feature.</summary>
public interface IRegularizerKernel
{
    /// <summary>V(θ).</summary>
    /// <param name="theta">The particle.</param>
    double Value(ReadOnlySpan<double> theta);

    /// <summary>Adds ∇V(θ) to the gradient.</summary>
    /// <param name="theta">The particle.</param>
    /// <param name="gradient">One number for each of the particle's.</param>
    void AccumulateGradient(ReadOnlySpan<double> theta, Span<double> gradient);
}

/// <summary>V = 0, for a model without a regularizer.</summary>
public readonly struct NoRegularizer : IRegularizerKernel
{
    /// <inheritdoc/>
    public double Value(ReadOnlySpan<double> theta) => 0;

    /// <inheritdoc/>
    public void AccumulateGradient(ReadOnlySpan<double> theta, Span<double> gradient)
    {
    }
}
