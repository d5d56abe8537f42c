namespace MeanFieldDsl;

/// <summary>A history of fixed capacity: when it is full, it drops every second line and keeps half as many from then on.</summary>
internal sealed class FlowHistory(int every)
{
    public const int Capacity = 1024;

    private readonly FlowReport[] _lines = new FlowReport[Capacity];
    private int _count;
    private long _every = every;

    public void Add(in FlowReport report)
    {
        if (report.Iteration % _every != 0)
        {
            return;
        }

        if (_count == Capacity)
        {
            _count = Capacity / 2;
            for (int i = 1; i < _count; i++)
            {
                _lines[i] = _lines[2 * i];
            }

            _every *= 2;
            if (report.Iteration % _every != 0)
            {
                return;
            }
        }

        _lines[_count++] = report;
    }

    public void Save(FlowState state)
    {
        int columns = FlowColumn.All.Count;
        double[] table = [.. _lines.Take(_count).SelectMany(FlowColumn.Numbers)];
        state.Put("history", table, columns);
        state.Put("history_every", _every);
    }

    public void Load(FlowState state)
    {
        int columns = FlowColumn.All.Count;
        ReadOnlySpan<double> table = state.Numbers("history");
        _count = Math.Min(Capacity, table.Length / columns);
        for (int i = 0; i < _count; i++)
        {
            _lines[i] = FlowColumn.Line(table.Slice(i * columns, columns));
        }

        _every = Math.Max(1, state.Integer("history_every"));
    }

    /// <summary>The lines kept, and the last one whether or not it fell on the grid.</summary>
    public FlowReport[] Close(in FlowReport last)
    {
        ReadOnlySpan<FlowReport> kept = _lines.AsSpan(0, _count);
        return _count > 0 && kept[^1].Iteration == last.Iteration ? [.. kept[..^1], last] : [.. kept, last];
    }
}
