using System.Globalization;

namespace MeanFieldDsl;

/// <summary>One run of <see cref="ConditionalGradient"/>.</summary>
internal sealed class ConditionalGradientLoop<TParticle> : ICheckpointed
    where TParticle : IParticle<TParticle>, allows ref struct
{
    private const double DefaultGapTolerance = 1e-6;

    // The search is random: one that finds nothing is made again with other numbers.
    private const int MostIdle = 3;

    // A violator at most so far from a particle says that the descent ended too early, by the rounding of F; gradients go on from there.
    private const double Beside = 1e-3;
    private const int MostPolishingSteps = 500;

    private readonly MeanFieldProblem<TParticle> _problem;
    private readonly FlowOptions _options;
    private readonly ConditionalGradientOptions _method;
    private readonly ParticleMasses _masses;
    private readonly IProgress<FlowReport>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly FlowLimits _limits;
    private readonly FlowHistory _history;
    private readonly double[] _cover;
    private double[] _theta;
    private double _lowest;
    private double _lowerBound = double.NaN;
    private long _searches;
    private int _idle;
    private FlowCheckpoints? _checkpoints;
    private bool _isResumed;
    private double _slack;
    private FlowReport _line;

    public ConditionalGradientLoop(
        MeanFieldProblem<TParticle> problem, FlowOptions options, ConditionalGradientOptions method, ParticleMasses masses, IProgress<FlowReport>? progress, CancellationToken cancellation)
    {
        (_problem, _options, _method, _masses, _progress, _cancellation) = (problem, options, method, masses, progress, cancellation);
        _limits = new FlowLimits(options.TimeLimit, cancellation);
        _history = new FlowHistory(options.HistoryEvery);

        // Places to look at, without mass; directions of norm 0 are none.
        _cover = masses.HasWeight ? GradientFlow.Start(problem.Layout, options with { InitialParticles = null }) : [];
        for (int i = 0; i < _cover.Length; i += Dimension)
        {
            masses.Clear(_cover.AsSpan(i, Dimension));
        }

        _theta = options.InitialParticles is not null ? GradientFlow.Start(problem.Layout, options) : _cover.Length > 0 ? _cover[..Dimension] : new double[Dimension];
    }

    private int Dimension => _problem.Layout.Dimension;

    private int Count => _theta.Length / Dimension;

    public FlowResult<TParticle> Run()
    {
        using (Evaluator evaluator = Create(Count))
        {
            _slack = 4 * evaluator.MachineEpsilon;
            if (_options.Checkpoint is { } checkpoint)
            {
                Find(checkpoint, evaluator);
            }
        }

        if (!_isResumed)
        {
            _lowest = double.PositiveInfinity;
            Account(0);
            if (!double.IsFinite(_line.Objective) || !double.IsFinite(_line.Residual))
            {
                return End(FlowStatus.NotFinite, null);
            }
        }

        DualityGapReport gap = Search();
        FlowStatus? status = null;
        while (status is null)
        {
            status = _limits.Interrupted()
                ?? (IsSmall(gap) ? FlowStatus.GapReached
                : _line.Iteration >= _options.MaxIterations ? FlowStatus.IterationLimit
                : _idle == MostIdle ? FlowStatus.Stalled
                : null);
            if (status is not null)
            {
                break;
            }

            double before = _line.Objective;
            double time = Iterate(gap.Worst);
            gap = Search();
            if (_method.Sliding && !IsSmall(gap) && IsBeside(gap.Worst))
            {
                Polish(gap.Gap);
                gap = Search();
            }

            Account(time);
            _idle = _line.Objective < before - (4 * _slack * Math.Abs(before)) ? 0 : _idle + 1;
            Remember();
            status = _options.StopWhen?.Invoke(_line) == true ? FlowStatus.Stopped : null;
        }

        _checkpoints?.Write();
        return End(status.Value, status == FlowStatus.Canceled ? null : gap);
    }

    public void Save(FlowState state)
    {
        state.Put("particles", _theta, Dimension);
        state.Put("line", FlowColumn.Numbers(_line));
        state.Put("loop", [_lowest, _limits.Elapsed.TotalSeconds]);
        state.Put("searches", _searches);
        state.Put("idle", (long)_idle);
        _history.Save(state);
    }

    private void Find(CheckpointOptions options, Evaluator evaluator)
    {
        string method = string.Create(
            CultureInfo.InvariantCulture,
            $"{_options.Scheme}, tolerance {_options.Tolerance:R}, {_method.Probes} probes, {_method.LocalIterations} local iterations, gap {_options.GapTolerance ?? DefaultGapTolerance:R}");
        double[] start = [.. _theta, .. _cover];
        _checkpoints = new FlowCheckpoints(options, FlowIdentity.Of(_problem, evaluator, new ConditionalGradientScheme(_method.Sliding), _options, start, method));
        if (_checkpoints.Find() is not { } state)
        {
            return;
        }

        ReadOnlySpan<double> particles = state.Numbers("particles");
        _theta = particles.Length > 0 && particles.Length % Dimension == 0 ? particles.ToArray() : state.Numbers("particles", Dimension).ToArray();
        _line = FlowColumn.Line(state.Numbers("line", FlowColumn.All.Count));
        _lowerBound = _line.LowerBound;
        ReadOnlySpan<double> numbers = state.Numbers("loop", 2);
        _lowest = numbers[0];
        _limits.Before = TimeSpan.FromSeconds(Math.Clamp(numbers[1], 0, 1e9));
        _idle = (int)state.Integer("idle");

        // The last search is made again: it found what the next iteration inserts.
        _searches = Math.Max(1, state.Integer("searches")) - 1;
        _history.Load(state);
        _isResumed = true;
    }

    // Only whole iterations are kept; one that was cut short is made again.
    private void Remember()
    {
        if (_checkpoints is not null && _limits.Interrupted() is null)
        {
            _checkpoints.Take(this);
            if (_checkpoints.IsDue(_line.Iteration))
            {
                _checkpoints.Write();
            }
        }
    }

    // Steps (b) to (e); returns the flow time of the local descent.
    private double Iterate(IReadOnlyList<double> worst)
    {
        if (worst.Count > 0)
        {
            Insert([.. worst]);
        }

        if (HasMass())
        {
            _ = Descend(FlowScheme.MassesOnly);
        }

        double time = _method.Sliding && HasMass() ? Descend(_options.Scheme) : 0;
        Reduce();
        return time;
    }

    private void Reduce()
    {
        ParticleMeasure<TParticle> reduced = ParticleReduction.Reduce(_problem, new ParticleMeasure<TParticle>(_problem.Layout, _theta));
        if (reduced.Count < Count)
        {
            double[] rest = reduced.Values.ToArray();
            using Evaluator evaluator = Create(reduced.Count);
            Keep(rest, evaluator.Objective(rest));
        }
    }

    private bool IsSmall(DualityGapReport gap) => gap.RelativeGap <= (_options.GapTolerance ?? DefaultGapTolerance);

    private bool IsBeside(IReadOnlyList<double> worst)
    {
        double[] place = [.. worst], scales = _masses.Scales(_theta);
        for (int i = 0; place.Length > 0 && i < _theta.Length; i += Dimension)
        {
            if (_masses.Distance(place, _theta.AsSpan(i, Dimension), scales) <= Beside)
            {
                return true;
            }
        }

        return false;
    }

    // The lowest F'/V over places, with the places of the cover among the particles, of mass 0.
    private DualityGapReport Search()
    {
        int live = Live(), count = live + (_cover.Length / Dimension);
        double[] all = live == 0 && _cover.Length > 0 ? _cover : count == 0 ? _theta : [.. _masses.Compact(_theta, live, (double)count / Count), .. _cover];
        using Evaluator evaluator = Create(all.Length / Dimension);
        DualityGapReport gap = new DualityGapSearch(evaluator, _options.Seed + (ulong)_searches++, _cancellation).Run(all, _method.Probes);
        _lowerBound = double.IsFinite(gap.LowerBound) && !(gap.LowerBound <= _lowerBound) ? gap.LowerBound : _lowerBound;
        return gap;
    }

    // A new particle takes part in 1/m, so that the others' masses grow by the factor of m.
    private void Insert(double[] place)
    {
        int live = Live();
        double[] others = _masses.Compact(_theta, live, (live + 1.0) / Count);
        using Evaluator evaluator = Create(live + 1);
        (double[] trial, double objective) = ParticleInsertion.Insert(evaluator, _masses, others, place, _line.Objective, out int evaluations);
        _line = _line with { Evaluations = _line.Evaluations + evaluations };
        _ = Keep(trial, objective);
    }

    private double Descend(FlowScheme scheme)
    {
        TimeSpan? left = _options.TimeLimit - _limits.Elapsed;
        if (left <= TimeSpan.Zero || _cancellation.IsCancellationRequested)
        {
            return 0;
        }

        FlowOptions options = _options with
        {
            InitialParticles = _theta,
            Scheme = scheme,
            MaxIterations = _method.LocalIterations,
            TimeLimit = left,
            GapTolerance = null,
            StopWhen = null,
            Checkpoint = null,
            HistoryEvery = 1,
            RandomProbes = 0,
        };
        FlowResult<TParticle> run = GradientFlow.Run(_problem, options, progress: null, _cancellation);
        _line = _line with { Evaluations = _line.Evaluations + run.History[^1].Evaluations };
        return Keep(run.Particles.Values.ToArray(), run.Objective) ? run.FlowTime : 0;
    }

    // Masses and places together, by gradients alone once F no longer shows a difference.
    private void Polish(double amplitude)
    {
        int live = Live();
        double[] particles = _masses.Compact(_theta, live, (double)live / Count), scales = _masses.Scales(particles), velocities = new double[particles.Length];
        using Evaluator evaluator = Create(live);
        ProbeWalk walk = new([.. particles.Select((value, k) => value / scales[k % Dimension])]);
        for (int step = 0; step < MostPolishingSteps && !walk.IsDone && _limits.Interrupted() is null; step++)
        {
            Take(walk.Trial);
            double objective = evaluator.ObjectiveAndVelocity(particles, velocities, out _);
            _line = _line with { Evaluations = _line.Evaluations + 1 };
            for (int k = 0; k < velocities.Length; k++)
            {
                velocities[k] *= -scales[k % Dimension] / live;
            }

            walk.Take(objective, velocities, amplitude);
        }

        Take(walk.Place);
        Keep(particles, evaluator.Objective(particles));

        void Take(ReadOnlySpan<double> coordinates)
        {
            for (int k = 0; k < particles.Length; k++)
            {
                particles[k] = coordinates[k] * scales[k % Dimension];
            }
        }
    }

    private bool Keep(double[] particles, double objective)
    {
        bool isKept = objective <= _lowest + (_slack * Math.Abs(_lowest));
        if (isKept)
        {
            _theta = particles;
            _lowest = Math.Min(_lowest, objective);
        }

        return isKept;
    }

    private void Account(double time)
    {
        using Evaluator evaluator = Create(Count);
        double objective = evaluator.Objective(_theta);
        double speed = double.IsFinite(objective) ? evaluator.Velocity(_theta, new double[_theta.Length]) : double.NaN;
        bool isFirst = double.IsPositiveInfinity(_lowest);
        _lowest = Math.Min(_lowest, objective);
        _line = new(isFirst ? 0 : _line.Iteration + 1, objective, Math.Sqrt(speed), time, _line.FlowTime + time, _line.Evaluations + 1, double.NaN, _limits.Elapsed) { LowerBound = _lowerBound };
        _history.Add(_line);
        if (isFirst || _line.Iteration % _options.ReportEvery == 0)
        {
            _progress?.Report(_line);
        }
    }

    private FlowResult<TParticle> End(FlowStatus status, DualityGapReport? gap)
    {
        FirstVariationReport? report = null;
        if (status != FlowStatus.NotFinite)
        {
            using Evaluator evaluator = Create(Count);
            report = FirstVariationReport.Search(evaluator, _theta, status == FlowStatus.Canceled ? 0 : _options.RandomProbes, _options.Seed, _cancellation);
            long boxes = gap is null ? 0 : DualityGapReport.BoxesFor(_problem.RowCount, _options.ProofBoxes);
            gap = boxes > 0 ? new DualityGapSearch(evaluator, _options.Seed, _cancellation).Run(_theta, _method.Probes, boxes).OrBetter(gap!) : gap;
            _progress?.Report(_line);
        }

        return new FlowResult<TParticle>(
            status, new ConditionalGradientScheme(_method.Sliding), new ParticleMeasure<TParticle>(_problem.Layout, _theta), report, gap, _history.Close(_line), Words(status, gap), _isResumed);
    }

    private FlowWords Words(FlowStatus status, DualityGapReport? gap)
    {
        string feature = _problem.Layout.Feature;
        string end = status switch
        {
            FlowStatus.GapReached => "The duality gap fell to the asked tolerance",
            FlowStatus.IterationLimit => "The iteration limit ended the conditional gradient",
            FlowStatus.TimeLimit => "The time limit ended the conditional gradient",
            FlowStatus.Canceled => "The conditional gradient was canceled",
            FlowStatus.Stopped => "StopWhen ended the conditional gradient",
            FlowStatus.NotFinite => $"The conditional gradient of '{feature}' could not start",
            _ => "The conditional gradient stalled",
        };
        string verdict = string.Create(CultureInfo.InvariantCulture, $"{end} after {_line.Iteration:N0} iterations with {Live():N0} particles; F = {_line.Objective:G10}. {gap?.ToString() ?? "No lower bound of F was looked for."}");
        string advice = status switch
        {
            FlowStatus.IterationLimit => "Raise MaxIterations or GapTolerance, or continue with InitialParticles set to these particles.",
            FlowStatus.TimeLimit => "Raise TimeLimit or GapTolerance, or continue with InitialParticles set to these particles.",
            FlowStatus.Canceled => "Continue with InitialParticles set to these particles.",
            FlowStatus.NotFinite => "F or a velocity is not finite at the initial particles: choose InitialParticles inside the domain of the formula.",
            FlowStatus.Stalled when _method.Sliding => "No particle was found that lowers F, and the masses are at their optimum up to rounding: raise Probes to search closer, lower Tolerance to solve the inner problems further, or raise GapTolerance.",
            FlowStatus.Stalled => "No particle was found that lowers F: raise Probes, or set Sliding, which moves particles to places that a search only comes close to.",
            _ => "",
        };
        return new FlowWords(verdict, advice);
    }

    private bool HasMass() => Live() > 0;

    private int Live()
    {
        int live = 0;
        for (int i = 0; i < _theta.Length; i += Dimension)
        {
            live += _masses.MassOf(_theta.AsSpan(i, Dimension)) > 0 ? 1 : 0;
        }

        return live;
    }

    private Evaluator Create(int count) => _problem.CreateEvaluator(count, _options.Threads, _options.Reproducible);
}
