using System.Security;

namespace MeanFieldDsl;

/// <summary>Opens data files; every failure of the file system becomes a <see cref="DataException"/>.</summary>
internal static class DataFile
{
    public static T Open<T>(string path, Func<FileStream, T> read)
    {
        using FileStream stream = Open(path);
        try
        {
            return read(stream);
        }
        catch (IOException e)
        {
            throw Unreadable(path, e);
        }
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SecurityException
            or NotSupportedException or ArgumentException)
        {
            // An argument exception here is a character that no path may hold.
            throw Unreadable(path, e);
        }
    }

    private static DataException Unreadable(string path, Exception cause)
    {
        string problem = cause switch
        {
            FileNotFoundException or DirectoryNotFoundException => "The file does not exist",
            UnauthorizedAccessException when Directory.Exists(path) => "This is a directory, not a file",
            UnauthorizedAccessException or SecurityException => "Access to the file is denied",
            _ => $"The file cannot be read: {cause.Message.TrimEnd('.')}",
        };
        return new DataException(
            DataError.Unreadable,
            problem,
            $"Check the path, seen from '{Environment.CurrentDirectory}', and its permissions.",
            path,
            innerException: cause);
    }
}
