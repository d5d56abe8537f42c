using System.Diagnostics;

namespace MeanFieldDsl;

/// <summary>
/// The step loop of <see cref="GradientFlow"/>, free of the particle type. It owns four buffers of m × D numbers, made at
/// construction, and allocates nothing afterwards.
/// </summary>
internal sealed class FlowLoop
{
    /// <summary>The sufficient decrease of Armijo (1966), as a fraction of the linear prediction.</summary>
    public const double SufficientDecrease = 1e-4;

    private const int MostRejections = 100;
    private const int MostIdleSteps = 500;

    private readonly Evaluator _evaluator;
    private readonly FlowOptions _options;
    private readonly IProgress<FlowReport>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly FlowHistory _history;

    // How far F may stand above the lowest value met, relative to that value.
    private readonly double _slack;
    private double[] _theta;
    private double[] _trial;
    private double[] _velocity;
    private double[] _newVelocity;
    private StepControl _control;
    private double _meanSquare;
    private double _first;
    private double _lowest;
    private double _idleMark;
    private double _largestResidual;
    private double _smallestResidual;
    private double _firstStep;
    private double _proposal;
    private double _lastStep;
    private long _evaluations;
    private long _foreignBytes;
    private int _idle;

    /// <param name="evaluator">Evaluates F_m for as many particles as are given.</param>
    /// <param name="options">When to stop.</param>
    /// <param name="particles">The initial particles; the array becomes a buffer of the loop.</param>
    /// <param name="progress">Receives reports, or null.</param>
    /// <param name="cancellation">Ends the loop early.</param>
    public FlowLoop(Evaluator evaluator, FlowOptions options, double[] particles, IProgress<FlowReport>? progress, CancellationToken cancellation)
    {
        _evaluator = evaluator;
        _options = options;
        _progress = progress;
        _cancellation = cancellation;
        _history = new FlowHistory(options.HistoryEvery);
        _slack = 4 * evaluator.MachineEpsilon;
        _theta = particles;
        _trial = new double[particles.Length];
        _velocity = new double[particles.Length];
        _newVelocity = new double[particles.Length];
    }

    /// <summary>The current particles; F is nowhere lower on the path, up to the rounding slack.</summary>
    public ReadOnlySpan<double> Particles => _theta;

    public double Objective { get; private set; }

    public double Residual => Math.Sqrt(_meanSquare);

    /// <summary>The residual that the relative tolerance refers to.</summary>
    public double LargestResidual => _largestResidual;

    public int Iterations { get; private set; }

    public double FlowTime { get; private set; }

    public TimeSpan Elapsed { get; private set; }

    public double AllocatedBytesPerStep { get; private set; }

    /// <summary>Whether, at a stall, a step of the usual length would still lower F measurably if F were smooth.</summary>
    public bool StalledAboveRounding { get; private set; }

    /// <summary>Whether features are computed in single precision.</summary>
    public bool IsSingle => _evaluator.MachineEpsilon > 1e-8;

    private FlowReport Line => new(Iterations, Objective, Residual, _lastStep, FlowTime, _evaluations, Stopwatch.GetElapsedTime(_start));

    public FlowReport[] History() => _history.Close(Line with { Elapsed = Elapsed });

    public FlowStatus Run()
    {
        FlowStatus? status = Start();
        if (status is null)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            do
            {
                status = Advance();
            }
            while (status is null);

            long bytes = GC.GetAllocatedBytesForCurrentThread() - before - _foreignBytes;
            AllocatedBytesPerStep = (double)bytes / Math.Max(1, Iterations);
        }

        Elapsed = Stopwatch.GetElapsedTime(_start);
        if (status != FlowStatus.NotFinite)
        {
            _progress?.Report(Line);
        }

        return status.Value;
    }

    private FlowStatus? Start()
    {
        Objective = _first = _lowest = _idleMark = _evaluator.Objective(_theta);
        _evaluations = 1;
        _meanSquare = double.IsFinite(Objective) ? _evaluator.Velocity(_theta, _velocity) : double.NaN;
        if (!double.IsFinite(_meanSquare))
        {
            return FlowStatus.NotFinite;
        }

        _largestResidual = _smallestResidual = Residual;
        _firstStep = _proposal = StepControl.First(Objective, _meanSquare, FlowVectors.Norm(_theta, _evaluator.ParticleCount));
        _history.Add(Line);
        if (_progress is not null)
        {
            Report();

            // The measurement of the steps begins after this report, so that it has nothing to leave out for it.
            _foreignBytes = 0;
        }

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
        double longest = Math.Min(_options.MaxStep ?? double.MaxValue, remaining);
        double step = Math.Min(_proposal, longest);
        double objective, meanSquare;
        for (int rejections = 0; ; rejections++)
        {
            if (Interrupted() is { } status)
            {
                return status;
            }

            (bool changed, bool finite) = FlowVectors.Move(_theta, step, _velocity, _trial);
            if (rejections == MostRejections || !changed)
            {
                return Stall();
            }

            // Where F has no minimiser (separable data and a logistic loss), the steps grow without end; F would stay finite at infinity.
            // The first trial is nearly always accepted, so its velocity is computed along where that is cheaper.
            meanSquare = double.NaN;
            bool isTogether = finite && rejections == 0 && _evaluator.SharesWork;
            objective = !finite ? double.NaN
                : isTogether ? _evaluator.ObjectiveAndVelocity(_trial, _newVelocity, out meanSquare)
                : _evaluator.Objective(_trial);
            _evaluations += finite ? 1 : 0;
            if (Lowers(objective, step))
            {
                // The formula may be finite where its derivative is not (the square root at 0): such a point is no place to stop at.
                meanSquare = isTogether ? meanSquare : _evaluator.Velocity(_trial, _newVelocity);
                if (double.IsFinite(meanSquare))
                {
                    break;
                }

                objective = double.NaN;
            }

            step = StepControl.Shorten(step, Objective, _meanSquare, objective);
        }

        Accept(step, objective, meanSquare, step == remaining);
        return _idle >= MostIdleSteps ? Stall() : null;
    }

    // A start at a steep place (beside a barrier) makes the largest residual say little; there the second bound decides, with the
    // decrease that the next step predicts against the decrease that was made.
    private bool IsStationary() =>
        Residual <= _options.AbsoluteTolerance
        || (Residual <= _options.Tolerance * _largestResidual
            && _proposal * _meanSquare <= (_options.Tolerance * (_first - Objective)) + (_slack * Math.Abs(Objective)));

    private FlowStatus Stall()
    {
        double usual = Math.Max(_firstStep, FlowTime / Math.Max(1, Iterations));
        StalledAboveRounding = usual * _meanSquare > 1e4 * _slack * Math.Abs(Objective);
        return FlowStatus.Stalled;
    }

    // The first bound keeps F within its rounding of the lowest value met, so that slack never adds up over the steps. The second
    // asks for a decrease wherever one can be measured. Both are false when the objective is NaN.
    private bool Lowers(double objective, double step) =>
        objective <= _lowest + (_slack * Math.Abs(_lowest))
        && objective <= Objective - (SufficientDecrease * step * _meanSquare) + (_slack * Math.Abs(Objective))
        && !double.IsNegativeInfinity(objective);

    private void Accept(double step, double objective, double meanSquare, bool reachesEnd)
    {
        (double speed, double curvature, double change) = FlowVectors.Compare(_velocity, _newVelocity);
        _proposal = _control.Next(step, speed, curvature, change);
        (_theta, _trial) = (_trial, _theta);
        (_velocity, _newVelocity) = (_newVelocity, _velocity);
        _meanSquare = meanSquare;
        double residual = Residual;

        // At a kink F may fall by an ulp now and then for ever: only what adds up to more than the rounding is progress.
        bool progresses = objective < _idleMark - (16 * _slack * Math.Abs(_idleMark)) || residual < 0.99 * _smallestResidual;
        _idle = progresses ? 0 : _idle + 1;
        _idleMark = progresses ? objective : _idleMark;
        _lowest = Math.Min(_lowest, objective);
        _smallestResidual = progresses ? Math.Min(_smallestResidual, residual) : _smallestResidual;
        _largestResidual = Math.Max(_largestResidual, residual);
        Objective = objective;
        _lastStep = step;
        FlowTime = reachesEnd ? _options.MaxFlowTime!.Value : FlowTime + step;
        Iterations++;
        _history.Add(Line);
        if (_progress is not null && Iterations % _options.ReportEvery == 0)
        {
            Report();
        }
    }

    private FlowStatus? Interrupted() =>
        _cancellation.IsCancellationRequested ? FlowStatus.Canceled
        : _options.TimeLimit is { } limit && Stopwatch.GetElapsedTime(_start) >= limit ? FlowStatus.TimeLimit
        : null;

    // What the receiver allocates is not the flow's.
    private void Report()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        _progress!.Report(Line);
        _foreignBytes += GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
