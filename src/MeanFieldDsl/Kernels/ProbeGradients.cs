namespace MeanFieldDsl.Kernels;

/// <summary>
/// The gradient of θ ↦ ⟨R'(f), φ(θ)⟩ at several θ at once, f the predictions at which an evaluator stands: the model's own step, with ℓ(f, y) = f and the rows weighed by R'(f).
/// </summary>
internal sealed class ProbeGradients : IDisposable
{
    private readonly PackedData _data;
    private readonly Evaluator _probes;

    /// <param name="data">The rows, with weights of their own; disposed of with the rest.</param>
    /// <param name="probes">The same feature over <paramref name="data"/>, with the loss ℓ(f, y) = f and no regularizer.</param>
    public ProbeGradients(PackedData data, Evaluator probes) => (_data, _probes) = (data, probes);

    /// <summary>How many θ are looked at together.</summary>
    public int Count => _probes.ParticleCount;

    /// <summary>Takes over the predictions at which an evaluator stands.</summary>
    public void Load(Evaluator evaluator) => evaluator.CopyDerivative(_data.OwnWeights);

    /// <summary>The gradients at the places, <see cref="Count"/> × D numbers.</summary>
    public void Evaluate(ReadOnlySpan<double> places, Span<double> gradients)
    {
        _ = _probes.ObjectiveAndVelocity(places, gradients, out _);
        for (int k = 0; k < gradients.Length; k++)
        {
            gradients[k] = -gradients[k];
        }
    }

    /// <summary>φ(θ; x_r) for each data row; of one probe only.</summary>
    public ReadOnlySpan<double> Features(ReadOnlySpan<double> theta)
    {
        _ = _probes.Objective(theta);
        return _probes.Predictions;
    }

    public void Dispose()
    {
        _probes.Dispose();
        _data.Dispose();
    }
}
