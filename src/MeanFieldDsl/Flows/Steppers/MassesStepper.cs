namespace MeanFieldDsl;

/// <summary>The accelerated forward–backward method on the masses alone; see <see cref="FlowScheme.MassesOnly"/>.</summary>
internal sealed class MassesStepper : Stepper
{
    private const string Prefix = "masses_";

    private readonly MassEvaluator _masses;
    private readonly MajorisedStepper _stepper;
    private readonly FlowState _state = new();

    public MassesStepper(Evaluator evaluator, ParticleMasses masses, double[] particles)
        : base(evaluator, particles)
    {
        _masses = new MassEvaluator(evaluator, masses, particles);
        _stepper = new MajorisedStepper(_masses, _masses.Orient(), hasMomentum: true);
    }

    public override double PredictedDecrease => _stepper.PredictedDecrease;

    public override bool IsMonotone => true;

    public override bool HasPath => false;

    public override bool Start()
    {
        bool isFinite = _stepper.Start();
        Take();
        return isFinite;
    }

    public override FlowStatus? Advance(double longest, FlowLimits limits)
    {
        FlowStatus? status = _stepper.Advance(longest, limits);
        if (status is null)
        {
            Theta.CopyTo(Before, 0);
            Take();
        }

        Evaluations = _stepper.Evaluations;
        return status;
    }

    public override void Rewind(long evaluations)
    {
        base.Rewind(evaluations);
        _stepper.Rewind(evaluations);
    }

    public override void Save(FlowState state)
    {
        base.Save(state);
        _stepper.Save(_state);
        foreach (string name in _state.Names)
        {
            state.Put(Prefix + name, _state.Find(name));
        }

        state.Put("places", _masses.Places, Evaluator.Layout.Dimension);
        state.Put("place_costs", [.. _masses.Up, .. _masses.Down]);
    }

    public override void Load(FlowState state)
    {
        base.Load(state);
        foreach (string name in state.Names)
        {
            if (name.StartsWith(Prefix, StringComparison.Ordinal))
            {
                _state.Put(name[Prefix.Length..], state.Find(name));
            }
        }

        state.Numbers("places", Theta.Length).CopyTo(_masses.Places);
        ReadOnlySpan<double> costs = state.Numbers("place_costs", 2 * Evaluator.ParticleCount);
        costs[..Evaluator.ParticleCount].CopyTo(_masses.Up);
        costs[Evaluator.ParticleCount..].CopyTo(_masses.Down);
        _stepper.Load(_state);
    }

    public override void Dispose()
    {
        _masses.Dispose();
        base.Dispose();
    }

    private void Take()
    {
        (Objective, MeanSquare, LastStep, LastDissipation, Evaluations) = (_stepper.Objective, _stepper.MeanSquare, _stepper.LastStep, _stepper.LastDissipation, _stepper.Evaluations);
        _masses.Expand(_stepper.Particles, Theta);
    }
}
