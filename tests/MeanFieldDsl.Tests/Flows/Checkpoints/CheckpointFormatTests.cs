using System.IO.Compression;

namespace MeanFieldDsl.Tests.Flows;

/// <summary>Archives that a zip program finds whole and that are no checkpoints of a run.</summary>
public class CheckpointFormatTests
{
    [Fact]
    public void The_entries_are_arrays_of_NumPy()
    {
        using NpzArchiveReader archive = new(new MemoryStream(SavedStates.File(SavedStates.Make(2))), "run.npz");
        Assert.Equal(["format_version", "identity", "particles", "velocity", "step", "time", "seed", "method", "checksum"], archive.Names);
        Assert.Equal(NpzShape.Matrix(4, 3), archive.Read("particles").Shape);
        Assert.Equal([1UL], archive.Read("format_version").Items);
        Assert.Equal([SavedStates.Identity], archive.Read("identity").Texts);
    }

    [Fact]
    public void A_zip_program_may_pack_it_anew()
    {
        byte[] file = Rebuild(static entries => entries, CompressionLevel.Optimal);
        Assert.Equal(SavedStates.Bits(SavedStates.Make(1)), SavedStates.Bits(Read(file)));
    }

    [Fact]
    public void An_entry_that_is_missing_moved_renamed_added_or_of_another_state_is_damage()
    {
        Dictionary<string, byte[]> other = Entries(SavedStates.File(SavedStates.Make(2)));
        string[] names = [.. Entries(SavedStates.File(SavedStates.Make(1))).Keys];
        foreach (string name in names)
        {
            Refused(entries => entries.Where(e => e.Name != name));
            Refused(entries => entries.Select(e => e.Name == name ? ("x" + e.Name, e.Bytes) : e));
            Refused(entries => entries.Append((name, other[name])));
            if (name is not ("format_version.npy" or "identity.npy"))
            {
                Refused(entries => entries.Select(e => e.Name == name ? (name, other[name]) : e));
            }
        }

        Refused(static entries => entries.Append(("extra.npy", entries.Last().Bytes)));
        Refused(static entries => entries.Select(static e => e.Name switch
        {
            "step.npy" => ("time.npy", e.Bytes),
            "time.npy" => ("step.npy", e.Bytes),
            _ => e,
        }));
        Refused(static entries => entries.Take(2).Concat(entries.Skip(2).Take(6).Reverse()).Append(entries.Last()));

        static void Refused(Func<(string Name, byte[] Bytes)[], IEnumerable<(string Name, byte[] Bytes)>> change)
        {
            CheckpointException e = Assert.Throws<CheckpointException>(() => Read(Rebuild(change, CompressionLevel.NoCompression)));
            Assert.True(e.Kind == CheckpointError.Damaged, $"{e.Kind}: {e.Message}");
        }
    }

    [Fact]
    public void Another_version_is_refused_before_anything_else_is_read()
    {
        using MemoryStream stream = new();
        using (NpzArchiveWriter archive = new(stream))
        {
            _ = archive.Write("format_version", NpzArray.Of(2L));
            _ = archive.Write("format_version_2", NpzArray.Of("something new"));
        }

        CheckpointException e = Assert.Throws<CheckpointException>(() => Read(stream.ToArray()));
        Assert.Equal(CheckpointError.OtherVersion, e.Kind);
        Assert.Equal(
            "run.npz: The checkpoint has version 2 of the format, and this library reads version 1. Continue with the version of the library that wrote it, or start anew.",
            e.Message);
    }

    [Fact]
    public void An_archive_that_is_no_checkpoint_says_so()
    {
        using MemoryStream stream = new();
        using (NpzArchiveWriter archive = new(stream))
        {
            _ = archive.Write("particles", NpzArray.Of([1.0, 2.0]));
        }

        CheckpointException e = Assert.Throws<CheckpointException>(() => Read(stream.ToArray()));
        Assert.Equal("run.npz: The file is no checkpoint, or damaged: it holds no 'format_version'. Give the path of a checkpoint.", e.Message);
        Assert.Equal(CheckpointError.Damaged, e.Kind);
    }

    [Fact]
    public void Damage_is_named_with_its_entry()
    {
        byte[] file = SavedStates.File(SavedStates.Make(1));
        int data = file.AsSpan().IndexOf("(4, 3)"u8) + 128;
        file[data] ^= 1;
        CheckpointException e = Assert.Throws<CheckpointException>(() => Read(file));
        Assert.StartsWith("run.npz: The checkpoint is damaged: particles.npy: The bytes have the checksum ", e.Message, StringComparison.Ordinal);
        Assert.EndsWith(". Delete the file and start anew, or restore it from a copy.", e.Message, StringComparison.Ordinal);
    }

    private static FlowState Read(byte[] file) => CheckpointFormat.Read(new MemoryStream(file), "run.npz", SavedStates.Identity);

    private static byte[] Rebuild(Func<(string Name, byte[] Bytes)[], IEnumerable<(string Name, byte[] Bytes)>> change, CompressionLevel level)
    {
        (string, byte[])[] entries = [.. Entries(SavedStates.File(SavedStates.Make(1))).Select(static e => (e.Key, e.Value))];
        using MemoryStream stream = new();
        using (ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] bytes) in change(entries))
            {
                using Stream entry = archive.CreateEntry(name, level).Open();
                entry.Write(bytes);
            }
        }

        return stream.ToArray();
    }

    private static Dictionary<string, byte[]> Entries(byte[] file)
    {
        using ZipArchive archive = new(new MemoryStream(file));
        return archive.Entries.ToDictionary(static e => e.FullName, static e =>
        {
            using MemoryStream bytes = new();
            using Stream entry = e.Open();
            entry.CopyTo(bytes);
            return bytes.ToArray();
        });
    }
}
