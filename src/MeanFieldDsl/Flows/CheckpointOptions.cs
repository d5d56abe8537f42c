namespace MeanFieldDsl;

/// <summary>
/// Where and how often a run keeps what it needs to go on as if it had never ended, bit for bit. With the same options the next run continues
/// where this one was; a file of another model, other data or other settings is refused. See docs/checkpoints.md for the file.
/// </summary>
/// <param name="Path">The newest of the two files, for example <c>run.npz</c>; its directory must exist. The one before stands beside it as <c>run.previous.npz</c>.</param>
public sealed record CheckpointOptions(string Path)
{
    /// <summary>The time between two checkpoints, positive; 30 seconds by default. There is always one at the end of a run.</summary>
    public TimeSpan Interval
    {
        get;
        init => field = value > TimeSpan.Zero
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Interval), value, $"Interval = {value}: give a positive time; 30 seconds is the default.");
    } = TimeSpan.FromSeconds(30);

    /// <summary>Also a checkpoint every so many steps, at least 1; null, the default, for the interval alone.</summary>
    public int? EverySteps
    {
        get;
        init => field = value is null or >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(EverySteps), value, $"EverySteps = {value}: give at least 1, or null for the interval alone.");
    }

    /// <summary>Whether to continue from the files where they are; true by default. If false, they are written over.</summary>
    public bool Resume { get; init; } = true;
}
