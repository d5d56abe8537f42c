namespace MeanFieldDsl.Kernels;

/// <summary>2 V, which is how a potential V enters the energy of an interaction model.</summary>
/// <typeparam name="TPotential">The code of V.</typeparam>
internal readonly struct Doubled<TPotential>(TPotential potential) : IRegularizerKernel
    where TPotential : struct, IRegularizerKernel
{
    private readonly TPotential _potential = potential;

    public bool IsSmooth => _potential.IsSmooth;

    public bool HasProximal => _potential.HasProximal;

    public bool HasPartialProximal => _potential.HasPartialProximal;

    public double WeakConvexity => 2 * _potential.WeakConvexity;

    public bool HasMinimalNormVelocity => _potential.HasMinimalNormVelocity;

    public double Value(ReadOnlySpan<double> theta) => 2 * _potential.Value(theta);

    public void AccumulateGradient(ReadOnlySpan<double> theta, Span<double> gradient)
    {
        _potential.AccumulateGradient(theta, gradient);
        _potential.AccumulateGradient(theta, gradient);
    }

    // 2 V + |x − θ|²/(2γ) and V + |x − θ|²/(4γ) have the same minimiser.
    public void Proximal(ReadOnlySpan<double> theta, double gamma, Span<double> result) => _potential.Proximal(theta, 2 * gamma, result);

    public void AccumulateHeldGradient(ReadOnlySpan<double> theta, Span<double> gradient)
    {
        _potential.AccumulateHeldGradient(theta, gradient);
        _potential.AccumulateHeldGradient(theta, gradient);
    }

    // The projection on 2 ∂V(θ) is twice that of the half on ∂V(θ).
    public void MinimalNormVelocity(ReadOnlySpan<double> theta, Span<double> velocity)
    {
        Scale(velocity, 0.5);
        _potential.MinimalNormVelocity(theta, velocity);
        Scale(velocity, 2);
    }

    private static void Scale(Span<double> values, double factor)
    {
        foreach (ref double value in values)
        {
            value *= factor;
        }
    }
}
