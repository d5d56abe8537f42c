namespace MeanFieldDsl;

/// <summary>
/// One dynamics of the particles: makes steps and knows where it stands. What every run shares (limits, history, progress) is the
/// business of <see cref="FlowLoop"/>. All buffers are made at construction; a step allocates nothing.
/// </summary>
/// <param name="evaluator">Evaluates F_m for as many particles as are given.</param>
/// <param name="particles">The initial particles; the array becomes a buffer of the stepper.</param>
internal abstract class Stepper(Evaluator evaluator, double[] particles) : IDisposable
{
    // The velocity whose mean square is the residual; the particles and the velocity before the last step, for the path in between.
    protected double[] Velocity = new double[particles.Length];
    protected double[] Theta = particles;
    protected double[] Before = new double[particles.Length];
    protected double[] VelocityBefore = new double[particles.Length];

    /// <summary>The current particles.</summary>
    public ReadOnlySpan<double> Particles => Theta;

    /// <summary>The particles of the last trial that was not accepted.</summary>
    public virtual ReadOnlySpan<double> Trial => Before;

    /// <summary>F_m at the particles.</summary>
    public double Objective { get; protected set; }

    /// <summary>(1/m) Σ_i ‖v_i‖² at the particles.</summary>
    public double MeanSquare { get; protected set; }

    /// <summary>The last step in flow time; 0 at the start.</summary>
    public double LastStep { get; protected set; }

    /// <summary>What −dF/dt = (1/m) Σ_i ‖v_i‖² adds up to over the last step, by the quadrature of the method.</summary>
    public double LastDissipation { get; protected set; }

    /// <summary>The number of evaluations of the objective so far.</summary>
    public long Evaluations { get; protected set; }

    /// <summary>The decrease that the next step predicts; 0 where the method predicts none.</summary>
    public virtual double PredictedDecrease => 0;

    /// <summary>Whether F never rises from step to step, so that a long row of steps without a decrease is a stall.</summary>
    public virtual bool IsMonotone => false;

    /// <summary>Whether the residual is that of a sample, so that it says nothing about convergence.</summary>
    public virtual bool IsStochastic => false;

    /// <summary>Whether <see cref="Interpolate"/> gives the particles within the last step; otherwise there are only those at its end.</summary>
    public virtual bool HasPath => true;

    /// <summary>How far F may stand above the lowest value met, relative to that value, for rounding alone.</summary>
    public double Slack { get; } = 4 * evaluator.MachineEpsilon;

    protected Evaluator Evaluator { get; } = evaluator;

    /// <summary>Evaluates the initial particles; false where F or a velocity is not finite.</summary>
    public abstract bool Start();

    /// <summary>Makes one step, or says why there is none.</summary>
    /// <param name="longest">The longest step allowed, in flow time.</param>
    /// <param name="limits">Ask before each evaluation.</param>
    public abstract FlowStatus? Advance(double longest, FlowLimits limits);

    /// <summary>
    /// The particles within the last step, by the cubic through both ends and their velocities (Hermite): its error is of fourth
    /// order in the step.
    /// </summary>
    /// <param name="fraction">Where in the step, from 0 to 1.</param>
    /// <param name="result">Receives m × D numbers.</param>
    public virtual void Interpolate(double fraction, Span<double> result)
    {
        double s = fraction, rest = 1 - s;
        double start = (1 + (2 * s)) * rest * rest, end = s * s * (3 - (2 * s));
        double leave = s * rest * rest * LastStep, arrive = -s * s * rest * LastStep;
        for (int k = 0; k < result.Length; k++)
        {
            result[k] = (start * Before[k]) + (end * Theta[k]) + (leave * VelocityBefore[k]) + (arrive * Velocity[k]);
        }
    }

    /// <summary>Writes down all that decides about the next steps.</summary>
    public virtual void Save(FlowState state)
    {
        int columns = Evaluator.Layout.Dimension;
        state.Put("particles", Theta, columns);
        state.Put("velocities", Velocity, columns);
        state.Put("particles_before", Before, columns);
        state.Put("velocities_before", VelocityBefore, columns);
        state.Put("stepper", [Objective, MeanSquare, LastStep, LastDissipation]);
        state.Put("evaluations", Evaluations);
    }

    /// <summary>Takes the place of <see cref="Start"/>: goes on where <see cref="Save"/> was.</summary>
    /// <exception cref="CheckpointException">An entry is not there or has another shape.</exception>
    public virtual void Load(FlowState state)
    {
        state.Numbers("particles", Theta.Length).CopyTo(Theta);
        state.Numbers("velocities", Theta.Length).CopyTo(Velocity);
        state.Numbers("particles_before", Theta.Length).CopyTo(Before);
        state.Numbers("velocities_before", Theta.Length).CopyTo(VelocityBefore);
        ReadOnlySpan<double> numbers = state.Numbers("stepper", 4);
        (Objective, MeanSquare, LastStep, LastDissipation) = (numbers[0], numbers[1], numbers[2], numbers[3]);
        Evaluations = state.Integer("evaluations");

        // The evaluator stands at the particles again.
        _ = Evaluator.Objective(Theta);
    }

    /// <summary>Called when a step was interrupted: forgets its trials, so that a later run makes them again.</summary>
    /// <param name="evaluations">The evaluations before the step.</param>
    public virtual void Rewind(long evaluations) => Evaluations = evaluations;

    /// <summary>Called after the last step.</summary>
    public virtual void End()
    {
    }

    public virtual void Dispose()
    {
    }

    /// <summary>Goes back to a place within the last step.</summary>
    /// <param name="fraction">Where in the step, from 0 to 1.</param>
    /// <param name="scratch">m × D numbers to work with.</param>
    public void GoBack(double fraction, Span<double> scratch)
    {
        Interpolate(fraction, scratch);
        scratch.CopyTo(Theta);
        (Objective, MeanSquare) = Evaluate(Theta, Velocity);
        LastStep *= fraction;
        LastDissipation *= fraction;
    }

    /// <summary>F and the velocities at any particles; both not finite where either is not.</summary>
    protected (double Objective, double MeanSquare) Evaluate(ReadOnlySpan<double> theta, Span<double> velocity)
    {
        Evaluations++;
        double objective, meanSquare;
        if (Evaluator.SharesWork)
        {
            objective = Evaluator.ObjectiveAndVelocity(theta, velocity, out meanSquare);
        }
        else
        {
            objective = Evaluator.Objective(theta);
            meanSquare = double.IsFinite(objective) ? Evaluator.Velocity(theta, velocity) : double.NaN;
        }

        return double.IsFinite(objective) && double.IsFinite(meanSquare) ? (objective, meanSquare) : (double.NaN, double.NaN);
    }

    /// <summary>Starts where F and the velocities are evaluated together.</summary>
    protected bool StartAtVelocity()
    {
        Objective = Evaluator.Objective(Theta);
        Evaluations = 1;
        MeanSquare = double.IsFinite(Objective) ? Evaluator.Velocity(Theta, Velocity) : double.NaN;
        return double.IsFinite(MeanSquare);
    }
}
