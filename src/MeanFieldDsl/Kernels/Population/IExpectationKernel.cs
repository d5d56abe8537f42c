using System.ComponentModel;

namespace MeanFieldDsl.Kernels;

/// <summary>The generated code of a feature φ(θ; x) = g(θ) σ(⟨w, x⟩) whose products have a mean over x in closed form.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IExpectationKernel
{
    /// <summary>σ.</summary>
    ExpectedActivation Activation { get; }

    /// <summary>Where w lies in the particle.</summary>
    ParticlePart Direction { get; }

    /// <summary>g(θ).</summary>
    /// <param name="theta">The particle.</param>
    double Value(ReadOnlySpan<double> theta);

    /// <summary>Adds ∇g(θ) to the gradient.</summary>
    /// <param name="theta">The particle.</param>
    /// <param name="gradient">One number for each of the particle's.</param>
    void AccumulateGradient(ReadOnlySpan<double> theta, Span<double> gradient);
}
