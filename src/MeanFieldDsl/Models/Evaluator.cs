namespace MeanFieldDsl;

/// <summary>
/// Evaluates the particle objective F_m(θ) = (1/n) Σ_r ℓ(f_r, y_r) + (1/m) Σ_i V(θ_i), with
/// f_r = (1/m) Σ_i φ(θ_i; x_r), for a fixed number of particles. All buffers are made at construction;
/// no call allocates. The results have the same bits for any number of threads, and on request on every processor
/// (<see cref="FlowOptions.Reproducible"/>).
/// </summary>
/// <remarks>
/// An evaluator is one state machine: <see cref="Objective"/> linearises the problem at the given particles, and
/// <see cref="Velocity"/>, <see cref="VelocityAndStep"/>, <see cref="FirstVariation"/> and
/// <see cref="Predictions"/> refer to the particles last passed to it. It is not safe to call one evaluator from
/// two threads. Source of the conventions: Chizat and Bach 2018, arXiv 1805.09545, equations (3) and (5).
/// </remarks>
public abstract class Evaluator : IDisposable
{
    /// <summary>The number m of particles.</summary>
    public abstract int ParticleCount { get; }

    /// <summary>How the numbers of one particle are arranged.</summary>
    public abstract ParticleLayout Layout { get; }

    /// <summary>
    /// The predictions f_r at the particles last passed to <see cref="Objective"/>, one for each data row; with
    /// <see cref="MeanFieldProblem{TParticle}.WithOutputScale"/> they are scaled.
    /// </summary>
    public abstract ReadOnlySpan<double> Predictions { get; }

    /// <summary>The distance from 1 to the next number of the format in which features are computed: 2⁻⁵² in double, 2⁻²³ in single precision.</summary>
    public virtual double MachineEpsilon => 2.220446049250313e-16;

    /// <summary>
    /// The bytes of native memory that the evaluator holds, those of its threads included, from its construction on; 0 where it has none.
    /// The data are the problem's: <see cref="MeanFieldProblem{TParticle}.DataBytes"/>.
    /// </summary>
    public virtual long WorkspaceBytes => 0;

    /// <summary>α of F(μ) = R(α ∫ φ dμ)/α² + ∫ V dμ; set before the first call.</summary>
    internal double OutputScale { get; set; } = 1;

    /// <summary>The threads that a step runs on.</summary>
    internal virtual int ThreadCount => 1;

    /// <summary>What proves lower bounds of the first variation at the last linearisation; null where the formulas have no enclosures.</summary>
    internal virtual VariationBounds? CreateBounds() => null;

    /// <summary>Makes the gradients of the first variation's linear part at so many places at once; null where there is no such thing.</summary>
    internal Func<int, Kernels.ProbeGradients>? MakesProbes { get; set; }

    /// <summary>The loss row by row; null where F is no mean over rows.</summary>
    internal virtual Kernels.RowLoss? Rows => null;

    /// <summary>Takes over data rows that have changed.</summary>
    internal virtual void Reload()
    {
    }

    /// <summary>Moves particles that are off the domain of F to it; they are numbers of an extrapolated point.</summary>
    internal virtual void Project(Span<double> particles)
    {
    }

    /// <summary>Computes F_m and linearises the loss at the predictions.</summary>
    /// <param name="particles">m × D numbers, row-major.</param>
    /// <returns>F_m(θ); not finite when the particles have left the domain of the formula.</returns>
    public abstract double Objective(ReadOnlySpan<double> particles);

    /// <summary>Computes the velocities v_i = −m ∂_i F_m.</summary>
    /// <param name="particles">The particles last passed to <see cref="Objective"/>.</param>
    /// <param name="velocity">Receives m × D numbers.</param>
    /// <returns>The mean squared speed (1/m) Σ_i ‖v_i‖², which is −dF_m/dt along the flow.</returns>
    public abstract double Velocity(ReadOnlySpan<double> particles, Span<double> velocity);

    /// <summary>Computes the velocities and moves the particles along them in one pass: moved = θ + step · v.</summary>
    /// <param name="particles">The particles last passed to <see cref="Objective"/>.</param>
    /// <param name="step">The step in flow time.</param>
    /// <param name="velocity">Receives m × D velocities.</param>
    /// <param name="moved">Receives the m × D moved particles.</param>
    /// <returns>The mean squared speed (1/m) Σ_i ‖v_i‖².</returns>
    public abstract double VelocityAndStep(ReadOnlySpan<double> particles, double step, Span<double> velocity, Span<double> moved);

    /// <summary>
    /// Computes F_m and the velocities at the particles. Where <see cref="SharesWork"/>, it costs less than
    /// <see cref="Objective"/> and <see cref="Velocity"/> one after the other; it returns the same bits.
    /// </summary>
    /// <param name="particles">m × D numbers, row-major.</param>
    /// <param name="velocity">Receives m × D velocities.</param>
    /// <param name="meanSquaredSpeed">Receives the mean squared speed (1/m) Σ_i ‖v_i‖².</param>
    /// <returns>F_m(θ).</returns>
    public virtual double ObjectiveAndVelocity(ReadOnlySpan<double> particles, Span<double> velocity, out double meanSquaredSpeed)
    {
        double objective = Objective(particles);
        meanSquaredSpeed = Velocity(particles, velocity);
        return objective;
    }

    /// <summary>Whether the objective and the velocities at the same particles are cheaper together than apart.</summary>
    public virtual bool SharesWork => false;

    /// <summary>
    /// Computes F_m and the velocities at the particles and moves them along: moved = θ + step · v: the step of a flow with
    /// a fixed step, in one call.
    /// </summary>
    /// <param name="particles">m × D numbers, row-major.</param>
    /// <param name="step">The step in flow time.</param>
    /// <param name="velocity">Receives m × D velocities.</param>
    /// <param name="moved">Receives the m × D moved particles.</param>
    /// <param name="meanSquaredSpeed">Receives the mean squared speed (1/m) Σ_i ‖v_i‖².</param>
    /// <returns>F_m(θ) before the move.</returns>
    public virtual double ObjectiveAndStep(ReadOnlySpan<double> particles, double step, Span<double> velocity, Span<double> moved, out double meanSquaredSpeed)
    {
        double objective = Objective(particles);
        meanSquaredSpeed = VelocityAndStep(particles, step, velocity, moved);
        return objective;
    }

    /// <summary>
    /// The first variation F'(μ)(θ) = (1/n) Σ_r ℓ'(f_r, y_r) φ(θ; x_r) + V(θ) at any θ, with μ the particles last
    /// passed to <see cref="Objective"/>.
    /// </summary>
    /// <param name="theta">One particle, D numbers.</param>
    public abstract double FirstVariation(ReadOnlySpan<double> theta);

    /// <summary>Whether V is differentiable everywhere; where it is not, <see cref="Velocity"/> has the least norm among those of the subgradients, as far as it is known.</summary>
    public virtual bool HasSmoothRegularizer => true;

    /// <summary>Whether <see cref="Proximal"/> is known for V, in all its parameters or in some with the others held.</summary>
    public virtual bool HasProximal => false;

    /// <summary>Whether <see cref="Proximal"/> holds some parameters of V, which then take a forward step (<see cref="ForwardVelocity"/>).</summary>
    public virtual bool ProximalIsPartial => false;

    /// <summary>The steps up to which <see cref="Proximal"/> has a unique result; +∞ for a convex V.</summary>
    public virtual double LongestProximalStep => double.PositiveInfinity;

    /// <summary>(1/m) Σ_i V(θ_i).</summary>
    /// <param name="particles">m × D numbers, row-major.</param>
    public virtual double Penalty(ReadOnlySpan<double> particles) => throw NoParts(nameof(Penalty));

    /// <summary>
    /// Computes the velocities of what <see cref="Proximal"/> leaves to a forward step: of R, and of V in the parameters that the
    /// proximal map holds.
    /// </summary>
    /// <param name="particles">The particles last passed to <see cref="Objective"/>.</param>
    /// <param name="velocity">Receives m × D numbers.</param>
    /// <returns>Their mean square (1/m) Σ_i ‖v_i‖².</returns>
    public virtual double ForwardVelocity(ReadOnlySpan<double> particles, Span<double> velocity) => throw NoParts(nameof(ForwardVelocity));

    /// <summary>The proximal map of V for each particle: argmin_x V(x) + ‖x − θ_i‖²/(2γ).</summary>
    /// <param name="particles">m × D numbers, row-major.</param>
    /// <param name="step">γ, positive.</param>
    /// <param name="result">Receives m × D numbers; may be <paramref name="particles"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">γ is not positive and finite, or so large that there is no minimiser.</exception>
    /// <exception cref="InvalidOperationException">No proximal map of V is known (<see cref="HasProximal"/>).</exception>
    public virtual void Proximal(ReadOnlySpan<double> particles, double step, Span<double> result) => throw NoParts(nameof(Proximal));

    private InvalidOperationException NoParts(string member) =>
        new($"The evaluator of '{Layout.Feature}' does not know its regularizer apart from the rest, so it has no {member}; ask HasProximal first.");

    /// <summary>V at any θ; 0 without a regularizer.</summary>
    /// <param name="theta">One particle, D numbers.</param>
    public virtual double PenaltyAt(ReadOnlySpan<double> theta) => throw NoParts(nameof(PenaltyAt));

    /// <summary>Adds a gradient of V at any θ; at a kink one of the subgradients.</summary>
    internal virtual void AddPenaltyGradient(ReadOnlySpan<double> theta, Span<double> gradient) => throw NoParts(nameof(AddPenaltyGradient));

    /// <summary>Copies R'(f), one number for each data row, at the predictions of the last <see cref="Objective"/>.</summary>
    internal virtual void CopyDerivative(Span<double> derivative) => throw NoParts(nameof(CopyDerivative));

    /// <summary>Whether the conjugate of the loss was derived from the formula, which is then convex.</summary>
    public virtual bool HasConjugate => false;

    /// <summary>−R*(s p) with p = R'(f) at the predictions of the last <see cref="Objective"/>: the dual objective without its constraint.</summary>
    /// <param name="scale">s.</param>
    /// <returns>A number, or −∞ where s p is off the domain of R*.</returns>
    /// <exception cref="InvalidOperationException">There is no conjugate (<see cref="HasConjugate"/>).</exception>
    public virtual double DualObjective(double scale) => throw NoParts(nameof(DualObjective));

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the buffers and stops the workers.</summary>
    /// <param name="disposing">Whether the call comes from <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
