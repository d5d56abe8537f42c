using System.Buffers.Binary;
using System.Text;

namespace MeanFieldDsl;

/// <summary>
/// A state as an <c>.npz</c> archive: version, identity, the entries, and a checksum over all names and checksums, because a zip archive does
/// not check the names.
/// </summary>
internal static class CheckpointFormat
{
    private const long Version = 1;
    private const string VersionName = "format_version";
    private const string IdentityName = "identity";
    private const string ChecksumName = "checksum";
    private const string DamagedRemedy = "Delete the file and start anew, or restore it from a copy.";

    /// <summary>The names that no entry of a state can have.</summary>
    public static IReadOnlyList<string> Reserved { get; } = [VersionName, IdentityName, ChecksumName];

    public static void Write(Stream stream, FlowState state, string identity)
    {
        using NpzArchiveWriter archive = new(stream);
        uint checksum = 0;
        Add(VersionName, NpzArray.Of(Version));
        Add(IdentityName, NpzArray.Of(identity));
        foreach (string name in state.Names)
        {
            Add(name, state.Find(name));
        }

        _ = archive.Write(ChecksumName, NpzArray.Of((ulong)checksum));

        void Add(string name, in NpzArray array) => checksum = Append(checksum, name, archive.Write(name, array));
    }

    /// <summary>Reads a state.</summary>
    /// <param name="stream">A stream that can seek.</param>
    /// <param name="path">The file's name.</param>
    /// <param name="identity">The identity that the file must have, or null for any.</param>
    /// <exception cref="CheckpointException">The stream holds no such state.</exception>
    public static FlowState Read(Stream stream, string path, string? identity)
    {
        try
        {
            using NpzArchiveReader archive = new(stream, path);
            CheckVersion(archive, path);
            return ReadEntries(archive, path, identity);
        }
        catch (DataException e)
        {
            string place = e.FilePath is { } file && file.Length > path.Length ? $"{file[(path.Length + 1)..]}: " : string.Empty;
            throw e.Kind == DataError.Unreadable
                ? new CheckpointException(CheckpointError.Unreadable, $"The checkpoint cannot be read: {place}{e.Problem}", "Check the disk and the permissions.", path, e)
                : new CheckpointException(CheckpointError.Damaged, $"The checkpoint is damaged: {place}{e.Problem}", DamagedRemedy, path, e);
        }
    }

    private static void CheckVersion(NpzArchiveReader archive, string path)
    {
        if (!archive.Names.Contains(VersionName))
        {
            throw new CheckpointException(
                CheckpointError.Damaged, $"The file is no checkpoint, or damaged: it holds no '{VersionName}'", "Give the path of a checkpoint.", path);
        }

        NpzArray version = archive.Read(VersionName);
        if (version.Type != NpzType.Int64 || version.Shape.Rank != 0 || (long)version.Items[0] != Version)
        {
            string found = version.Items.Length == 1 ? $"{(long)version.Items[0]}" : "unknown";
            throw new CheckpointException(
                CheckpointError.OtherVersion,
                $"The checkpoint has version {found} of the format, and this library reads version {Version}",
                "Continue with the version of the library that wrote it, or start anew.",
                path);
        }
    }

    private static FlowState ReadEntries(NpzArchiveReader archive, string path, string? identity)
    {
        FlowState state = new() { FilePath = path };
        uint checksum = 0;
        string? found = null;
        ulong? stated = null;
        foreach (string name in archive.Names)
        {
            NpzArray array = archive.Read(name);
            if (name == ChecksumName)
            {
                stated = array is { Type: NpzType.UInt64, Shape.Rank: 0 } ? array.Items[0] : null;
                continue;
            }

            checksum = Append(checksum, name, archive.Check(name));
            if (name == IdentityName)
            {
                found = array is { Type: NpzType.Text, Shape.Rank: 0 } ? array.Texts[0] : null;
            }
            else if (name != VersionName)
            {
                PutEntry(state, name, array, path);
            }
        }

        if (stated != checksum || found is null)
        {
            throw new CheckpointException(
                CheckpointError.Damaged,
                "The checkpoint is damaged: an entry is missing, or has another name than was written",
                DamagedRemedy,
                path);
        }

        return identity is null || found == identity
            ? state
            : throw new CheckpointException(
                CheckpointError.OtherModel,
                $"The checkpoint belongs to another run: {CheckpointIdentity.Difference(found, identity)}",
                "Give this run a path of its own, or continue with the model, data and settings of the checkpoint.",
                path);
    }

    private static void PutEntry(FlowState state, string name, in NpzArray array, string path)
    {
        try
        {
            state.Put(name, array);
        }
        catch (ArgumentException e)
        {
            throw new CheckpointException(CheckpointError.Damaged, $"The checkpoint is damaged: {e.Message.TrimEnd('.')}", DamagedRemedy, path, e);
        }
    }

    private static uint Append(uint checksum, string name, uint crc)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, crc);
        return Crc32.Append(Crc32.Append(checksum, Encoding.UTF8.GetBytes(name)), bytes);
    }
}
