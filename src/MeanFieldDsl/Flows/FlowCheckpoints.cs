using System.Diagnostics;

namespace MeanFieldDsl;

/// <summary>Saves a loop now and then, and puts it back where an earlier run was.</summary>
internal sealed class FlowCheckpoints
{
    private readonly CheckpointOptions _options;
    private readonly CheckpointStore _store;
    private readonly FlowState _state = new();
    private bool _isTaken;
    private long _last = Stopwatch.GetTimestamp();

    /// <param name="options">Where and when.</param>
    /// <param name="identity">What the run is, in lines <c>key: value</c>.</param>
    public FlowCheckpoints(CheckpointOptions options, string identity)
    {
        _options = options;
        _store = new(options.Path, identity);
    }

    /// <summary>The state of an earlier run, or null where there is none to continue.</summary>
    /// <exception cref="CheckpointException">There are files, and none can be continued.</exception>
    public FlowState? Find()
    {
        if (!_options.Resume)
        {
            return null;
        }

        try
        {
            return _store.Load().State;
        }
        catch (CheckpointException e) when (e.Kind == CheckpointError.NotFound)
        {
            return null;
        }
    }

    public bool IsDue(int iterations) =>
        iterations % _options.EverySteps == 0 || Stopwatch.GetElapsedTime(_last) >= _options.Interval;

    /// <summary>Writes a state down.</summary>
    /// <exception cref="CheckpointException">The state could not be written.</exception>
    public void Save(ICheckpointed run)
    {
        Take(run);
        Write();
    }

    /// <summary>Takes a state into memory, to be written later.</summary>
    public void Take(ICheckpointed run)
    {
        run.Save(_state);
        _isTaken = true;
    }

    /// <summary>Writes the state that was taken last, if there is one.</summary>
    /// <exception cref="CheckpointException">The state could not be written.</exception>
    public void Write()
    {
        if (_isTaken)
        {
            _store.Save(_state);
        }

        _last = Stopwatch.GetTimestamp();
    }
}
