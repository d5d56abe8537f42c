using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace MeanFieldDsl.Tests;

public class NpzArchiveTests
{
    [Fact]
    public void Archives_of_NumPy_are_read()
    {
        foreach (byte[] file in (byte[][])[NumPyFiles.Stored, NumPyFiles.Compressed])
        {
            using NpzArchiveReader archive = Open(file);
            Assert.Equal(["x", "k", "u", "name", "raw", "names", "f"], archive.Names);
            NpzArray x = archive.Read("x");
            Assert.Equal((NpzType.Float64, NpzShape.Matrix(2, 2)), (x.Type, x.Shape));
            Assert.Equal([1.5, -0.0, double.PositiveInfinity, 3], x.Numbers.ToArray());
            Assert.True(double.IsNegative(x.Numbers[1]));
            NpzArray k = archive.Read("k");
            Assert.Equal((NpzType.Int64, NpzShape.Scalar, -7), (k.Type, k.Shape, (long)k.Items[0]));
            NpzArray u = archive.Read("u");
            Assert.Equal((NpzType.UInt64, NpzShape.Scalar, ulong.MaxValue), (u.Type, u.Shape, u.Items[0]));
            Assert.Equal(["φ, w"], archive.Read("name").Texts);
            Assert.Equal(["ascii"], archive.Read("raw").Texts);
            Assert.Equal(["a", "w[0]"], archive.Read("names").Texts);
            Assert.Equal([0, 1, 2, 3, 4, 5], archive.ReadMatrix("f").Values);
            Assert.Equal(DataError.Unsupported, Assert.Throws<DataException>(() => archive.Read("f")).Kind);
        }
    }

    [Fact]
    public void What_is_written_is_what_NumPy_writes()
    {
        using ZipArchive theirs = new(new MemoryStream(NumPyFiles.Stored));
        using ZipArchive ours = new(new MemoryStream(Write(
            ("x", NpzArray.Of([1.5, -0.0, double.PositiveInfinity, 3], NpzShape.Matrix(2, 2))),
            ("k", NpzArray.Of(-7L)),
            ("u", NpzArray.Of(ulong.MaxValue)),
            ("name", NpzArray.Of("φ, w")),
            ("names", NpzArray.Of(["a", "w[0]"])))));
        foreach (ZipArchiveEntry entry in ours.Entries)
        {
            Assert.Equal(Bytes(theirs.GetEntry(entry.FullName)!), Bytes(entry));
            Assert.Equal((entry.Length, new DateTime(1980, 1, 1)), (entry.CompressedLength, entry.LastWriteTime.DateTime));
        }

        static byte[] Bytes(ZipArchiveEntry entry)
        {
            using Stream stream = entry.Open();
            byte[] bytes = new byte[entry.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
    }

    [Fact]
    public void Every_array_comes_back_bit_for_bit()
    {
        CounterRandom random = new(5, 0);
        ulong[] bits = [.. Enumerable.Range(0, 20_000).Select(_ => random.NextUInt64())];
        NpzArray[] arrays =
        [
            new(NpzType.Float64, NpzShape.Vector(20_000), bits, []),
            new(NpzType.Float64, NpzShape.Matrix(5000, 4), bits, []),
            new(NpzType.Int64, NpzShape.Vector(20_000), bits, []),
            new(NpzType.UInt64, NpzShape.Scalar, bits[..1], []),
            new(NpzType.Float64, NpzShape.Matrix(0, 3), [], []),
            NpzArray.Of([1L, -2L]),
            NpzArray.Of(Array.Empty<string>()),
            NpzArray.Of(["", "𝜑", "a longer text"]),
        ];
        using NpzArchiveReader archive = Open(Write([.. arrays.Select(static (array, k) => ($"a{k}", array))]));
        for (int k = 0; k < arrays.Length; k++)
        {
            NpzArray back = archive.Read($"a{k}");
            Assert.Equal((arrays[k].Type, arrays[k].Shape), (back.Type, back.Shape));
            Assert.Equal(arrays[k].Items, back.Items);
            Assert.Equal(arrays[k].Texts, back.Texts);
        }
    }

    [Fact]
    public void The_checksum_is_that_of_the_standard_and_is_checked()
    {
        Assert.Equal(0xCBF43926, Crc32.Append(0, "123456789"u8));
        Assert.Equal(0xCBF43926, Crc32.Append(Crc32.Append(0, "1234"u8), "56789"u8));
        byte[] file = Write(("x", NpzArray.Of([1.0, 2.0])), ("y", NpzArray.Of([3.0])));
        int data = file.AsSpan().IndexOf("\n"u8) + 1;
        file[data + 3] ^= 4;
        using NpzArchiveReader archive = Open(file);
        DataException e = Assert.Throws<DataException>(() => archive.Read("x"));
        Assert.Equal((DataError.ChecksumMismatch, "a.npz/x.npy"), (e.Kind, e.FilePath));
        Assert.StartsWith("a.npz/x.npy: The bytes have the checksum ", e.Message, StringComparison.Ordinal);
        Assert.Equal(DataError.ChecksumMismatch, Assert.Throws<DataException>(() => archive.ReadMatrix("x")).Kind);
        Assert.Equal([3], archive.Read("y").Numbers.ToArray());
    }

    [Fact]
    public void A_name_that_is_missing_is_said_with_those_there_are()
    {
        using NpzArchiveReader archive = Open(Write(("x", NpzArray.Of(1L)), ("y", NpzArray.Of(2L))));
        DataException e = Assert.Throws<DataException>(() => archive.Read("z"));
        Assert.Equal(DataError.EntryNotFound, e.Kind);
        Assert.Equal("a.npz: The archive holds no array 'z'; those it holds: 'x', 'y'. Save the array under the name 'z'.", e.Message);
        using NpzArchiveReader empty = Open(Write());
        Assert.Contains("those it holds: none.", Assert.Throws<DataException>(() => empty.Read("z")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_arrays_of_one_name_and_too_many_arrays_are_refused()
    {
        Refused(DataError.Malformed, Write(("x", NpzArray.Of(1L)), ("x", NpzArray.Of(2L))));
        Refused(DataError.TooLarge, Write([.. Enumerable.Range(0, NpzArchiveReader.MostEntries + 1).Select(static k => ($"x{k}", NpzArray.Of((long)k)))]));
        Refused(DataError.Malformed, "no archive at all"u8.ToArray());
        Refused(DataError.Malformed, []);
    }

    [Theory]
    [InlineData("<f8", "(268435456, 8)", DataError.Truncated)]
    [InlineData("<f8", "(2,)", DataError.Truncated)]
    [InlineData("<f8", "()", DataError.Malformed)]
    [InlineData("<f8", "(1, 1, 1)", DataError.ShapeMismatch)]
    [InlineData("<f8", "(0, 999999999999999999)", DataError.TooLarge)]
    [InlineData("<U0", "(999999999,)", DataError.Unsupported)]
    [InlineData("<U1048577", "(1,)", DataError.Unsupported)]
    [InlineData("<U99999999999", "(1,)", DataError.Unsupported)]
    [InlineData("<U-4", "(1,)", DataError.Unsupported)]
    [InlineData("<U4", "(1,)", DataError.Malformed)]
    [InlineData("|S16", "()", DataError.Malformed)]
    [InlineData("<f4", "(4,)", DataError.Unsupported)]
    [InlineData(">f8", "(2,)", DataError.Unsupported)]
    [InlineData("|O", "(2,)", DataError.Unsupported)]
    public void A_header_is_held_against_the_file_before_memory_is_taken(string descr, string shape, DataError kind)
    {
        byte[] npy = Npy(descr, shape, shape == "(2,)" && descr == "<f8" ? 15 : 16, 0xFF);
        byte[] file = Zip(npy, CompressionLevel.NoCompression);
        long before = GC.GetAllocatedBytesForCurrentThread();
        using NpzArchiveReader archive = Open(file);
        DataException e = Assert.Throws<DataException>(() => archive.Read("x"));
        Assert.True(e.Kind == kind, e.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Sizes_that_an_archive_states_are_not_believed()
    {
        // 80 kB of zeros, compressed to about 200 bytes.
        const int Count = 10_000;
        using (NpzArchiveReader archive = Open(Claim(Count)))
        {
            Assert.Equal(Count, archive.Read("x").Items.Length);
        }

        foreach ((int count, DataError kind) in new[]
            {
                (Count - 1, DataError.ChecksumMismatch), (Count + 1, DataError.Truncated), (62_500_000, DataError.Malformed), (500_000_000, DataError.Malformed),
            })
        {
            byte[] file = Claim(count);
            long before = GC.GetAllocatedBytesForCurrentThread();
            using NpzArchiveReader archive = Open(file);
            DataException e = Assert.Throws<DataException>(() => archive.Read("x"));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
            Assert.True(e.Kind == kind, e.Message);
        }

        // Header and directory agree on another number than there is.
        static byte[] Claim(int count)
        {
            byte[] npy = Npy("<f8", $"({count},)", sizeof(double) * Count, 0);
            byte[] file = Zip(npy, CompressionLevel.SmallestSize);
            uint size = (uint)(npy.Length + (sizeof(double) * ((long)count - Count)));
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(file.AsSpan().IndexOf("PK\x03\x04"u8) + 22), size);
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(file.AsSpan().IndexOf("PK\x01\x02"u8) + 24), size);
            return file;
        }
    }

    [Fact]
    public void A_compressed_array_has_a_limit()
    {
        const uint Size = (uint)NpzArchiveReader.LargestInflated + 1;
        CounterRandom random = new(9, 0);
        byte[] noise = [.. Enumerable.Range(0, 1 << 18).SelectMany(_ => BitConverter.GetBytes(random.NextUInt64()))];
        byte[] file = Zip(noise, CompressionLevel.Fastest);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(file.AsSpan().LastIndexOf("PK\x01\x02"u8) + 24), Size);
        using NpzArchiveReader archive = Open(file);
        DataException e = Assert.Throws<DataException>(() => archive.Read("x"));
        Assert.Equal(DataError.TooLarge, e.Kind);
        Assert.Contains("The compressed array has 1073741825 bytes. Save it with numpy.savez", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_is_no_text_is_refused()
    {
        _ = Assert.Throws<ArgumentException>(() => Write(("x", NpzArray.Of("a\0b"))));
        _ = Assert.Throws<ArgumentException>(() => Write(("x", NpzArray.Of("\uDC00"))));
    }

    private static NpzArchiveReader Open(byte[] file) => new(new MemoryStream(file), "a.npz");

    private static void Refused(DataError kind, byte[] file)
    {
        DataException e = Assert.Throws<DataException>(() => Open(file));
        Assert.True(e.Kind == kind, e.Message);
        Assert.Equal("a.npz", e.FilePath);
    }

    private static byte[] Write(params (string Name, NpzArray Array)[] arrays)
    {
        using MemoryStream stream = new();
        using (NpzArchiveWriter archive = new(stream))
        {
            foreach ((string name, NpzArray array) in arrays)
            {
                _ = archive.Write(name, array);
            }
        }

        return stream.ToArray();
    }

    private static byte[] Npy(string descr, string shape, int length, byte fill)
    {
        byte[] header = Encoding.ASCII.GetBytes($"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}\n");
        byte[] data = new byte[length];
        Array.Fill(data, fill);
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. header, .. data];
    }

    private static byte[] Zip(byte[] npy, CompressionLevel level)
    {
        using MemoryStream stream = new();
        using (ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream entry = archive.CreateEntry("x.npy", level).Open();
            entry.Write(npy);
        }

        return stream.ToArray();
    }
}
