namespace MeanFieldDsl;

/// <summary>What a checkpoint needs of a file system; tests put one in its place that fails on request.</summary>
internal interface ICheckpointFiles
{
    /// <summary>Opens a file to read; the stream can seek.</summary>
    Stream Open(string path);

    /// <summary>Makes a file to write; one that exists is emptied.</summary>
    Stream Create(string path);

    /// <summary>Returns when what was written is on the disk and not only in the memory of the system.</summary>
    void FlushToDisk(Stream stream);

    /// <summary>Gives a file another name in the same directory, at once; a file of that name is replaced.</summary>
    void Rename(string from, string to);

    /// <summary>
    /// Gives a file the name of another, which becomes the backup; a backup that exists is lost. If this ends midway, the other file has its
    /// old name or that of the backup.
    /// </summary>
    void Replace(string from, string to, string backup);

    void Delete(string path);
}
