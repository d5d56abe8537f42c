using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using MeanFieldDsl.Tests.Flows;

namespace MeanFieldDsl.Tests;

/// <summary>
/// Random bytes and damaged files for every reader: a value or the exception that the reader promises, and no more memory than a small file
/// is worth.
/// </summary>
public class ReaderFuzzTests
{
    private const int Files = 10_000;
    private const long MostBytes = 4 << 20;

    [Fact]
    public void Archives_are_read_or_refused() => Feed(
        1,
        [NumPyFiles.Stored, NumPyFiles.Compressed, SavedStates.File(SavedStates.Make(1))],
        static bytes =>
        {
            using NpzArchiveReader archive = new(new MemoryStream(bytes), "x.npz");
            foreach (string name in archive.Names)
            {
                // One array that is damaged does not keep others from being read.
                try
                {
                    _ = bytes.Length % 2 == 0 ? archive.Read(name).Shape.Rows : archive.ReadMatrix(name).Rows;
                }
                catch (DataException e)
                {
                    Assert.StartsWith("x.npz", e.FilePath, StringComparison.Ordinal);
                }
            }
        },
        static e => e is DataException { FilePath: "x.npz" });

    [Fact]
    public void Checkpoints_are_read_or_refused() => Feed(
        2,
        [SavedStates.File(SavedStates.Make(1)), Compressed(SavedStates.File(SavedStates.Make(2)))],
        static bytes => _ = CheckpointFormat.Read(new MemoryStream(bytes), "run.npz", SavedStates.Identity),
        static e => e is CheckpointException { FilePath: "run.npz" });

    [Fact]
    public void Arrays_are_read_or_refused() => Feed(
        3,
        [Npy(NpzArray.Of([1, 2, 3, 4, 5, 6], NpzShape.Matrix(2, 3))), Npy(NpzArray.Of(["a", "φ"])), Npy(NpzArray.Of(7UL))],
        static bytes =>
        {
            try
            {
                _ = NpyItems.Read(new MemoryStream(bytes), bytes.Length, "x.npy");
            }
            catch (DataException e)
            {
                Assert.Equal("x.npy", e.FilePath);
            }

            _ = NpyReader.Read(new MemoryStream(bytes), bytes.Length, "x.npy");
        },
        static e => e is DataException { FilePath: "x.npy" });

    [Fact]
    public void Tables_are_read_or_refused() => Feed(
        4,
        [.. new[] { "a,b,y\n1,2,3\n4,5,6\n", "\"w[0]\";\"x\"\r\n1.5;-2e300\r\n", "1\t2\n3\t4" }.Select(Encoding.UTF8.GetBytes)],
        static bytes =>
        {
            using StreamReader text = new(new MemoryStream(bytes));
            _ = DataSet.FromCsv(text, new CsvOptions { Delimiter = ",;\t"[bytes.Length % 3] });
        },
        static e => e is DataException { FilePath: null });

    private static void Feed(ulong seed, byte[][] good, Action<byte[]> read, Func<Exception, bool> promised)
    {
        CounterRandom random = new(seed, 0);
        int refused = 0;
        for (int trial = 0; trial < Files; trial++)
        {
            byte[] bytes = trial % 5 == 0 ? Noise(ref random) : Damage(good[random.NextInt(good.Length)], ref random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(bytes);
            }
            catch (Exception e) when (promised(e))
            {
                refused++;
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < MostBytes, $"trial {trial} took {allocated} bytes for a file of {bytes.Length}");
        }

        Assert.InRange(refused, Files / 5, Files);
    }

    // Some of it begins or ends like a file of one of the formats.
    private static byte[] Noise(ref CounterRandom random)
    {
        byte[] bytes = new byte[random.NextInt(400)];
        foreach (ref byte value in bytes.AsSpan())
        {
            value = (byte)random.NextInt(256);
        }

        byte[] end = [.. "PK\x05\x06"u8, 0, 0, 0, 0, 1, 0, 1, 0, 60, 0, 0, 0, (byte)random.NextInt(256), 0, 0, 0, 0, 0];
        return random.NextInt(4) switch
        {
            0 => [0x93, .. "NUMPY"u8, 1, 0, (byte)random.NextInt(256), 0, .. bytes],
            1 => [.. "PK\x03\x04"u8, .. bytes, .. end],
            2 => [.. bytes, .. "PK\x01\x02"u8, .. bytes, .. end],
            _ => bytes,
        };
    }

    private static byte[] Damage(byte[] good, ref CounterRandom random)
    {
        List<byte> bytes = [.. good];
        for (int edits = 1 + random.NextInt(3); edits > 0 && bytes.Count > 8; edits--)
        {
            int place = random.NextInt(bytes.Count - 8);
            int length = 1 + random.NextInt(8);
            switch (random.NextInt(7))
            {
                case 0:
                    bytes.RemoveRange(place, length);
                    break;
                case 1:
                    bytes.InsertRange(place, bytes.GetRange(random.NextInt(bytes.Count - 8), length));
                    break;
                case 2:
                    bytes.RemoveRange(place, bytes.Count - place);
                    break;
                case 3:
                    // A size or an offset, huge or none.
                    byte[] number = new byte[4];
                    BinaryPrimitives.WriteUInt32LittleEndian(number, random.NextInt(4) switch { 0 => 0, 1 => int.MaxValue, 2 => uint.MaxValue, _ => 1U << random.NextInt(32) });
                    bytes.RemoveRange(place, 4);
                    bytes.InsertRange(place, number);
                    break;
                default:
                    bytes[place] = random.NextInt(2) == 0 ? (byte)(bytes[place] ^ (1 << random.NextInt(8))) : (byte)random.NextInt(256);
                    break;
            }
        }

        return [.. bytes];
    }

    private static byte[] Npy(in NpzArray array)
    {
        using MemoryStream stream = new();
        NpyItems.Write(stream, array);
        return stream.ToArray();
    }

    private static byte[] Compressed(byte[] archive)
    {
        using MemoryStream stream = new();
        using (ZipArchive from = new(new MemoryStream(archive)))
        using (ZipArchive to = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (ZipArchiveEntry entry in from.Entries)
            {
                using Stream source = entry.Open();
                using Stream target = to.CreateEntry(entry.FullName, CompressionLevel.Optimal).Open();
                source.CopyTo(target);
            }
        }

        return stream.ToArray();
    }
}
