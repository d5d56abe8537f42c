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
            FileNotFoundException or DirectoryNotFoundException => "There is no such file; cannot read the data",
            UnauthorizedAccessException when Directory.Exists(path) => "A directory stands in place; cannot read the data",
            UnauthorizedAccessException or SecurityException => "Access is denied; cannot read the data",
            _ => $"{cause.Message.TrimEnd('.')}; cannot read the data",
        };
        return new DataException(
            DataError.Unreadable,
            problem,
            $"Check the path, seen from '{Environment.CurrentDirectory}', and its permissions.",
            path,
            innerException: cause);
    }
}
