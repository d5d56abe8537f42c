namespace MeanFieldDsl;

/// <summary>What the forward–backward steppers share: a forward step for R, a backward step for V.</summary>
/// <param name="evaluator">Evaluates F_m for as many particles as are given.</param>
/// <param name="particles">The initial particles; the array becomes a buffer of the stepper.</param>
internal abstract class ProximalStepper(Evaluator evaluator, double[] particles) : MonotoneStepper(evaluator, particles)
{
    // Half of what has a unique result, so that rounding cannot leave it.
    private readonly double _longest = 0.5 * evaluator.LongestProximalStep;

    public sealed override bool HasPath => false;

    /// <summary>The length within what the proximal map takes.</summary>
    protected double Limit(double step) => Math.Min(step, _longest);

    /// <summary>Evaluates the initial particles, and gives the first length to try; NaN where F or a velocity is not finite.</summary>
    protected double FirstStep()
    {
        Objective = Evaluator.Objective(Theta);
        Evaluations = 1;
        double speed = double.IsFinite(Objective) ? Evaluator.ForwardVelocity(Theta, Velocity) : double.NaN;
        return double.IsFinite(speed) ? Limit(StepControl.First(Objective, speed, FlowVectors.Norm(Theta, Evaluator.ParticleCount))) : double.NaN;
    }

    /// <summary>
    /// Makes the step prox_hV(from + h v). Returns the mean square of the gradient mapping, the distance to its result by its
    /// length (Nesterov 2013, Math. Program. 140), or NaN where there is no result.
    /// </summary>
    protected double Move(ReadOnlySpan<double> from, ReadOnlySpan<double> velocity, double step, double[] to)
    {
        (_, bool finite) = FlowVectors.Move(from, step, velocity, to);
        if (!finite)
        {
            return double.NaN;
        }

        try
        {
            Evaluator.Proximal(to, step, to);
        }
        catch (ArgumentOutOfRangeException)
        {
            // V bends down so much that this step has no minimiser; a shorter one has.
            return double.NaN;
        }

        return FlowVectors.SquaredDistance(from, to) / (step * step * Evaluator.ParticleCount);
    }
}
