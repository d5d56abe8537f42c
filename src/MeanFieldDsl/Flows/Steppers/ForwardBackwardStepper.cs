namespace MeanFieldDsl;

/// <summary>
/// θ ← prox_hV(θ + h v) with the velocity v of the smooth part, where the proximal map holds some parameters. The length h is that of
/// Barzilai and Borwein, shortened until F falls. See <see cref="FlowScheme.ForwardBackward"/>.
/// </summary>
internal sealed class ForwardBackwardStepper(Evaluator evaluator, double[] particles) : ProximalStepper(evaluator, particles)
{
    private const int MostRejections = 100;

    private StepControl _control;

    // The trial of the next step is made with the residual, which is its distance by its length; it lies in Before.
    private double _trialStep;

    public override FlowStatus? Advance(double longest, FlowLimits limits)
    {
        double step = Math.Min(Proposal, longest);
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

            if (rejections == MostRejections || MeanSquare == 0)
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

        (double length, double curvature, double change) = FlowVectors.Compare(Theta, Before, Velocity, VelocityBefore, step);
        Accept(step, objective);
        Exchange();
        Propose(_control.Next(step, length, curvature, change));
        return null;
    }

    public override void Rewind(long evaluations)
    {
        base.Rewind(evaluations);
        Try(Proposal);
    }

    public override void Save(FlowState state)
    {
        base.Save(state);
        _control.Save(state);
        state.Put("trial_step", _trialStep);
    }

    public override void Load(FlowState state)
    {
        base.Load(state);
        _control.Load(state);
        _trialStep = state.Number("trial_step");
    }

    protected override bool Begin()
    {
        double step = FirstStep();
        if (double.IsNaN(step))
        {
            return false;
        }

        Propose(step);
        while (!double.IsFinite(MeanSquare) && step > 1e-300)
        {
            Propose(step *= 0.25);
        }

        return double.IsFinite(MeanSquare);
    }

    private void Propose(double step)
    {
        Proposal = Limit(step);
        Try(Proposal);
    }

    private void Try(double step)
    {
        _trialStep = step;
        MeanSquare = Move(Theta, Velocity, step, Before);
    }
}
