namespace MeanFieldDsl;

/// <summary>
/// The explicit Euler method with the longest steps that lower F: lengths of Barzilai and Borwein, accepted by the rule of
/// Armijo. See <see cref="FlowScheme.Descent"/>.
/// </summary>
internal sealed class DescentStepper(Evaluator evaluator, double[] particles) : MonotoneStepper(evaluator, particles)
{
    private const int MostRejections = 100;

    private StepControl _control;

    public override FlowStatus? Advance(double longest, FlowLimits limits)
    {
        double step = Math.Min(Proposal, longest);
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
        Proposal = _control.Next(step, speed, curvature, change);
        Accept(step, objective);
        Exchange();
        MeanSquare = meanSquare;
        return null;
    }

    public override void Save(FlowState state)
    {
        base.Save(state);
        _control.Save(state);
    }

    public override void Load(FlowState state)
    {
        base.Load(state);
        _control.Load(state);
    }

    protected override bool Begin()
    {
        if (!StartAtVelocity())
        {
            return false;
        }

        Proposal = StepControl.First(Objective, MeanSquare, FlowVectors.Norm(Theta, Evaluator.ParticleCount));
        return true;
    }
}
