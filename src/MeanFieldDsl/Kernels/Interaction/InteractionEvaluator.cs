namespace MeanFieldDsl.Kernels;

/// <summary>
/// Evaluates c + (2/m) Σ_i V(θ_i) + (1/m²) Σ_ij U(θ_i, θ_j) with a symmetric U. U is to a particle what a feature is, and the other
/// particles are the rows: they are packed at each <see cref="Objective"/>, and the evaluator for pairs of a particle and a row does the rest.
/// </summary>
/// <param name="constant">c.</param>
/// <param name="layout">How the numbers of one particle are arranged.</param>
/// <param name="rows">The particles as rows; belongs to this evaluator.</param>
/// <param name="pairs">The evaluator over these rows; belongs to this evaluator.</param>
internal sealed class InteractionEvaluator(double constant, ParticleLayout layout, PackedData rows, Evaluator pairs) : Evaluator
{
    public override int ParticleCount => pairs.ParticleCount;

    public override ParticleLayout Layout => layout;

    // There are no data to predict.
    public override ReadOnlySpan<double> Predictions => default;

    public override long WorkspaceBytes => pairs.WorkspaceBytes + rows.Bytes;

    internal override int ThreadCount => pairs.ThreadCount;

    public override double Objective(ReadOnlySpan<double> particles)
    {
        int expected = ParticleCount * Layout.Dimension;
        if (particles.Length != expected)
        {
            throw new ArgumentException($"{ParticleCount} particles of '{Layout.Feature}' have {ParticleCount} × {Layout.Dimension} = {expected} numbers; {particles.Length} were given.", nameof(particles));
        }

        rows.Load(particles, default);
        return constant + pairs.Objective(particles);
    }

    public override double Velocity(ReadOnlySpan<double> particles, Span<double> velocity) => pairs.Velocity(particles, velocity);

    public override double VelocityAndStep(ReadOnlySpan<double> particles, double step, Span<double> velocity, Span<double> moved) =>
        pairs.VelocityAndStep(particles, step, velocity, moved);

    // 2 V(θ) + (2/m) Σ_j U(θ, θ_j): both particles of a pair are those of μ.
    public override double FirstVariation(ReadOnlySpan<double> theta) => pairs.FirstVariation(theta);

    public override bool HasSmoothRegularizer => pairs.HasSmoothRegularizer;

    public override bool HasProximal => pairs.HasProximal;

    public override bool ProximalIsPartial => pairs.ProximalIsPartial;

    public override double LongestProximalStep => pairs.LongestProximalStep;

    public override double Penalty(ReadOnlySpan<double> particles) => pairs.Penalty(particles);

    public override double PenaltyAt(ReadOnlySpan<double> theta) => pairs.PenaltyAt(theta);

    public override double ForwardVelocity(ReadOnlySpan<double> particles, Span<double> velocity) => pairs.ForwardVelocity(particles, velocity);

    public override void Proximal(ReadOnlySpan<double> particles, double step, Span<double> result) => pairs.Proximal(particles, step, result);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            pairs.Dispose();
            rows.Dispose();
        }

        base.Dispose(disposing);
    }
}
