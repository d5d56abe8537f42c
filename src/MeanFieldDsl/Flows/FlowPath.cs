namespace MeanFieldDsl;

/// <summary>Keeps the particles at the asked times and finds the crossings of events, step by step.</summary>
internal sealed class FlowPath
{
    // More crossings than these are counted but not kept, so that nothing is allocated on the way.
    private const int Capacity = 1024;

    private readonly FlowOptions _options;
    private readonly Stepper _stepper;
    private readonly ParticleLayout _layout;
    private readonly double[][] _saved;
    private readonly double[] _sides;
    private readonly double[] _scratch;
    private readonly FlowCrossing[] _crossings;
    private int _next;

    public FlowPath(FlowOptions options, Stepper stepper, ParticleLayout layout)
    {
        _options = options;
        _stepper = stepper;
        _layout = layout;
        int numbers = stepper.Particles.Length;
        _saved = [.. options.SaveAt.Select(_ => new double[numbers])];
        _sides = new double[options.Events.Count];
        _crossings = new FlowCrossing[options.Events.Count == 0 ? 0 : Capacity];
        _scratch = new double[options.Events.Count == 0 ? 0 : numbers];
    }

    /// <summary>The particles at those of the asked times that were reached.</summary>
    public ReadOnlySpan<double[]> Saved => _saved.AsSpan(0, _next);

    public ReadOnlySpan<FlowCrossing> Crossings => _crossings.AsSpan(0, (int)Math.Min(CrossingCount, Capacity));

    /// <summary>All crossings, kept or not.</summary>
    public long CrossingCount { get; private set; }

    /// <summary>The time at which a step must end, for schemes without a path within the step.</summary>
    public double NextStop => _stepper.HasPath || _next == _saved.Length ? double.PositiveInfinity : _options.SaveAt[_next];

    public void Start()
    {
        for (int e = 0; e < _sides.Length; e++)
        {
            _sides[e] = Side(e, _stepper.Particles);
        }

        Save(0, 0, 0);
    }

    public void Save(FlowState state)
    {
        state.Put("saved", (long)_next);
        for (int k = 0; k < _next; k++)
        {
            state.Put($"saved_{k}", _saved[k], _layout.Dimension);
        }

        state.Put("event_sides", _sides);
        state.Put("crossings", CrossingCount);
        double[] table = new double[3 * Crossings.Length];
        for (int k = 0; k < Crossings.Length; k++)
        {
            FlowCrossing crossing = _crossings[k];
            int which = 0;
            while (!ReferenceEquals(_options.Events[which], crossing.Event))
            {
                which++;
            }

            (table[3 * k], table[(3 * k) + 1], table[(3 * k) + 2]) = (which, crossing.FlowTime, crossing.IsRising ? 1 : 0);
        }

        state.Put("crossing_table", table, 3);
    }

    public void Load(FlowState state)
    {
        _next = (int)Math.Clamp(state.Integer("saved"), 0, _saved.Length);
        for (int k = 0; k < _next; k++)
        {
            state.Numbers($"saved_{k}", _saved[k].Length).CopyTo(_saved[k]);
        }

        state.Numbers("event_sides", _sides.Length).CopyTo(_sides);
        CrossingCount = Math.Max(0, state.Integer("crossings"));
        ReadOnlySpan<double> table = state.Numbers("crossing_table", 3 * Crossings.Length);
        for (int k = 0; k < Crossings.Length; k++)
        {
            FlowEvent what = _options.Events[(int)Math.Clamp(table[3 * k], 0, _options.Events.Count - 1)];
            _crossings[k] = new(what, table[(3 * k) + 1], table[(3 * k) + 2] != 0);
        }
    }

    /// <summary>Looks at the last step; the fraction of it after which the flow is to end, or null to go on.</summary>
    public double? Follow(double from, double to)
    {
        double end = 1;
        for (int e = 0; e < _sides.Length; e++)
        {
            if (_options.Events[e].EndsFlow && Crosses(e, out _))
            {
                end = Math.Min(end, Locate(e));
            }
        }

        bool ends = false;
        for (int e = 0; e < _sides.Length; e++)
        {
            double side = Side(e, _stepper.Particles);
            if (Crosses(e, out bool isRising) && Locate(e) is double fraction && fraction <= end)
            {
                FlowEvent what = _options.Events[e];
                Keep(new(what, fraction == 1 ? to : from + (fraction * (to - from)), isRising));
                ends |= what.EndsFlow;
            }

            // A number on the level has left it only when it stands on the other side.
            _sides[e] = side != 0 ? side : _sides[e];
        }

        Save(from, to, end);
        return ends ? end : null;
    }

    private void Save(double from, double to, double end)
    {
        while (_next < _saved.Length && _options.SaveAt[_next] <= from + (end * (to - from)))
        {
            double time = _options.SaveAt[_next];
            if (_stepper.HasPath && time < to)
            {
                _stepper.Interpolate((time - from) / (to - from), _saved[_next]);
            }
            else
            {
                _stepper.Particles.CopyTo(_saved[_next]);
            }

            _next++;
        }
    }

    private void Keep(in FlowCrossing crossing)
    {
        if (CrossingCount < Capacity)
        {
            _crossings[CrossingCount] = crossing;
        }

        CrossingCount++;
    }

    private bool Crosses(int e, out bool isRising)
    {
        double side = Side(e, _stepper.Particles);
        isRising = side > 0;
        return side * _sides[e] < 0 && _options.Events[e].Direction switch
        {
            Crossing.Rising => isRising,
            Crossing.Falling => !isRising,
            _ => true,
        };
    }

    // Bisection keeps the first end on the side of the start.
    private double Locate(int e)
    {
        if (!_stepper.HasPath)
        {
            return 1;
        }

        double low = 0, high = 1;
        for (double middle = 0.5; middle > low && middle < high; middle = 0.5 * (low + high))
        {
            _stepper.Interpolate(middle, _scratch);
            if (Side(e, _scratch) == _sides[e])
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return high;
    }

    // −1 below the level, 1 above it, 0 on it or where the observable is no number.
    private double Side(int e, ReadOnlySpan<double> particles)
    {
        double value = _options.Events[e].Observable(particles, _layout) - _options.Events[e].Level;
        return value > 0 ? 1 : value < 0 ? -1 : 0;
    }
}
