using System.Globalization;

namespace MeanFieldDsl;

/// <summary>A flow that puts a particle in where it ends short of the infimum, and goes on; see <see cref="FlowOptions.Insertions"/>.</summary>
internal sealed class InsertionLoop<TParticle> : ICheckpointed
    where TParticle : IParticle<TParticle>, allows ref struct
{
    private const double DefaultGapTolerance = 1e-6;

    private readonly MeanFieldProblem<TParticle> _problem;
    private readonly FlowOptions _options;
    private readonly ParticleMasses _masses;
    private readonly IProgress<FlowReport>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly FlowLimits _limits;
    private readonly List<FlowReport> _lines = [];
    private double[] _theta;
    private int _insertions;
    private FlowCheckpoints? _checkpoints;
    private bool _isResumed;

    // What was done before the flow at hand.
    private FlowReport _before;

    /// <exception cref="ArgumentException">The model or the options leave nothing to insert by.</exception>
    public InsertionLoop(MeanFieldProblem<TParticle> problem, FlowOptions options, IProgress<FlowReport>? progress, CancellationToken cancellation)
    {
        (_problem, _options, _progress, _cancellation) = (problem, options, progress, cancellation);
        Check(options);
        _masses = new ParticleMasses(problem.Layout);
        _limits = new FlowLimits(options.TimeLimit, cancellation);
        _theta = GradientFlow.Start(problem.Layout, options);
        using Evaluator evaluator = problem.CreateEvaluator(Count, options.Threads, options.Reproducible);
        ConditionalGradient.Check(evaluator, options);
        FlowScheme scheme = options.Scheme.For(evaluator);
        if (scheme is StochasticScheme)
        {
            throw Refused($"the scheme '{scheme}' ends nowhere by itself; take FlowScheme.Automatic");
        }

        if (options.Checkpoint is { } checkpoint)
        {
            string method = string.Create(CultureInfo.InvariantCulture, $"insertions at a gap of {Tolerance:R}, tolerance {options.Tolerance:R}, {options.RandomProbes} probes");
            _checkpoints = new FlowCheckpoints(checkpoint, FlowIdentity.Of(problem, evaluator, scheme, options, _theta, method));
            Find();
        }
    }

    private double Tolerance => _options.GapTolerance ?? DefaultGapTolerance;

    private int Dimension => _problem.Layout.Dimension;

    private int Count => _theta.Length / Dimension;

    public FlowResult<TParticle> Run()
    {
        while (true)
        {
            FlowResult<TParticle> run = GradientFlow.Run(_problem, Next(), _progress is null ? null : new Shifted(this), _cancellation);
            _isResumed |= run.IsResumed;
            IEnumerable<FlowReport> lines = run.History.Select(Shift);
            bool isShort = run.Status is FlowStatus.Converged or FlowStatus.Stalled && run.Gap is { Worst.Count: > 0 } gap && gap.RelativeGap > Tolerance;
            if (!isShort || _insertions >= _options.Insertions || !Insert(run, out FlowReport last))
            {
                return End(run, [.. _lines, .. lines], isShort);
            }

            _lines.AddRange(lines);
            (_before, _insertions) = (last, _insertions + 1);
            _checkpoints?.Save(this);
        }
    }

    public void Save(FlowState state)
    {
        state.Put("particles", _theta, Dimension);
        state.Put("before", FlowColumn.Numbers(_before));
        state.Put("insertions", (long)_insertions);
        state.Put("history", [.. _lines.SelectMany(FlowColumn.Numbers)], FlowColumn.All.Count);
    }

    private void Find()
    {
        if (_checkpoints!.Find() is not { } state)
        {
            return;
        }

        _insertions = (int)state.Integer("insertions");
        _theta = state.Numbers("particles", _theta.Length + (_insertions * Dimension)).ToArray();
        _before = FlowColumn.Line(state.Numbers("before", FlowColumn.All.Count));
        _limits.Before = _before.Elapsed;
        ReadOnlySpan<double> table = state.Numbers("history");
        for (int at = 0; at + FlowColumn.All.Count <= table.Length; at += FlowColumn.All.Count)
        {
            _lines.Add(FlowColumn.Line(table.Slice(at, FlowColumn.All.Count)));
        }

        _isResumed = true;
    }

    private FlowOptions Next()
    {
        TimeSpan? left = _options.TimeLimit - (_limits.Elapsed - _limits.Before);
        return _options with
        {
            Insertions = 0,
            InitialParticles = _theta,
            MaxIterations = Math.Max(0, _options.MaxIterations - _before.Iteration),
            TimeLimit = left is null || left > TimeSpan.Zero ? left : TimeSpan.FromTicks(1),
            StopWhen = _options.StopWhen is { } stop ? line => stop(Shift(line)) : null,
            Checkpoint = _options.Checkpoint is { } kept ? kept with { Path = PathOf(kept.Path) } : null,
        };
    }

    private string PathOf(string path) =>
        Path.Combine(Path.GetDirectoryName(path) ?? "", $"{Path.GetFileNameWithoutExtension(path)}.flow{_insertions}{Path.GetExtension(path)}");

    // Whether F fell; the particles then are those with the new one.
    private bool Insert(FlowResult<TParticle> run, out FlowReport last)
    {
        last = Shift(run.History[^1]);
        if (last.Iteration >= _options.MaxIterations)
        {
            return false;
        }

        double[] others = run.Particles.Values.ToArray();
        int count = others.Length / Dimension;
        for (int i = 0; i < others.Length; i += Dimension)
        {
            _masses.Scale(others.AsSpan(i, Dimension), (count + 1.0) / count);
        }

        using Evaluator evaluator = _problem.CreateEvaluator(count + 1, _options.Threads, _options.Reproducible);
        (double[] particles, double objective) = ParticleInsertion.Insert(evaluator, _masses, others, [.. run.Gap!.Worst], run.Objective, out int evaluations);
        if (!(objective < run.Objective - (16 * evaluator.MachineEpsilon * Math.Abs(run.Objective))))
        {
            return false;
        }

        _theta = particles;
        last = last with { Iteration = last.Iteration + 1, Evaluations = last.Evaluations + evaluations };
        return true;
    }

    private FlowReport Shift(FlowReport line) => line with
    {
        Iteration = line.Iteration + _before.Iteration,
        FlowTime = line.FlowTime + _before.FlowTime,
        Evaluations = line.Evaluations + _before.Evaluations,
        Dissipated = line.Dissipated + _before.Dissipated,
        Elapsed = line.Elapsed + _before.Elapsed,
    };

    private FlowResult<TParticle> End(FlowResult<TParticle> run, FlowReport[] lines, bool isShort)
    {
        string inserted = _insertions == 1 ? "1 particle was put in" : string.Create(CultureInfo.InvariantCulture, $"{_insertions:N0} particles were put in");
        string more = isShort && _insertions == _options.Insertions ? "The gap is above the tolerance still: raise Insertions." : "";
        FlowWords words = new($"{inserted} where the flow ended, {Count:N0} are there now. Then: {run.Verdict}", run.Advice.Length == 0 || more.Length == 0 ? run.Advice + more : $"{run.Advice} {more}");
        return new FlowResult<TParticle>(run.Status, run.Scheme, run.Particles, run.FirstVariation, run.Gap, lines, words, _isResumed);
    }

    private static void Check(FlowOptions options)
    {
        string? name = options.SaveAt.Count > 0 ? nameof(options.SaveAt)
            : options.Events.Count > 0 ? nameof(options.Events)
            : options.MaxFlowTime is not null ? nameof(options.MaxFlowTime)
            : options.LargestDissipationDefect is not null ? nameof(options.LargestDissipationDefect)
            : null;
        if (name is not null)
        {
            throw Refused($"{name} is set, and a path ends where a particle is put in; leave it out");
        }

        if (options.RandomProbes == 0)
        {
            throw Refused("RandomProbes = 0, and a particle is put where a search finds; give at least 1");
        }
    }

    private static ArgumentException Refused(string why) => new($"Insertions are asked for, but {why}, or take Insertions = 0.");

    private sealed class Shifted(InsertionLoop<TParticle> owner) : IProgress<FlowReport>
    {
        public void Report(FlowReport value) => owner._progress!.Report(owner.Shift(value));
    }
}
