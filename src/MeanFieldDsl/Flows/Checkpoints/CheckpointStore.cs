using System.Security;

namespace MeanFieldDsl;

/// <summary>
/// Keeps the last two states of a run, <c>run.npz</c> and <c>run.previous.npz</c>. A state is written to a third file, which gets its name
/// when it is whole and on the disk; whenever the program or the machine stops, one whole file is left.
/// </summary>
internal sealed class CheckpointStore
{
    private readonly string _identity;
    private readonly ICheckpointFiles _files;

    // Null while it is not known.
    private bool? _newestIsWhole;

    /// <summary>Prepares; no file is touched.</summary>
    /// <param name="path">The newest file; the directory must exist.</param>
    /// <param name="identity">What the run is, best as lines <c>key: value</c>; compared exactly.</param>
    /// <param name="files">The file system, or null for that of the machine.</param>
    /// <exception cref="ArgumentException">The path is empty or cannot be that of a file.</exception>
    public CheckpointStore(string path, string identity, ICheckpointFiles? files = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (path.Contains('\0') || Path.GetFileName(path).Length == 0)
        {
            throw new ArgumentException($"{CsvReader.Quote(path)} names no file; give a path such as 'run.npz'.", nameof(path));
        }

        _identity = identity;
        _files = files ?? new CheckpointFiles();
        Newest = path;
        Previous = Path.Combine(Path.GetDirectoryName(path) ?? string.Empty, $"{Path.GetFileNameWithoutExtension(path)}.previous{Path.GetExtension(path)}");
        Temporary = $"{path}.tmp";
    }

    /// <summary>The file with the newest state.</summary>
    public string Newest { get; }

    /// <summary>The file with the state before.</summary>
    public string Previous { get; }

    /// <summary>The file that is being written; nobody reads it.</summary>
    public string Temporary { get; }

    /// <summary>Writes a state. If that fails, the states written before are still there.</summary>
    /// <exception cref="CheckpointException">The state could not be written.</exception>
    public void Save(FlowState state)
    {
        try
        {
            Write(state);
            TakePlace();
        }
        catch (Exception e) when (IsOfFiles(e))
        {
            TryDelete();
            throw CheckpointFailure.OfWriting(Newest, e);
        }
    }

    /// <summary>Reads the newest state that is whole and belongs to the run.</summary>
    /// <exception cref="CheckpointException">There is none; the message says why of each file.</exception>
    public CheckpointLoad Load()
    {
        List<CheckpointException> refused = [];
        foreach (string path in (ReadOnlySpan<string>)[Newest, Previous])
        {
            try
            {
                return new CheckpointLoad(Read(path, _identity), refused);
            }
            catch (CheckpointException e)
            {
                refused.Add(e);
            }
        }

        throw CheckpointFailure.OfBoth(refused[0], refused[1]);
    }

    private static bool IsOfFiles(Exception e) => e is IOException or UnauthorizedAccessException or SecurityException or NotSupportedException;

    private void Write(FlowState state)
    {
        using Stream stream = _files.Create(Temporary);
        CheckpointFormat.Write(stream, state, _identity);
        _files.FlushToDisk(stream);
    }

    // A damaged file must not take the place of a whole one.
    private void TakePlace()
    {
        bool whole = _newestIsWhole ?? IsWhole();
        _newestIsWhole = null;
        if (whole)
        {
            _files.Replace(Temporary, Newest, Previous);
        }
        else
        {
            _files.Rename(Temporary, Newest);
        }

        _newestIsWhole = true;
    }

    private bool IsWhole()
    {
        try
        {
            _ = Read(Newest, null);
            return true;
        }
        catch (CheckpointException)
        {
            return false;
        }
    }

    private FlowState Read(string path, string? identity)
    {
        try
        {
            using Stream stream = _files.Open(path);
            return CheckpointFormat.Read(stream, path, identity);
        }
        catch (Exception e) when (IsOfFiles(e))
        {
            throw CheckpointFailure.OfReading(path, e);
        }
    }

    private void TryDelete()
    {
        try
        {
            _files.Delete(Temporary);
        }
        catch (Exception e) when (IsOfFiles(e))
        {
            // It takes space and does no harm; the next save writes over it.
        }
    }
}
