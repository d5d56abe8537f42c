namespace MeanFieldDsl;

/// <summary>An explicit Runge–Kutta method with a fixed step, or with one chosen by its error estimate.</summary>
/// <remarks>
/// The velocity at the end of a step is the first stage of the next, so that methods with an error estimate reuse their last stage and the
/// others pay nothing for the velocity that every step reports. The dissipation ∫ (1/m) Σ ‖v‖² dt is taken with the weights of the method.
/// </remarks>
internal sealed class RungeKuttaStepper : Stepper
{
    private const int MostRejections = 60;
    private const double Safety = 0.9;
    private const double LargestGrowth = 5;
    private const double SmallestShrink = 0.2;

    private readonly RungeKuttaTableau _tableau;
    private readonly double[][] _stages;
    private readonly double[] _speeds;
    private readonly double? _tolerance;
    private double _proposal;
    private double _lastError = 1;

    /// <param name="evaluator">Evaluates F_m.</param>
    /// <param name="particles">The initial particles; the array becomes a buffer.</param>
    /// <param name="method">The method.</param>
    /// <param name="step">The fixed step, or NaN to choose it.</param>
    /// <param name="tolerance">The relative tolerance of a step, or null for a fixed step.</param>
    public RungeKuttaStepper(Evaluator evaluator, double[] particles, RungeKuttaMethod method, double step, double? tolerance)
        : base(evaluator, particles)
    {
        _tableau = RungeKuttaTableau.Of(method);
        _stages = new double[_tableau.Weights.Length + 1][];
        for (int s = 1; s < _tableau.Weights.Length; s++)
        {
            _stages[s] = new double[particles.Length];
        }

        _speeds = new double[_stages.Length];
        _tolerance = tolerance;
        _proposal = step;
    }

    public override bool Start()
    {
        if (!StartAtVelocity())
        {
            return false;
        }

        if (_tolerance is not null)
        {
            _proposal = StepControl.First(Objective, MeanSquare, FlowVectors.Norm(Theta, Evaluator.ParticleCount));
        }

        return true;
    }

    public override FlowStatus? Advance(double longest, FlowLimits limits)
    {
        double step = Math.Min(_proposal, longest);
        for (int rejections = 0; ; rejections++)
        {
            if (limits.Interrupted() is { } status)
            {
                return status;
            }

            (double objective, double meanSquare) = Attempt(step);
            bool isFinite = double.IsFinite(meanSquare);
            if (_tolerance is not { } tolerance)
            {
                if (!isFinite)
                {
                    return FlowStatus.Diverged;
                }

                Accept(step, objective, meanSquare);
                return null;
            }

            double error = isFinite ? FlowVectors.Error(Theta, Before, step, _tableau.Errors!, _stages, tolerance) : double.PositiveInfinity;
            if (error <= 1)
            {
                Accept(step, objective, meanSquare);
                _proposal = step * Factor(error, rejections > 0);
                _lastError = Math.Max(error, 1e-4);
                return null;
            }

            if (rejections == MostRejections || !(step > 1e-300))
            {
                return isFinite ? FlowStatus.Stalled : FlowStatus.Diverged;
            }

            double exponent = 1.0 / (_tableau.ErrorOrder + 1);
            step *= double.IsFinite(error) ? Math.Max(SmallestShrink, Safety * ScalarPower(error, -exponent)) : 0.25;
        }
    }

    public override void Save(FlowState state)
    {
        base.Save(state);
        state.Put("control", [_proposal, _lastError]);
    }

    public override void Load(FlowState state)
    {
        base.Load(state);
        ReadOnlySpan<double> numbers = state.Numbers("control", 2);
        (_proposal, _lastError) = (numbers[0], numbers[1]);
    }

    public override void Interpolate(double fraction, Span<double> result)
    {
        base.Interpolate(fraction, result);
        if (_tableau.Dense is not { } weights)
        {
            return;
        }

        // The cubic plus s² (1 − s)² times the fifth term; the last stage has become the velocity and the first that before.
        double bubble = fraction * fraction * (1 - fraction) * (1 - fraction) * LastStep;
        for (int k = 0; k < result.Length; k++)
        {
            double sum = weights[0] * VelocityBefore[k];
            for (int s = 1; s < _tableau.Weights.Length; s++)
            {
                sum += weights[s] * _stages[s][k];
            }

            result[k] += bubble * (sum + (weights[^1] * Velocity[k]));
        }
    }

    // The stages, the result in Before and its velocity in VelocityBefore, which Accept exchanges with the current ones.
    private (double Objective, double MeanSquare) Attempt(double step)
    {
        _stages[0] = Velocity;
        _stages[^1] = VelocityBefore;
        _speeds[0] = MeanSquare;
        for (int s = 1; s < _tableau.Weights.Length; s++)
        {
            FlowVectors.Combine(Theta, step, _tableau.Stages[s - 1], _stages, Before);
            _speeds[s] = Evaluate(Before, _stages[s]).MeanSquare;
            if (!double.IsFinite(_speeds[s]))
            {
                return (double.NaN, double.NaN);
            }
        }

        FlowVectors.Combine(Theta, step, _tableau.Weights, _stages, Before);
        return Evaluate(Before, VelocityBefore);
    }

    private void Accept(double step, double objective, double meanSquare)
    {
        double dissipation = 0;
        for (int s = 0; s < _tableau.Weights.Length; s++)
        {
            dissipation += _tableau.Weights[s] * _speeds[s];
        }

        LastDissipation = step * dissipation;
        (Theta, Before) = (Before, Theta);
        (Velocity, VelocityBefore) = (VelocityBefore, Velocity);
        (Objective, MeanSquare, LastStep) = (objective, meanSquare, step);
    }

    // The controller of Gustafsson with proportional and integral part (Hairer and Wanner 1996, IV.2); no growth right after a rejection.
    private double Factor(double error, bool wasRejected)
    {
        double order = _tableau.ErrorOrder + 1;
        double factor = error > 0
            ? Safety * ScalarPower(error, -0.7 / order) * ScalarPower(_lastError, 0.4 / order)
            : LargestGrowth;
        return Math.Clamp(factor, SmallestShrink, wasRejected ? 1 : LargestGrowth);
    }

    private static double ScalarPower(double value, double exponent) => Kernels.ScalarMath.Pow(value, exponent);
}
