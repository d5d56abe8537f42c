namespace MeanFieldDsl;

/// <summary>
/// What every run shares, whatever the dynamics and free of the particle type: limits, history, progress, events. Makes its buffers at construction and
/// allocates nothing afterwards.
/// </summary>
internal sealed class FlowLoop : ICheckpointed
{
    private const int MostIdleSteps = 500;
    private const int FirstGap = 100;
    private const int GapProbes = 200;

    private readonly Stepper _stepper;
    private readonly Evaluator _evaluator;
    private readonly FlowOptions _options;
    private readonly IProgress<FlowReport>? _progress;
    private readonly FlowLimits _limits;
    private readonly FlowHistory _history;
    private readonly double[] _scratch;
    private readonly bool _isSingle;
    private double _first;
    private double _idleMark;
    private double _smallestResidual;
    private double _firstStep;
    private long _foreignBytes;
    private long _trials;
    private int _atStart;
    private long _counted;
    private FlowCheckpoints? _checkpoints;
    private double _lowerBound = double.NaN;
    private int _idle;

    /// <param name="stepper">The dynamics, not yet started.</param>
    /// <param name="evaluator">Its evaluator.</param>
    /// <param name="options">When to stop.</param>
    /// <param name="progress">Receives reports, or null.</param>
    /// <param name="cancellation">Ends the loop early.</param>
    public FlowLoop(Stepper stepper, Evaluator evaluator, FlowOptions options, IProgress<FlowReport>? progress, CancellationToken cancellation)
    {
        _stepper = stepper;
        _evaluator = evaluator;
        _options = options;
        _progress = progress;
        _limits = new FlowLimits(options.TimeLimit, cancellation);
        _history = new FlowHistory(options.HistoryEvery);
        _isSingle = evaluator.MachineEpsilon > 1e-8;
        _scratch = new double[options.Events.Any(static e => e.EndsFlow) ? stepper.Particles.Length : 0];
        Path = new FlowPath(options, stepper, evaluator.Layout);
    }

    /// <summary>The current particles.</summary>
    public ReadOnlySpan<double> Particles => _stepper.Particles;

    public double Objective => _stepper.Objective;

    public double Residual => Math.Sqrt(_stepper.MeanSquare);

    /// <summary>The residual that the relative tolerance refers to.</summary>
    public double LargestResidual { get; private set; }

    public int Iterations { get; private set; }

    public double FlowTime { get; private set; }

    /// <summary>∫ (1/m) Σ ‖v‖² dt.</summary>
    public double Dissipated { get; private set; }

    public TimeSpan Elapsed { get; private set; }

    public double AllocatedBytesPerStep { get; private set; }

    public FlowPath Path { get; }

    /// <summary>Whether, at a stall, a step of the usual length would still lower F measurably if F were smooth.</summary>
    public bool StalledAboveRounding { get; private set; }

    /// <summary>Whether features are computed in single precision.</summary>
    public bool IsSingle => _isSingle;

    /// <summary>|F(0) − F(t) − ∫ (1/m) Σ ‖v‖² dt| / |F(0) − F(t)|; 0 where F did not change beyond its rounding.</summary>
    public double DissipationDefect
    {
        get
        {
            double decrease = _first - Objective;
            double defect = Math.Abs(decrease - Dissipated);
            return defect <= _stepper.Slack * Math.Abs(_first) ? 0 : defect / Math.Abs(decrease);
        }
    }

    private FlowReport Line => new(Iterations, Objective, Residual, _stepper.LastStep, FlowTime, _stepper.Evaluations, Dissipated, _limits.Elapsed) { LowerBound = _lowerBound };

    public FlowReport[] History() => _history.Close(Line with { Elapsed = Elapsed });

    /// <summary>Whether the run continues an earlier one.</summary>
    public bool IsResumed { get; private set; }

    /// <summary>Writes down all that decides about the rest of the run.</summary>
    public void Save(FlowState state)
    {
        state.Put("iteration", (long)Iterations);
        state.Put("flow_time", FlowTime);
        state.Put("loop", [Dissipated, _first, _idleMark, _smallestResidual, LargestResidual, _firstStep, _limits.Elapsed.TotalSeconds, _lowerBound]);
        state.Put("idle", (long)_idle);
        _stepper.Save(state);
        Path.Save(state);
        _history.Save(state);
    }

    /// <summary>Keeps checkpoints, and goes on where an earlier run was if there is one.</summary>
    /// <exception cref="CheckpointException">There are files, and none can be continued.</exception>
    public void Keep(FlowCheckpoints checkpoints)
    {
        _checkpoints = checkpoints;
        if (checkpoints.Find() is not { } state)
        {
            return;
        }

        Iterations = (int)state.Integer("iteration");
        FlowTime = state.Number("flow_time");
        ReadOnlySpan<double> numbers = state.Numbers("loop", 8);
        (Dissipated, _first, _idleMark, _smallestResidual, LargestResidual, _firstStep, _lowerBound) = (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[7]);
        _limits.Before = TimeSpan.FromSeconds(Math.Clamp(numbers[6], 0, 1e9));
        _idle = (int)state.Integer("idle");
        _stepper.Load(state);
        Path.Load(state);
        _history.Load(state);
        _counted = _atStart = Iterations;
        IsResumed = true;
    }

    public FlowStatus Run()
    {
        FlowStatus? status = IsResumed ? null : Start();
        if (status is null)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            do
            {
                status = Advance();
            }
            while (status is null);

            long bytes = GC.GetAllocatedBytesForCurrentThread() - before - _foreignBytes;
            AllocatedBytesPerStep = (double)bytes / Math.Max(1, Iterations - _atStart);
        }

        Elapsed = _limits.Elapsed;
        if (status != FlowStatus.NotFinite)
        {
            _checkpoints?.Save(this);
        }

        _stepper.Rewind(_stepper.Evaluations + _trials);
        _stepper.End();
        Count();
        if (status != FlowStatus.NotFinite)
        {
            _progress?.Report(Line);
        }

        return status.Value;
    }

    private FlowStatus? Start()
    {
        if (!_stepper.Start())
        {
            return FlowStatus.NotFinite;
        }

        _first = _idleMark = Objective;
        LargestResidual = _smallestResidual = Residual;
        _firstStep = Residual > 0 ? _stepper.PredictedDecrease / _stepper.MeanSquare : 0;
        if (_options.ReportGap)
        {
            _ = RelativeGap();
        }

        _history.Add(Line);
        Path.Start();
        if (_progress is not null)
        {
            Report();
        }

        // The measurement of the steps begins here, so that it has nothing to leave out for what came before.
        _foreignBytes = 0;

        return null;
    }

    /// <summary>Makes one step, or says why there is none.</summary>
    private FlowStatus? Advance()
    {
        if (IsStationary())
        {
            return FlowStatus.Converged;
        }

        if (Iterations >= _options.MaxIterations)
        {
            return FlowStatus.IterationLimit;
        }

        if (FlowTime >= _options.MaxFlowTime)
        {
            return FlowStatus.FlowTimeReached;
        }

        double remaining = (_options.MaxFlowTime ?? double.PositiveInfinity) - FlowTime;
        double stop = Path.NextStop;
        double longest = Math.Min(Math.Min(_options.MaxStep ?? double.MaxValue, remaining), stop - FlowTime);
        long evaluations = _stepper.Evaluations;
        if (_stepper.Advance(longest, _limits) is { } status)
        {
            // A later run makes the trials again; the report of this one counts those that led to its end.
            _trials = status is FlowStatus.Canceled or FlowStatus.TimeLimit ? 0 : _stepper.Evaluations - evaluations;
            _stepper.Rewind(evaluations);

            return status == FlowStatus.Stalled ? Stall() : status;
        }

        double before = FlowTime;
        double step = _stepper.LastStep;
        FlowTime = step == remaining ? _options.MaxFlowTime!.Value : step == stop - before ? stop : before + step;
        Dissipated += _stepper.LastDissipation;
        Iterations++;
        FlowStatus? end = null;
        if (Path.Follow(before, FlowTime) is { } fraction)
        {
            if (fraction < 1)
            {
                Dissipated -= (1 - fraction) * _stepper.LastDissipation;
                _stepper.GoBack(fraction, _scratch);
                FlowTime = before + (fraction * (FlowTime - before));
            }

            end = FlowStatus.EventReached;
        }

        return end ?? Account();
    }

    // The lines of the history, the progress, and the reasons to end that lie in what was seen so far.
    private FlowStatus? Account()
    {
        double residual = Residual, objective = Objective;

        // At a kink F may fall by an ulp now and then for ever: only what adds up to more than the rounding is progress.
        bool progresses = objective < _idleMark - (16 * _stepper.Slack * Math.Abs(_idleMark)) || residual < 0.99 * _smallestResidual;
        _idle = progresses ? 0 : _idle + 1;
        _idleMark = progresses ? objective : _idleMark;
        _smallestResidual = progresses ? Math.Min(_smallestResidual, residual) : _smallestResidual;
        LargestResidual = Math.Max(LargestResidual, residual);
        bool isGapDue = (_options.ReportGap || _options.GapTolerance is not null) && IsGapDue();
        double relativeGap = isGapDue ? RelativeGap() : double.PositiveInfinity;
        FlowReport line = Line;
        _history.Add(line);
        if (Iterations % _options.ReportEvery == 0)
        {
            Count();
            if (_progress is not null)
            {
                Report();
            }
        }

        if (_checkpoints?.IsDue(Iterations) == true)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            _checkpoints.Save(this);
            _foreignBytes += GC.GetAllocatedBytesForCurrentThread() - before;
        }

        return _options.StopWhen?.Invoke(line) == true ? FlowStatus.Stopped
            : relativeGap <= _options.GapTolerance ? FlowStatus.GapReached
            : DissipationDefect > _options.LargestDissipationDefect ? FlowStatus.DefectReached
            : _stepper.IsMonotone && _idle >= MostIdleSteps ? Stall()
            : null;
    }

    private bool IsGapDue() => Iterations % FirstGap == 0 && long.IsPow2(Iterations / FirstGap);

    // The search makes its buffers anew; what it allocates is not the steps'. The evaluator is put back to where it was.
    private double RelativeGap()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        DualityGapReport gap = new DualityGapSearch(_evaluator, _options.Seed).Run(Particles, GapProbes);
        _lowerBound = double.IsFinite(gap.LowerBound) && !(gap.LowerBound <= _lowerBound) ? gap.LowerBound : _lowerBound;
        _foreignBytes += GC.GetAllocatedBytesForCurrentThread() - before;
        return gap.RelativeGap;
    }

    // A start at a steep place (beside a barrier) makes the largest residual say little; there the second bound decides, with the
    // decrease that the next step predicts against the decrease that was made.
    private bool IsStationary() =>
        !_stepper.IsStochastic
        && (Residual <= _options.AbsoluteTolerance
        || (Residual <= _options.Tolerance * LargestResidual
            && (!_stepper.IsMonotone || _stepper.PredictedDecrease <= (_options.Tolerance * (_first - Objective)) + (_stepper.Slack * Math.Abs(Objective)))));

    private FlowStatus Stall()
    {
        double usual = Math.Max(_firstStep, FlowTime / Math.Max(1, Iterations));
        StalledAboveRounding = usual * _stepper.MeanSquare > 1e4 * _stepper.Slack * Math.Abs(Objective);
        return FlowStatus.Stalled;
    }

    private void Count()
    {
        FlowMeter.Count(Iterations - _counted, Objective);
        _counted = Iterations;
    }

    // What the receiver allocates is not the flow's.
    private void Report()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        _progress!.Report(Line);
        _foreignBytes += GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
