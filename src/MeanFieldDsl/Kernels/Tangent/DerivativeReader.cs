namespace MeanFieldDsl.Kernels;

/// <summary>Reads ∂φ(θ_i; x) for all particles, row after row, from a batch of one row whose objective is the prediction itself.</summary>
/// <param name="batch">The batch; disposed of with the reader.</param>
/// <param name="particles">The particles, m × D numbers.</param>
internal sealed class DerivativeReader(RowBatch batch, double[] particles) : IDisposable
{
    /// <summary>The derivative at a row of the data set.</summary>
    /// <param name="row">The row.</param>
    /// <param name="result">Receives m × D numbers.</param>
    public void Read(int row, Span<double> result)
    {
        batch.Take(0, row);
        Read(result, $"data row {row}");
    }

    /// <summary>The derivative at inputs that were checked.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="result">Receives m × D numbers.</param>
    public void Read(ReadOnlySpan<double> inputs, Span<double> result)
    {
        inputs.CopyTo(batch.Inputs(0));
        Read(result, "a row");
    }

    public void Dispose() => batch.Dispose();

    private void Read(Span<double> result, string row)
    {
        batch.Load(areChecked: true);
        Evaluator evaluator = batch.Evaluator;
        _ = evaluator.ObjectiveAndVelocity(particles, result, out _);
        for (int k = 0; k < result.Length; k++)
        {
            if (!double.IsFinite(result[k]))
            {
                throw new ArgumentException($"The derivative of '{evaluator.Layout.Feature}' at {row} is not finite for particle {k / evaluator.Layout.Dimension}; take other particles.");
            }
        }

        // The velocity is minus the gradient.
        ProximalMaps.Negate(result);
    }
}
