namespace MeanFieldDsl.Kernels;

/// <summary>
/// The generated code of a feature φ(θ; x): its values for one particle over a block of rows; its derivatives are in the interface of
/// its path. It is a struct so that the loops of this room are compiled anew for each feature.
/// </summary>
public interface IFeatureKernel
{
    /// <summary>How the numbers of a particle are arranged.</summary>
    ParticleLayout Layout { get; }

    /// <summary>Adds φ(θ; x_r) to the prediction of each row.</summary>
    /// <typeparam name="TLanes">The SIMD width; lanes run over rows.</typeparam>
    /// <param name="theta">The particle.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="predictions">One number for each row of the block.</param>
    void Predict<TLanes>(ReadOnlySpan<double> theta, RowBlock rows, Span<double> predictions)
        where TLanes : unmanaged, ILanes<TLanes, double>;

    /// <summary>Has an evaluator made by the path that the formula allows.</summary>
    /// <typeparam name="TBuilder">Who makes it.</typeparam>
    /// <param name="builder">Who makes it.</param>
    Evaluator Accept<TBuilder>(TBuilder builder)
        where TBuilder : struct, IEvaluatorBuilder;
}

/// <summary>The generated code of a feature that may be of a shape that only the path over pairs takes.</summary>
public interface IPairKernel : IFeatureKernel
{
    /// <summary>
    /// Whether several vectors of rows at once pay: they do for chains of multiply-adds, which would wait for
    /// themselves, and do not for elementary functions, which need the registers.
    /// </summary>
    static abstract bool PrefersWideLanes { get; }

    /// <summary>Adds Σ_r c_r ∇_θ φ(θ; x_r) to the gradient.</summary>
    /// <typeparam name="TLanes">The SIMD width; lanes run over rows.</typeparam>
    /// <param name="theta">The particle.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="cotangents">c_r, one for each row of the block; 0 for rows that are padding.</param>
    /// <param name="scratch">At least <see cref="ScratchLength{TLanes}"/> numbers, zero on entry and on return.</param>
    /// <param name="gradient">One number for each of the particle's.</param>
    void AccumulateGradient<TLanes>(ReadOnlySpan<double> theta, RowBlock rows, ReadOnlySpan<double> cotangents, Span<double> scratch, Span<double> gradient)
        where TLanes : unmanaged, ILanes<TLanes, double>;

    /// <summary>The number of doubles <see cref="AccumulateGradient{TLanes}"/> needs as scratch.</summary>
    /// <typeparam name="TLanes">The SIMD width.</typeparam>
    int ScratchLength<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes, double>;
}

/// <summary>Makes an evaluator for a feature of a type it learns from the feature itself.</summary>
public interface IEvaluatorBuilder
{
    /// <summary>By the path for formulas of any shape.</summary>
    /// <typeparam name="TFeature">The feature's code.</typeparam>
    /// <param name="feature">The feature's code.</param>
    Evaluator Pairs<TFeature>(TFeature feature)
        where TFeature : struct, IPairKernel;

    /// <summary>By the path for short inner products where they are, otherwise as a ridge function.</summary>
    /// <typeparam name="TFeature">The feature's code.</typeparam>
    /// <param name="feature">The feature's code.</param>
    Evaluator ShortForms<TFeature>(TFeature feature)
        where TFeature : struct, IShortKernel;

    /// <summary>As a product of two factors where the data are a grid, otherwise as a ridge function.</summary>
    /// <typeparam name="TFeature">The feature's code.</typeparam>
    /// <param name="feature">The feature's code.</param>
    Evaluator Separable<TFeature>(TFeature feature)
        where TFeature : struct, ISeparableKernel;

    /// <summary>By the path for short inner products where they are, otherwise by the one that keeps a bit for each pair.</summary>
    /// <typeparam name="TFeature">The feature's code.</typeparam>
    /// <param name="feature">The feature's code.</param>
    Evaluator Patterns<TFeature>(TFeature feature)
        where TFeature : struct, IPatternKernel;

    /// <summary>By the path for ridge functions.</summary>
    /// <typeparam name="TFeature">The feature's code.</typeparam>
    /// <param name="feature">The feature's code.</param>
    Evaluator Ridge<TFeature>(TFeature feature)
        where TFeature : struct, IRidgeKernel;
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

    /// <summary>The targets that the declaration states with [Labels] or [Domain], in words; null where it states none.</summary>
    string? StatedTargets { get; }

    /// <summary>Whether the target is one of those stated; what was proved of the loss is proved for these alone.</summary>
    /// <param name="target">y.</param>
    bool Accepts(double target);

    /// <summary>
    /// Whether <see cref="Conjugate"/> was derived from the formula and holds for these hyper-parameters; the loss is
    /// then convex in the prediction.
    /// </summary>
    bool HasConjugate { get; }

    /// <summary>ℓ*(p, y) = sup_f p f − ℓ(f, y), which is +∞ off its domain; NaN without <see cref="HasConjugate"/>.</summary>
    /// <param name="dual">p, in units of the loss over the prediction.</param>
    /// <param name="target">y.</param>
    double Conjugate(double dual, double target);
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

    /// <summary>Whether V was proved differentiable everywhere.</summary>
    bool IsSmooth { get; }

    /// <summary>Whether <see cref="Proximal"/> is the proximal map of V: it was derived from the formula and holds for these hyper-parameters.</summary>
    bool HasProximal { get; }

    /// <summary>
    /// Whether <see cref="Proximal"/> is the proximal map of V in some parameters with the others held, as for
    /// V = |w| g(t) in w at a given t. A step then takes the held parameters along <see cref="AccumulateHeldGradient"/>.
    /// </summary>
    bool HasPartialProximal { get; }

    /// <summary>The smallest ρ known for which V + ½ ρ ‖·‖² is convex: 0 for a convex V, +∞ where none was derived.</summary>
    double WeakConvexity { get; }

    /// <summary>Whether <see cref="MinimalNormVelocity"/> is exact; otherwise it uses the derivative documented at each kink.</summary>
    bool HasMinimalNormVelocity { get; }

    /// <summary>argmin_x V(x) + ‖x − θ‖²/(2γ); where V bends down it may not be unique, and one minimiser is returned.</summary>
    /// <param name="theta">θ, the particle.</param>
    /// <param name="gamma">γ, the step: positive, and below 1/<see cref="WeakConvexity"/> for a unique minimiser.</param>
    /// <param name="result">One number for each of the particle's; may be <paramref name="theta"/> itself.</param>
    /// <exception cref="ArgumentOutOfRangeException">γ is not positive and finite, or so large that there is no minimiser.</exception>
    /// <exception cref="InvalidOperationException">V has neither a proximal nor a partial proximal map.</exception>
    void Proximal(ReadOnlySpan<double> theta, double gamma, Span<double> result);

    /// <summary>Adds the gradient of V in the parameters that <see cref="Proximal"/> holds; nothing when it moves all.</summary>
    /// <param name="theta">The particle.</param>
    /// <param name="gradient">One number for each of the particle's.</param>
    void AccumulateHeldGradient(ReadOnlySpan<double> theta, Span<double> gradient);

    /// <summary>
    /// v − proj(v on ∂V(θ)), the velocity of the gradient flow where V is not differentiable (Santambrogio 2017,
    /// {Euclidean, metric, and Wasserstein} gradient flows, 2.1); v − ∇V(θ) where it is.
    /// </summary>
    /// <param name="theta">The particle.</param>
    /// <param name="velocity">v on entry, minus the gradient of all but V; the velocity on return.</param>
    void MinimalNormVelocity(ReadOnlySpan<double> theta, Span<double> velocity);
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

    /// <inheritdoc/>
    public bool IsSmooth => true;

    /// <inheritdoc/>
    public bool HasProximal => true;

    /// <inheritdoc/>
    public bool HasPartialProximal => false;

    /// <inheritdoc/>
    public double WeakConvexity => 0;

    /// <inheritdoc/>
    public bool HasMinimalNormVelocity => true;

    /// <inheritdoc/>
    public void Proximal(ReadOnlySpan<double> theta, double gamma, Span<double> result)
    {
        ProximalMaps.CheckStep(gamma);
        theta.CopyTo(result);
    }

    /// <inheritdoc/>
    public void AccumulateHeldGradient(ReadOnlySpan<double> theta, Span<double> gradient)
    {
    }

    /// <inheritdoc/>
    public void MinimalNormVelocity(ReadOnlySpan<double> theta, Span<double> velocity)
    {
    }
}
