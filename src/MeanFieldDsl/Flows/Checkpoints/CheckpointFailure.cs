namespace MeanFieldDsl;

/// <summary>What failures of the file system are to those who wait for a checkpoint.</summary>
internal static class CheckpointFailure
{
    public static CheckpointException OfReading(string path, Exception cause)
    {
        string seen = $"Check the path, seen from '{Environment.CurrentDirectory}', and its permissions.";
        return cause is FileNotFoundException or DirectoryNotFoundException
            ? new CheckpointException(CheckpointError.NotFound, "The file does not exist", seen, path, cause)
            : new CheckpointException(CheckpointError.Unreadable, $"The checkpoint cannot be read: {cause.Message.TrimEnd('.')}", seen, path, cause);
    }

    public static CheckpointException OfWriting(string path, Exception cause) => IsNoSpace(cause)
        ? new CheckpointException(
            CheckpointError.NoSpace,
            "There is no space left for the checkpoint; those written before are still there",
            "Free space on the disk, or give a path on another one.",
            path,
            cause)
        : new CheckpointException(
            CheckpointError.Unwritable,
            $"The checkpoint cannot be written: {cause.Message.TrimEnd('.')}; those written before are still there",
            $"Check that the directory exists, seen from '{Environment.CurrentDirectory}', and may be written to.",
            path,
            cause);

    /// <summary>Neither file can be used: the kind is that of the newest that exists.</summary>
    public static CheckpointException OfBoth(CheckpointException newest, CheckpointException previous)
    {
        if (newest.Kind == CheckpointError.NotFound && previous.Kind == CheckpointError.NotFound)
        {
            return newest;
        }

        CheckpointException telling = newest.Kind == CheckpointError.NotFound ? previous : newest;
        return new CheckpointException(telling.Kind, "Neither this checkpoint nor the one before can be continued", $"{newest.Message} {previous.Message}", newest.FilePath, telling);
    }

    private static bool IsNoSpace(Exception cause)
    {
        // ENOSPC and EDQUOT (of Linux and macOS), ERROR_DISK_FULL, ERROR_HANDLE_DISK_FULL and ERROR_DISK_QUOTA_EXCEEDED.
        int code = cause.HResult & 0xFFFF;
        return cause is IOException && (OperatingSystem.IsWindows() ? code is 0x70 or 0x27 or 0x50F : code is 28 or 122 or 69 or 0x70);
    }
}
