namespace MeanFieldDsl.Tests.Flows;

/// <summary>Files in memory that fail on request: the process is killed, an operation fails, the disk is full.</summary>
internal sealed class FaultyFiles : ICheckpointFiles
{
    private const int DiskFull = unchecked((int)0x80070070);

    private readonly Dictionary<string, Content> _files = [];
    private bool _dead;

    /// <summary>How many operations there were; a write is one, and a new name is two, before it and after it.</summary>
    public int Operations { get; private set; }

    /// <summary>The operation, from 0, at which the process is killed; a write is cut in the middle.</summary>
    public int KillAt { get; set; } = -1;

    /// <summary>The operation that fails.</summary>
    public int FailAt { get; set; } = -1;

    /// <summary>What it fails with.</summary>
    public Exception Failure { get; set; } = new IOException("The device failed.");

    /// <summary>How many bytes the disk still takes.</summary>
    public long Space { get; set; } = long.MaxValue;

    /// <summary>Whether a file that is replaced is without its name for a moment, as on Windows; otherwise it has two for a moment.</summary>
    public bool MovesAway { get; init; }

    public IEnumerable<string> Paths => _files.Keys;

    public byte[] this[string path]
    {
        get => _files[path].Written.ToArray();
        set
        {
            Content content = new();
            content.Written.Write(value);
            content.OnDisk = value;
            _files[path] = content;
        }
    }

    /// <summary>The files that are there after the crash.</summary>
    public FaultyFiles Restart(CrashLoss loss)
    {
        FaultyFiles files = new() { MovesAway = MovesAway };
        foreach ((string path, Content content) in _files)
        {
            byte[] left = loss == CrashLoss.Bytes ? content.OnDisk : content.Written.ToArray();
            if (loss == CrashLoss.Contents && content.OnDisk.Length == 0)
            {
                Array.Clear(left);
            }

            files[path] = left;
        }

        return files;
    }

    public bool Remove(string path) => _files.Remove(path);

    public Stream Open(string path)
    {
        Step();
        return _files.TryGetValue(path, out Content? content)
            ? new MemoryStream(content.Written.ToArray(), writable: false)
            : throw new FileNotFoundException("There is no such file.", path);
    }

    public Stream Create(string path)
    {
        Step();
        return new Writing(this, _files[path] = new Content());
    }

    public void FlushToDisk(Stream stream)
    {
        Step();
        Content content = ((Writing)stream).Content;
        content.OnDisk = content.Written.ToArray();
    }

    public void Rename(string from, string to)
    {
        Step();
        if (!_files.Remove(from, out Content? content))
        {
            throw new FileNotFoundException("There is no such file.", from);
        }

        _files[to] = content;
        Step();
    }

    public void Replace(string from, string to, string backup)
    {
        Step();
        if (MovesAway)
        {
            Rename(to, backup);
        }
        else
        {
            Content replaced = _files[to];
            _ = _files.Remove(backup);
            Step();
            _files[backup] = replaced;
        }

        Rename(from, to);
    }

    public void Delete(string path)
    {
        Step();
        _ = _files.Remove(path);
    }

    private void Step()
    {
        int operation = Operations++;
        _dead |= operation == KillAt;
        if (_dead)
        {
            throw new KilledException();
        }

        if (operation == FailAt)
        {
            throw Failure;
        }
    }

    private sealed class Content
    {
        public MemoryStream Written { get; } = new();

        public byte[] OnDisk { get; set; } = [];
    }

    private sealed class Writing(FaultyFiles files, Content content) : Stream
    {
        public Content Content => content;

        public override bool CanRead => false;

        public override bool CanSeek => true;

        public override bool CanWrite => true;

        public override long Length => content.Written.Length;

        public override long Position
        {
            get => content.Written.Position;
            set => content.Written.Position = value;
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            bool alive = !files._dead;
            try
            {
                files.Step();
            }
            catch (KilledException) when (alive)
            {
                content.Written.Write(buffer[..(buffer.Length / 2)]);
                throw;
            }

            int fits = (int)Math.Min(buffer.Length, files.Space);
            files.Space -= fits;
            content.Written.Write(buffer[..fits]);
            if (fits < buffer.Length)
            {
                throw new IOException("The disk is full.", DiskFull);
            }
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override long Seek(long offset, SeekOrigin origin) => content.Written.Seek(offset, origin);

        public override void SetLength(long value) => throw new NotSupportedException();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }
    }
}
