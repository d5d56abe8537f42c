namespace MeanFieldDsl;

/// <summary>
/// Forward–backward steps whose length keeps R below its parabola of curvature 1/h, so that they follow the flow closely; with momentum from an extrapolated
/// point (Beck and Teboulle 2009, SIAM J. Imaging Sci. 2, ISTA and FISTA with backtracking). Where F would rise the momentum is dropped and the step made from
/// the particles themselves (O'Donoghue and Candès 2015, Found. Comput. Math. 15), so that F falls at each step.
/// </summary>
internal sealed class MajorisedStepper(Evaluator evaluator, double[] particles, bool hasMomentum) : ProximalStepper(evaluator, particles)
{
    private const int MostRejections = 200;
    private const double Growth = 1.1;

    // The momentum 1 of a fresh start, one step on: ½ (1 + √5).
    private const double AfterRestart = 1.6180339887498949;

    // The extrapolated point and the point it is extrapolated from besides the particles.
    private readonly double[] _point = new double[particles.Length];
    private double[] _trial = new double[particles.Length];
    private double _momentum = 1;
    private double _momentumBefore = 1;

    public override FlowStatus? Advance(double longest, FlowLimits limits)
    {
        _momentumBefore = _momentum;
        double next = 0.5 * (1 + Math.Sqrt(1 + (4 * _momentum * _momentum)));
        double beta = hasMomentum ? (_momentum - 1) / next : 0;
        double step = Math.Min(Proposal, longest);
        bool isPlain = beta == 0;
        double risk = Linearise(beta, isAtParticles: true);
        for (int rejections = 0; ; rejections++)
        {
            if (limits.Interrupted() is { } status)
            {
                return status;
            }

            if (rejections == MostRejections)
            {
                return FlowStatus.Stalled;
            }

            double mapping = double.IsFinite(risk) ? Move(_point, VelocityBefore, step, _trial) : double.NaN;
            bool isFinite = double.IsFinite(mapping);
            double objective = isFinite ? Evaluator.Objective(_trial) : double.NaN;
            Evaluations += isFinite ? 1 : 0;
            if (isPlain && mapping == 0)
            {
                return FlowStatus.Stalled;
            }

            bool isMajorised = double.IsFinite(objective) && IsMajorised(objective, risk, step, mapping);
            if (isMajorised && Lowers(objective, 0))
            {
                Accept(step, objective);
                Theta.CopyTo(Before, 0);
                (Theta, _trial) = (_trial, Theta);
                MeanSquare = mapping;
                _momentum = isPlain ? AfterRestart : next;
                Proposal = Limit(Growth * step);
                return null;
            }

            if (!isPlain && (isMajorised || !double.IsFinite(risk)))
            {
                _momentum = 1;
                next = AfterRestart;
                isPlain = true;
                risk = Linearise(0, isAtParticles: false);
                continue;
            }

            step *= 0.5;
        }
    }

    public override void Rewind(long evaluations)
    {
        base.Rewind(evaluations);
        _momentum = _momentumBefore;
    }

    public override void Save(FlowState state)
    {
        base.Save(state);
        state.Put("momentum", _momentum);
    }

    public override void Load(FlowState state)
    {
        base.Load(state);
        _momentum = state.Number("momentum");
    }

    protected override bool Begin()
    {
        Proposal = FirstStep();
        if (double.IsNaN(Proposal))
        {
            return false;
        }

        Theta.CopyTo(Before, 0);
        while (!double.IsFinite(MeanSquare = Move(Theta, Velocity, Proposal, _trial)) && Proposal > 1e-300)
        {
            Proposal *= 0.25;
        }

        _ = Evaluator.Objective(Theta);
        return double.IsFinite(MeanSquare);
    }

    // The extrapolated point, the velocity there, and R there (NaN where one is not finite). The evaluator may stand at the particles still.
    private double Linearise(double beta, bool isAtParticles)
    {
        if (beta == 0 && isAtParticles)
        {
            Theta.CopyTo(_point, 0);
            double known = Evaluator.ForwardVelocity(_point, VelocityBefore);
            return double.IsFinite(known) ? Objective - Evaluator.Penalty(_point) : double.NaN;
        }

        bool finite = true;
        for (int k = 0; k < _point.Length; k++)
        {
            double move = beta * (Theta[k] - Before[k]);
            _point[k] = Theta[k] + move;
            finite &= double.IsFinite(_point[k]);
        }

        Evaluator.Project(_point);
        double objective = finite ? Evaluator.Objective(_point) : double.NaN;
        Evaluations++;
        double speed = double.IsFinite(objective) ? Evaluator.ForwardVelocity(_point, VelocityBefore) : double.NaN;
        return double.IsFinite(speed) ? objective - Evaluator.Penalty(_point) : double.NaN;
    }

    // R at the trial lies below its parabola of curvature 1/h about the point. In parts of V that a forward step takes the bound is that of F.
    private bool IsMajorised(double objective, double risk, double step, double mapping)
    {
        double linear = 0;
        for (int k = 0; k < _point.Length; k++)
        {
            linear += VelocityBefore[k] * (_trial[k] - _point[k]);
        }

        double bound = risk - (linear / Evaluator.ParticleCount) + (0.5 * step * mapping);
        return objective - Evaluator.Penalty(_trial) <= bound + (Slack * Math.Max(Math.Abs(objective), Math.Abs(risk)));
    }
}
