namespace MeanFieldDsl;

/// <summary>What the steppers share that accept a step by what it does to F.</summary>
/// <param name="evaluator">Evaluates F_m for as many particles as are given.</param>
/// <param name="particles">The initial particles; the array becomes a buffer of the stepper.</param>
internal abstract class MonotoneStepper(Evaluator evaluator, double[] particles) : Stepper(evaluator, particles)
{
    // The sufficient decrease of Armijo (1966), as a fraction of the linear prediction.
    private const double SufficientDecrease = 1e-4;

    private double _lowest;

    public override double PredictedDecrease => Proposal * MeanSquare;

    public override bool IsMonotone => true;

    /// <summary>The length that the next step tries first.</summary>
    protected double Proposal { get; set; }

    public sealed override bool Start()
    {
        bool isFinite = Begin();
        _lowest = Objective;
        return isFinite;
    }

    public override void Save(FlowState state)
    {
        base.Save(state);
        state.Put("descent", [_lowest, Proposal]);
    }

    public override void Load(FlowState state)
    {
        base.Load(state);
        ReadOnlySpan<double> numbers = state.Numbers("descent", 2);
        (_lowest, Proposal) = (numbers[0], numbers[1]);
    }

    /// <summary>Evaluates the initial particles and proposes the first step; false where F or a velocity is not finite.</summary>
    protected abstract bool Begin();

    /// <summary>Whether F has fallen by enough for a step of that length; for a length of 0, whether it has not risen.</summary>
    /// <remarks>
    /// The first bound keeps F within its rounding of the lowest value met, so that slack never adds up over the steps. The second
    /// asks for a decrease wherever one can be measured. Both are false when the objective is NaN.
    /// </remarks>
    protected bool Lowers(double objective, double step) =>
        objective - _lowest <= Slack * Math.Abs(_lowest)
        && objective <= Objective - (SufficientDecrease * step * MeanSquare) + (Slack * Math.Abs(Objective))
        && !double.IsNegativeInfinity(objective);

    /// <summary>Keeps the book of an accepted step; call it while the mean square is still that before the step.</summary>
    protected void Accept(double step, double objective)
    {
        (LastStep, LastDissipation, Objective) = (step, step * MeanSquare, objective);
        _lowest = Math.Min(_lowest, objective);
    }

    /// <summary>The trial and its velocity take the place of the particles and theirs.</summary>
    protected void Exchange()
    {
        (Theta, Before) = (Before, Theta);
        (Velocity, VelocityBefore) = (VelocityBefore, Velocity);
    }
}
