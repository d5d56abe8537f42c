namespace MeanFieldDsl;

/// <summary>The files of the machine.</summary>
internal sealed class CheckpointFiles : ICheckpointFiles
{
    private const int BufferSize = 1 << 16;

    public Stream Open(string path) => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);

    public Stream Create(string path) => new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, BufferSize);

    public void FlushToDisk(Stream stream) => ((FileStream)stream).Flush(flushToDisk: true);

    public void Rename(string from, string to) => File.Move(from, to, overwrite: true);

    // On Unix the backup becomes a second name of the file, which is then replaced by a renaming: there is one at each moment.
    public void Replace(string from, string to, string backup) => File.Replace(from, to, backup, ignoreMetadataErrors: true);

    public void Delete(string path) => File.Delete(path);
}
