namespace MeanFieldDsl;

/// <summary>
/// Forward–backward steps whose length keeps R below its parabola of curvature 1/h, so that they follow the flow closely; with momentum from an extrapolated
/// point (Beck and Teboulle 2009, SIAM J. Imaging Sci. 2, ISTA and FISTA with backtracking). Where F would rise the momentum is dropped and the step made from
/// the particles themselves (O'Donoghue and Candès 2015, Found. Comput. Math. 15), so that F falls at each step.
/// </summary>
internal sealed class MajorisedStepper(Evaluator evaluator, double[] particles, bool hasMomentum) : Stepper(evaluator, particles)
{
    private const int MostRejections = 200;
    private const double Growth = 1.1;

    // The extrapolated point and the point it is extrapolated from besides the particles.
    private readonly double[] _point = new double[particles.Length];
    private double[] _trial = new double[particles.Length];
    private double _momentum = 1;
    private double _momentumBefore = 1;
    private double _step;
    private double _lowest;

    public override double PredictedDecrease => _step * MeanSquare;

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
        _step = Math.Min(StepControl.First(Objective, speed, FlowVectors.Norm(Theta, Evaluator.ParticleCount)), 0.5 * Evaluator.LongestProximalStep);
        Theta.CopyTo(Before, 0);
        while (!Try(Theta, Velocity, _step, _trial))
        {
            _step *= 0.25;
            if (!(_step > 1e-300))
            {
                return false;
            }
        }

        MeanSquare = MappingAt(Theta, _trial, _step);
        _ = Evaluator.Objective(Theta);
        return double.IsFinite(MeanSquare);
    }

    public override FlowStatus? Advance(double longest, FlowLimits limits)
    {
        _momentumBefore = _momentum;
        double next = 0.5 * (1 + Math.Sqrt(1 + (4 * _momentum * _momentum)));
        double beta = hasMomentum ? (_momentum - 1) / next : 0;
        double step = Math.Min(_step, longest);
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

            bool finite = double.IsFinite(risk) && Try(_point, VelocityBefore, step, _trial);
            double objective = finite ? Evaluator.Objective(_trial) : double.NaN;
            Evaluations += finite ? 1 : 0;
            double mapping = finite ? MappingAt(_point, _trial, step) : double.NaN;
            if (isPlain && mapping == 0)
            {
                return FlowStatus.Stalled;
            }

            bool isMajorised = double.IsFinite(objective) && IsMajorised(objective, risk, step, mapping);
            if (isMajorised && objective <= Objective + (Slack * Math.Abs(Objective)) && objective - _lowest <= Slack * Math.Abs(_lowest))
            {
                Accept(step, objective, mapping, isPlain ? 0.5 * (1 + Math.Sqrt(5)) : next);
                return null;
            }

            if (!isPlain && (isMajorised || !double.IsFinite(risk)))
            {
                _momentum = 1;
                next = 0.5 * (1 + Math.Sqrt(5));
                isPlain = true;
                risk = Linearise(0, isAtParticles: false);
                continue;
            }

            step *= 0.5;
        }
    }

    public override bool HasPath => false;

    public override void Rewind(long evaluations)
    {
        base.Rewind(evaluations);
        _momentum = _momentumBefore;
    }

    public override void Save(FlowState state)
    {
        base.Save(state);
        state.Put("control", [_momentum, _step, _lowest]);
    }

    public override void Load(FlowState state)
    {
        base.Load(state);
        ReadOnlySpan<double> numbers = state.Numbers("control", 3);
        (_momentum, _step, _lowest) = (numbers[0], numbers[1], numbers[2]);
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

    private bool Try(ReadOnlySpan<double> from, ReadOnlySpan<double> velocity, double step, double[] to)
    {
        (_, bool finite) = FlowVectors.Move(from, step, velocity, to);
        if (!finite)
        {
            return false;
        }

        try
        {
            Evaluator.Proximal(to, step, to);
            return true;
        }
        catch (ArgumentOutOfRangeException)
        {
            // V bends down so much that this step has no minimiser; a shorter one has.
            return false;
        }
    }

    private double MappingAt(ReadOnlySpan<double> from, ReadOnlySpan<double> to, double step) =>
        FlowVectors.SquaredDistance(from, to) / (step * step * Evaluator.ParticleCount);

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

    private void Accept(double step, double objective, double mapping, double momentum)
    {
        Theta.CopyTo(Before, 0);
        (Theta, _trial) = (_trial, Theta);
        LastDissipation = step * MeanSquare;
        (Objective, MeanSquare, LastStep) = (objective, mapping, step);
        _lowest = Math.Min(_lowest, objective);
        _momentum = momentum;
        _step = Math.Min(Growth * step, 0.5 * Evaluator.LongestProximalStep);
    }
}
