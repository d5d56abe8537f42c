namespace MeanFieldDsl;

/// <summary>
/// θ ← prox_hV(θ + h v) with the velocity v of the smooth part: a forward step for R, a backward step for V. The length h is that of
/// Barzilai and Borwein, shortened until F falls. See <see cref="FlowScheme.ForwardBackward"/>.
/// </summary>
internal sealed class ForwardBackwardStepper(Evaluator evaluator, double[] particles) : Stepper(evaluator, particles)
{
    private const int MostRejections = 100;

    private StepControl _control;
    private double _lowest;
    private double _proposal;

    // The trial of the next step is made with the residual, which is its distance by its length; it lies in Before.
    private double _trialStep;

    public override double PredictedDecrease => _proposal * MeanSquare;

    public override bool IsMonotone => true;

    public override bool Start()
    {
        Objective = Evaluator.Objective(Theta);
        Evaluations = 1;
        double speed = double.IsFinite(Objective) ? Evaluator.ForwardVelocity(Theta, Velocity) : double.NaN;
        if (!double.IsFinite(speed))
        {
            return false;
        }

        _lowest = Objective;
        double step = StepControl.First(Objective, speed, FlowVectors.Norm(Theta, Evaluator.ParticleCount));
        Propose(step);
        while (!double.IsFinite(MeanSquare) && step > 1e-300)
        {
            Propose(step *= 0.25);
        }

        return double.IsFinite(MeanSquare);
    }

    public override FlowStatus? Advance(double longest, FlowLimits limits)
    {
        double step = Math.Min(_proposal, longest);
        double objective;
        for (int rejections = 0; ; rejections++)
        {
            if (limits.Interrupted() is { } status)
            {
                return status;
            }

            if (step != _trialStep)
            {
                Try(step);
            }

            bool changed = MeanSquare > 0;
            if (rejections == MostRejections || !changed)
            {
                return FlowStatus.Stalled;
            }

            objective = double.IsFinite(MeanSquare) ? Evaluator.Objective(Before) : double.NaN;
            Evaluations += double.IsFinite(MeanSquare) ? 1 : 0;
            if (Lowers(objective, step))
            {
                double speed = Evaluator.ForwardVelocity(Before, VelocityBefore);
                if (double.IsFinite(speed))
                {
                    break;
                }

                objective = double.NaN;
            }

            step = StepControl.Shorten(step, Objective, double.IsFinite(MeanSquare) ? MeanSquare : 0, objective);
        }

        LastDissipation = step * MeanSquare;
        double proposal = Next(step);
        (Theta, Before) = (Before, Theta);
        (Velocity, VelocityBefore) = (VelocityBefore, Velocity);
        Objective = objective;
        _lowest = Math.Min(_lowest, objective);
        LastStep = step;
        Propose(proposal);
        return null;
    }

    public override bool HasPath => false;

    public override void Rewind(long evaluations)
    {
        base.Rewind(evaluations);
        Try(_proposal);
    }

    public override void Save(FlowState state)
    {
        base.Save(state);
        _control.Save(state);
        state.Put("control", [_lowest, _proposal, _trialStep]);
    }

    public override void Load(FlowState state)
    {
        base.Load(state);
        _control.Load(state);
        ReadOnlySpan<double> numbers = state.Numbers("control", 3);
        (_lowest, _proposal, _trialStep) = (numbers[0], numbers[1], numbers[2]);
    }

    private bool Lowers(double objective, double step) =>
        objective - _lowest <= Slack * Math.Abs(_lowest)
        && objective <= Objective - (DescentStepper.SufficientDecrease * step * MeanSquare) + (Slack * Math.Abs(Objective))
        && !double.IsNegativeInfinity(objective);

    private double Next(double step)
    {
        (double speed, double curvature, double change) = FlowVectors.Compare(Theta, Before, Velocity, VelocityBefore, step);
        return _control.Next(step, speed, curvature, change);
    }

    private void Propose(double step)
    {
        _proposal = Math.Min(step, 0.5 * Evaluator.LongestProximalStep);
        Try(_proposal);
    }

    // Sets the residual: the distance to the trial by the step, the gradient mapping of Nesterov (2013, Math. Program. 140).
    private void Try(double step)
    {
        (_, bool finite) = FlowVectors.Move(Theta, step, Velocity, Before);
        if (finite)
        {
            try
            {
                Evaluator.Proximal(Before, step, Before);
            }
            catch (ArgumentOutOfRangeException)
            {
                // V bends down so much that this step has no minimiser; a shorter one has.
                finite = false;
            }
        }

        _trialStep = step;
        MeanSquare = finite ? FlowVectors.SquaredDistance(Theta, Before) / (step * step * Evaluator.ParticleCount) : double.NaN;
    }
}
