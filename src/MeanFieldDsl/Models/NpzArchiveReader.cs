using System.IO.Compression;

namespace MeanFieldDsl;

/// <summary>
/// Reads NumPy's <c>.npz</c> archives, of <c>numpy.savez</c> and <c>numpy.savez_compressed</c>. Nothing that an archive says about itself is
/// believed before memory is taken for it: what is not compressed is as long as the file at most, and what is compressed has limits.
/// </summary>
internal sealed class NpzArchiveReader : IDisposable
{
    /// <summary>What NumPy adds to the names of arrays.</summary>
    public const string Extension = ".npy";

    /// <summary>The most files in an archive.</summary>
    public const int MostEntries = 1024;

    /// <summary>The most bytes of a compressed array; one that is not compressed may be as long as an array can be.</summary>
    public const long LargestInflated = 1L << 30;

    // No bytes of the deflate format become more than this many times as many.
    private const int LargestRatio = 1032;

    private const string Remedy = "Fetch or save the archive again.";

    private readonly ZipArchive _archive;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = [];
    private readonly List<string> _names = [];
    private readonly long _length;
    private readonly string _path;

    /// <summary>Reads the directory of an archive.</summary>
    /// <param name="stream">A stream that can seek; it is not disposed.</param>
    /// <param name="path">The file's name for messages.</param>
    /// <exception cref="DataException">The stream holds no such archive.</exception>
    public NpzArchiveReader(Stream stream, string path)
    {
        _path = path;
        _length = stream.Length;
        _archive = Guard(path, () => new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true));
        foreach (ZipArchiveEntry entry in Guard(path, () => _archive.Entries))
        {
            Add(entry);
        }
    }

    /// <summary>The names of the arrays in the order of the archive; other files are passed over.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Reads a file.</summary>
    /// <exception cref="DataException">The file cannot be read or is no such archive.</exception>
    public static T Load<T>(string path, Func<NpzArchiveReader, T> read) => DataFile.Open(path, stream =>
    {
        if (!stream.CanSeek)
        {
            throw new DataException(DataError.Unreadable, "The file has no known length", "Give a regular file, not a pipe or device.", path);
        }

        using NpzArchiveReader archive = new(stream, path);
        return read(archive);
    });

    /// <summary>Reads an array of doubles, integers of 64 bits or text bit for bit.</summary>
    public NpzArray Read(string name) => Read(name, NpyItems.Read);

    /// <summary>Reads a matrix of numbers of any type as doubles.</summary>
    public NpyArray ReadMatrix(string name) => Read(name, NpyReader.Read);

    /// <summary>The check of an array's bytes that the archive states; an array that was read has it.</summary>
    public uint Check(string name) => Find(name).Crc32;

    public void Dispose() => _archive.Dispose();

    private static T Guard<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or NotSupportedException or ArgumentException)
        {
            throw new DataException(
                DataError.Malformed, $"The file is no .npz archive, or damaged: {e.Message.TrimEnd('.')}", Remedy, path, innerException: e);
        }
        catch (IOException e)
        {
            throw new DataException(DataError.Unreadable, $"The file cannot be read: {e.Message.TrimEnd('.')}", Remedy, path, innerException: e);
        }
    }

    private void Add(ZipArchiveEntry entry)
    {
        if (!entry.FullName.EndsWith(Extension, StringComparison.Ordinal))
        {
            return;
        }

        string name = entry.FullName[..^Extension.Length];
        if (_names.Count == MostEntries)
        {
            throw new DataException(DataError.TooLarge, $"The archive holds more than {MostEntries} arrays", "Save fewer.", _path);
        }

        if (!_entries.TryAdd(name, entry))
        {
            throw new DataException(DataError.Malformed, $"The archive holds {CsvReader.Quote(name)} twice", Remedy, _path);
        }

        _names.Add(name);
    }

    private T Read<T>(string name, Func<Stream, long, string, T> read)
    {
        ZipArchiveEntry entry = Find(name);
        string place = $"{_path}/{entry.FullName}";
        CheckSize(entry, place);
        return Guard(place, () =>
        {
            using CrcStream stream = new(entry.Open());
            T array = read(stream, entry.Length, place);
            return stream.ReadByte() >= 0
                ? throw new DataException(DataError.Malformed, $"The array is longer than the {entry.Length} bytes the archive states", Remedy, place)
                : stream.Crc == entry.Crc32
                ? array
                : throw new DataException(
                    DataError.ChecksumMismatch, $"The bytes have the checksum {stream.Crc:X8} and not {entry.Crc32:X8}, that of the bytes written", Remedy, place);
        });
    }

    private ZipArchiveEntry Find(string name)
    {
        if (_entries.TryGetValue(name, out ZipArchiveEntry? entry))
        {
            return entry;
        }

        string held = _names.Count == 0 ? "none" : string.Join(", ", _names.Take(8).Select(static n => CsvReader.Quote(n))) + (_names.Count > 8 ? ", …" : string.Empty);
        throw new DataException(DataError.EntryNotFound, $"The archive holds no array '{name}'; those it holds: {held}", $"Save the array under the name '{name}'.", _path);
    }

    private void CheckSize(ZipArchiveEntry entry, string place)
    {
        if (entry.IsEncrypted)
        {
            throw new DataException(DataError.Unsupported, "The array is encrypted", "Save it with numpy.savez.", place);
        }

        if (entry.CompressedLength < 0 || entry.CompressedLength > _length || entry.Length < 0)
        {
            throw new DataException(DataError.Malformed, $"The array fills {entry.CompressedLength} of {_length} bytes, as the archive states", Remedy, place);
        }

        if (entry.Length / LargestRatio > entry.CompressedLength)
        {
            throw new DataException(
                DataError.Malformed, $"{entry.CompressedLength} bytes cannot become {entry.Length} bytes, as the archive states", Remedy, place);
        }

        if (entry.Length > entry.CompressedLength && entry.Length > LargestInflated)
        {
            throw new DataException(
                DataError.TooLarge, $"The compressed array has {entry.Length} bytes", $"Save it with numpy.savez; compressed arrays have at most {LargestInflated} bytes here.", place);
        }
    }
}
