using System.IO.Compression;

namespace MeanFieldDsl;

/// <summary>
/// Writes NumPy's <c>.npz</c> archives: a zip of <c>.npy</c> files that are not compressed, as <c>numpy.savez</c> makes it. The same arrays
/// give the same bytes.
/// </summary>
internal sealed class NpzArchiveWriter : IDisposable
{
    // The earliest that a zip can say: the clock has no part in the bytes.
    private static readonly DateTimeOffset Time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ZipArchive _archive;

    /// <summary>Begins an archive.</summary>
    /// <param name="stream">Where it goes; it is not disposed.</param>
    public NpzArchiveWriter(Stream stream) => _archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);

    /// <summary>Writes a file of its own, which is replaced if it exists.</summary>
    public static void Save(string path, Action<NpzArchiveWriter> write)
    {
        using FileStream stream = File.Create(path);
        using NpzArchiveWriter archive = new(stream);
        write(archive);
    }

    /// <summary>Adds an array; its name must be new. Returns the check of its bytes.</summary>
    public uint Write(string name, in NpzArray array)
    {
        ZipArchiveEntry entry = _archive.CreateEntry(name + NpzArchiveReader.Extension, CompressionLevel.NoCompression);
        entry.LastWriteTime = Time;
        using (Stream stream = entry.Open())
        {
            NpyItems.Write(stream, array);
        }

        return entry.Crc32;
    }

    /// <summary>Writes the directory of the archive, without which nobody can read it.</summary>
    public void Dispose() => _archive.Dispose();
}
