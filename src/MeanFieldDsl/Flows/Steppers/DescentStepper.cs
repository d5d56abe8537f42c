namespace MeanFieldDsl;

/// <summary>
/// The explicit Euler method with the longest steps that lower F: lengths of Barzilai and Borwein, accepted by the rule of
/// Armijo. See <see cref="FlowScheme.Descent"/>.
/// </summary>
internal sealed class DescentStepper(Evaluator evaluator, double[] particles) : Stepper(evaluator, particles)
{
    /// <summary>The sufficient decrease of Armijo (1966), as a fraction of the linear prediction.</summary>
    public const double SufficientDecrease = 1e-4;

    private const int MostRejections = 100;

    private StepControl _control;
    private double _lowest;
    private double _proposal;

    public override double PredictedDecrease => _proposal * MeanSquare;

    public override bool IsMonotone => true;

    public override bool Start()
    {
        if (!StartAtVelocity())
        {
            return false;
        }

        _lowest = Objective;
        _proposal = StepControl.First(Objective, MeanSquare, FlowVectors.Norm(Theta, Evaluator.ParticleCount));
        return true;
    }

    public override FlowStatus? Advance(double longest, FlowLimits limits)
    {
        double step = Math.Min(_proposal, longest);
        double objective, meanSquare;
        for (int rejections = 0; ; rejections++)
        {
            if (limits.Interrupted() is { } status)
            {
                return status;
            }

            (bool changed, bool finite) = FlowVectors.Move(Theta, step, Velocity, Before);
            if (rejections == MostRejections || !changed)
            {
                return FlowStatus.Stalled;
            }

            // Where F has no minimiser (separable data and a logistic loss), the steps grow without end; F would stay finite at infinity.
            // The first trial is nearly always accepted, so its velocity is computed along where that is cheaper.
            meanSquare = double.NaN;
            bool isTogether = finite && rejections == 0 && Evaluator.SharesWork;
            objective = !finite ? double.NaN
                : isTogether ? Evaluator.ObjectiveAndVelocity(Before, VelocityBefore, out meanSquare)
                : Evaluator.Objective(Before);
            Evaluations += finite ? 1 : 0;
            if (Lowers(objective, step))
            {
                // The formula may be finite where its derivative is not (the square root at 0): such a point is no place to stop at.
                meanSquare = isTogether ? meanSquare : Evaluator.Velocity(Before, VelocityBefore);
                if (double.IsFinite(meanSquare))
                {
                    break;
                }

                objective = double.NaN;
            }

            step = StepControl.Shorten(step, Objective, MeanSquare, objective);
        }

        (double speed, double curvature, double change) = FlowVectors.Compare(Velocity, VelocityBefore);
        _proposal = _control.Next(step, speed, curvature, change);
        (Theta, Before) = (Before, Theta);
        (Velocity, VelocityBefore) = (VelocityBefore, Velocity);
        LastDissipation = step * MeanSquare;
        MeanSquare = meanSquare;
        Objective = objective;
        _lowest = Math.Min(_lowest, objective);
        LastStep = step;
        return null;
    }

    public override void Save(FlowState state)
    {
        base.Save(state);
        _control.Save(state);
        state.Put("control", [_lowest, _proposal]);
    }

    public override void Load(FlowState state)
    {
        base.Load(state);
        _control.Load(state);
        ReadOnlySpan<double> numbers = state.Numbers("control", 2);
        (_lowest, _proposal) = (numbers[0], numbers[1]);
    }

    // The first bound keeps F within its rounding of the lowest value met, so that slack never adds up over the steps. The second
    // asks for a decrease wherever one can be measured. Both are false when the objective is NaN.
    private bool Lowers(double objective, double step) =>
        objective - _lowest <= Slack * Math.Abs(_lowest)
        && objective <= Objective - (SufficientDecrease * step * MeanSquare) + (Slack * Math.Abs(Objective))
        && !double.IsNegativeInfinity(objective);
}
