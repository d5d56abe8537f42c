namespace MeanFieldDsl;

/// <summary>
/// θ_i ← (1 − s λ) θ_i + s v_i + √(2 τ s) ζ_i, with v the velocities on a batch of rows or on all, ζ normal: stochastic gradient descent for τ = 0, Langevin dynamics by the
/// method of Euler and Maruyama otherwise. With momentum v is replaced by u ← β u + v. See <see cref="FlowScheme.StochasticGradient"/> and <see cref="FlowScheme.Langevin"/>.
/// </summary>
internal sealed class StochasticStepper : Stepper
{
    private const ulong NoiseStream = 0xC000_0000_0000_0000;

    private readonly StochasticScheme _scheme;
    private readonly RowBatch? _batch;
    private readonly RowFeed? _feed;
    private readonly Evaluator _source;
    private readonly ulong _seed;

    // u of the heavy ball; empty without momentum.
    private readonly double[] _pushes;
    private StepSchedule _schedule;
    private long _step;

    public StochasticStepper(in FlowStart start, StochasticScheme scheme)
        : base(start.Evaluator, start.Particles)
    {
        _scheme = scheme;
        _seed = start.Seed;
        if (scheme.BatchSize is { } rows)
        {
            _batch = start.Batch(rows) ?? throw new ArgumentException($"The problem of '{start.Evaluator.Layout.Feature}' has no data rows to take batches of; take FlowScheme.Langevin without a batch size, or FlowScheme.Automatic.");
            _feed = new(_batch, scheme.Sampler, start.Seed);
        }

        _source = _batch?.Evaluator ?? start.Evaluator;
        _schedule = scheme.Schedule ?? new(1);
        _pushes = new double[scheme.Momentum > 0 ? start.Particles.Length : 0];
    }

    public override bool IsStochastic => true;

    public override bool Start()
    {
        if (!Sample(Theta, Velocity))
        {
            return false;
        }

        if (_scheme.Schedule is null)
        {
            _schedule = new(Probe());
            return Sample(Theta, Velocity);
        }

        return true;
    }

    public override FlowStatus? Advance(double longest, FlowLimits limits)
    {
        if (limits.Interrupted() is { } status)
        {
            return status;
        }

        double step = Math.Min(_schedule.At(_step + 1), longest);
        Move(step);
        double meanSquare = MeanSquare;
        _step++;
        (Theta, Before) = (Before, Theta);
        (Velocity, VelocityBefore) = (VelocityBefore, Velocity);
        if (!Sample(Theta, Velocity))
        {
            (Theta, Before) = (Before, Theta);
            (Velocity, VelocityBefore) = (VelocityBefore, Velocity);
            _step--;
            return FlowStatus.Diverged;
        }

        (LastStep, LastDissipation) = (step, step * meanSquare);
        return null;
    }

    // A line: the path of a noisy step is not smooth.
    public override void Interpolate(double fraction, Span<double> result)
    {
        for (int k = 0; k < result.Length; k++)
        {
            result[k] = Before[k] + (fraction * (Theta[k] - Before[k]));
        }
    }

    /// <summary>The objective and the residual on all rows instead of those of the last batch.</summary>
    public override void End()
    {
        if (_batch is not null && _scheme.Sampler is null)
        {
            (double objective, double meanSquare) = Evaluate(Theta, VelocityBefore);
            (Objective, MeanSquare) = double.IsFinite(meanSquare) ? (objective, meanSquare) : (Objective, MeanSquare);
        }
    }

    public override void Dispose()
    {
        _batch?.Dispose();
        base.Dispose();
    }

    public override void Save(FlowState state)
    {
        base.Save(state);
        state.Put("batches", _step);
        state.Put("pushes", _pushes);
        state.Put("schedule", [_schedule.Epsilon, _schedule.Power]);
    }

    public override void Load(FlowState state)
    {
        base.Load(state);
        _step = state.Integer("batches");
        state.Numbers("pushes", _pushes.Length).CopyTo(_pushes);
        ReadOnlySpan<double> numbers = state.Numbers("schedule", 2);
        if (!(numbers[0] > 0 && double.IsFinite(numbers[0]) && numbers[1] is >= 0 and < 1))
        {
            throw new CheckpointException(CheckpointError.Damaged, $"the step schedule of the checkpoint has {numbers[0]} and {numbers[1]}, which are none", "Start anew.", state.FilePath);
        }

        _schedule = new(numbers[0], numbers[1]);
    }

    private bool Sample(ReadOnlySpan<double> theta, Span<double> velocity)
    {
        foreach (double number in theta)
        {
            if (!double.IsFinite(number))
            {
                return false;
            }
        }

        _feed?.Load(_step);
        Evaluations++;
        double objective = _source.Objective(theta);
        double meanSquare = double.IsFinite(objective) ? _source.Velocity(theta, velocity) : double.NaN;
        if (!double.IsFinite(meanSquare))
        {
            return false;
        }

        (Objective, MeanSquare) = (objective, meanSquare);
        return true;
    }

    private void Move(double step)
    {
        double keep = 1 - (step * _scheme.WeightDecay), noise = Math.Sqrt(2 * _scheme.Temperature * step);
        int dimension = Evaluator.Layout.Dimension;
        for (int i = 0; i < Evaluator.ParticleCount; i++)
        {
            CounterRandom random = noise > 0 ? new(_seed, NoiseStream + (ulong)i, (ulong)_step * (ulong)dimension) : default;
            for (int k = i * dimension; k < (i + 1) * dimension; k++)
            {
                double push = Velocity[k];
                if (_pushes.Length > 0)
                {
                    double carried = _scheme.Momentum * _pushes[k];
                    _pushes[k] = push += carried;
                }

                double drift = step * push;
                double kept = keep * Theta[k];
                double moved = kept + drift;
                double kick = noise > 0 ? noise * random.NextGaussian() : 0;
                Before[k] = moved + kick;
            }
        }
    }

    // Half the length that the curvature along a short step allows: with noise in the gradients the whole length does not contract.
    private double Probe()
    {
        double step = StepControl.First(Objective, MeanSquare, FlowVectors.Norm(Theta, Evaluator.ParticleCount));
        for (int k = 0; k < 3; k++)
        {
            (_, bool finite) = FlowVectors.Move(Theta, step, Velocity, Before);
            double meanSquare = double.NaN;
            if (finite && double.IsFinite(_source.Objective(Before)))
            {
                meanSquare = _source.Velocity(Before, VelocityBefore);
            }

            Evaluations++;
            if (!double.IsFinite(meanSquare))
            {
                step *= 0.1;
                continue;
            }

            (double speed, double curvature, double change) = FlowVectors.Compare(Velocity, VelocityBefore);
            double allowed = change > 0 ? step * Math.Sqrt(speed / change) : 10 * step;
            if (allowed < 10 * step || k == 2)
            {
                return 0.5 * Math.Min(allowed, 10 * step);
            }

            step *= 10;
        }

        return step;
    }
}
