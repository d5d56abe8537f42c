using System.Buffers.Binary;
using System.Text;

namespace MeanFieldDsl.Tests;

public class NpyTests
{
    // By the documentation of numpy.lib.format: the repr of a dictionary, padded so that the data start at a multiple of 64.
    private const string NumPyHeader = "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }";

    [Fact]
    public void What_is_written_follows_the_documented_layout()
    {
        using MemoryStream stream = new();
        NpyWriter.Write(stream, [1, 2, 3, 4, 5, 6], 2, 3);
        byte[] bytes = stream.ToArray();
        byte[] expected = [0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. Encoding.ASCII.GetBytes(NumPyHeader.PadRight(117) + "\n")];
        Assert.Equal(128 + 48, bytes.Length);
        Assert.Equal(expected, bytes[..128]);
        Assert.Equal(6.0, BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(168)));
    }

    [Fact]
    public void Written_files_read_back_bit_for_bit()
    {
        CounterRandom random = new(1, 0);
        foreach ((int rows, int columns) in new[] { (1, 1), (7, 3), (20_000, 1), (3, 9000) })
        {
            double[] values = [.. Enumerable.Range(0, rows * columns).Select(_ => random.NextGaussian())];
            using Files files = new();
            NpyWriter.Write(files.Inputs, values, rows, columns);
            NpyWriter.Write(files.Targets, values.AsSpan(0, rows));
            DataSet set = DataSet.FromNpy(files.Inputs, files.Targets);
            Assert.Equal((rows, columns), (set.RowCount, set.InputCount));
            Assert.Equal(values, set.Inputs.ToArray());
            Assert.Equal(values[..rows], set.Targets.ToArray());
            Assert.False(DataSet.FromNpy(files.Inputs).HasTargets);
        }

        _ = Assert.Throws<ArgumentException>(() => NpyWriter.Write(new MemoryStream(), [1, 2], 1, 3));
        _ = Assert.Throws<ArgumentException>(() => NpyWriter.Write(new MemoryStream(), [1], -1, -1));
    }

    [Theory]
    [InlineData("f2")]
    [InlineData("f4")]
    [InlineData("f8")]
    [InlineData("i1")]
    [InlineData("i2")]
    [InlineData("i4")]
    [InlineData("i8")]
    [InlineData("u1")]
    [InlineData("u2")]
    [InlineData("u4")]
    [InlineData("u8")]
    public void Every_type_in_either_byte_order_and_either_index_order_is_read(string type)
    {
        double[] values = type[0] == 'u' ? [0, 1, 2, 100, 127, 255] : [0, 1, -2, 100, 127, -128];
        foreach (char order in type[1] == '1' ? "|<>" : "<>")
        {
            byte[] data = [.. values.SelectMany(value => Encode(type, order == '>', value))];
            Assert.Equal(values, Read(Npy($"{order}{type}", "False", "(2, 3)", data)).Inputs.ToArray());
            double[] transposed = [values[0], values[2], values[4], values[1], values[3], values[5]];
            Assert.Equal(transposed, Read(Npy($"{order}{type}", "True", "(2, 3)", data)).Inputs.ToArray());
            Assert.Equal(values, Read(Npy($"{order}{type}", "True", "(6,)", data)).Inputs.ToArray());
        }
    }

    [Fact]
    public void Booleans_are_0_and_1_and_nothing_else()
    {
        Assert.Equal([0, 1], Read(Npy("|b1", "False", "(2,)", [0, 1])).Inputs.ToArray());
        _ = Fails(DataError.Malformed, Npy("|b1", "False", "(2,)", [0, 2]));
    }

    [Fact]
    public void Integers_that_a_double_does_not_hold_are_refused_with_their_place()
    {
        long largest = (1L << 53) - 1;
        byte[] good = [.. BitConverter.GetBytes(largest), .. BitConverter.GetBytes(-largest)];
        Assert.Equal([largest, -largest], Read(Npy("<i8", "False", "(2,)", good)).Inputs.ToArray());
        byte[] bad = [.. good, .. BitConverter.GetBytes((1L << 53) + 1), .. good];
        DataException e = Fails(DataError.Inexact, Npy("<i8", "True", "(1, 5)", bad));
        Assert.Equal((0L, 2), (e.Row!.Value, e.Column!.Value));
        _ = Fails(DataError.Inexact, Npy("<u8", "False", "(1,)", BitConverter.GetBytes(ulong.MaxValue)));
        _ = Fails(DataError.Inexact, Npy("<i8", "False", "(1,)", BitConverter.GetBytes(long.MinValue)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_three_versions_are_read(byte version) =>
        Assert.Equal([1.5], Read(Npy("<f8", "False", "(1,)", BitConverter.GetBytes(1.5), version)).Inputs.ToArray());

    [Theory]
    [InlineData("{\"shape\": (1,), \"fortran_order\": False, \"descr\": \"<f8\"}")]
    [InlineData("{'descr':'<f8','fortran_order':False,'shape':(1,1,),}   \n")]
    [InlineData("  { 'descr' : '<f8' , 'fortran_order' : True , 'shape' : ( 1 , 1 ) } ")]
    public void Headers_may_differ_in_order_spaces_and_quotes(string header) =>
        Assert.Equal([1.5], Read(Npy(header, BitConverter.GetBytes(1.5))).Inputs.ToArray());

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{'descr': '<f8', 'fortran_order': False}")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1,)")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1,)} x")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1)}")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1 1)}")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (,)}")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,)}")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1.0,)}")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1234567890123456789,)}")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': [1]}")]
    [InlineData("{'descr': '<f8', 'fortran_order': false, 'shape': (1,)}")]
    [InlineData("{'descr': '<f8', 'fortran_order': 0, 'shape': (1,)}")]
    [InlineData("{'descr': '<f8', 'descr': '<f8', 'fortran_order': False, 'shape': (1,)}")]
    [InlineData("{'descr': '<f8', 'extra': 1, 'fortran_order': False, 'shape': (1,)}")]
    [InlineData("{'descr': '<f8, 'fortran_order': False, 'shape': (1,)}")]
    [InlineData("{descr: '<f8', 'fortran_order': False, 'shape': (1,)}")]
    [InlineData("{'descr': '<f8' 'fortran_order': False, 'shape': (1,)}")]
    public void A_header_that_is_no_such_dictionary_is_refused(string header) =>
        _ = Fails(DataError.Malformed, Npy(header, BitConverter.GetBytes(1.5)));

    [Theory]
    [InlineData("<c16")]
    [InlineData("|S5")]
    [InlineData("<U8")]
    [InlineData("|O")]
    [InlineData("|f8")]
    [InlineData("=f8")]
    [InlineData("f8")]
    [InlineData("<f")]
    [InlineData("<")]
    [InlineData("")]
    [InlineData("<f16")]
    [InlineData("<i3")]
    [InlineData("<M8[ns]")]
    public void Other_types_are_refused(string descr) =>
        _ = Fails(DataError.Unsupported, Npy(descr, "False", "(1,)", new byte[8]));

    [Fact]
    public void Structured_types_are_refused() => _ = Fails(
        DataError.Unsupported,
        Npy("{'descr': [('x', '<f8')], 'fortran_order': False, 'shape': (1,)}", new byte[8]));

    [Theory]
    [InlineData("()", DataError.ShapeMismatch)]
    [InlineData("(1, 1, 1)", DataError.ShapeMismatch)]
    [InlineData("(0,)", DataError.Empty)]
    [InlineData("(0, 999999999999999999)", DataError.Empty)]
    [InlineData("(999999999999999999, 0)", DataError.Empty)]
    [InlineData("(2,)", DataError.Truncated)]
    [InlineData("(999999999999999999, 999999999999999999)", DataError.Truncated)]
    [InlineData("(4294967296, 4294967296)", DataError.Truncated)]
    [InlineData("(2305843009213693953,)", DataError.Malformed)]
    [InlineData("(268435456, 8)", DataError.Truncated)]
    public void A_shape_is_held_against_the_file_before_memory_is_taken(string shape, DataError kind)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        _ = Fails(kind, Npy("<f8", "False", shape, new byte[8]));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Fact]
    public void Bytes_after_the_array_are_refused() =>
        _ = Fails(DataError.Malformed, Npy("<f8", "False", "(1,)", new byte[9]));

    [Fact]
    public void Other_files_versions_and_header_lengths_are_refused()
    {
        _ = Fails(DataError.Malformed, "a,b,c\n1,2,3\n"u8.ToArray());
        byte[] bytes = Npy("<f8", "False", "(1,)", new byte[8], 2);
        bytes[7] = 1;
        _ = Fails(DataError.Unsupported, bytes);
        bytes[7] = 0;
        bytes[6] = 4;
        _ = Fails(DataError.Unsupported, bytes);
        bytes[6] = 2;
        bytes[11] = 0xFF;
        _ = Fails(DataError.Malformed, bytes);
    }

    [Fact]
    public void Values_that_are_not_finite_are_named_with_file_and_place()
    {
        using Files files = new();
        NpyWriter.Write(files.Inputs, [1, 2, 3, double.NaN], 2, 2);
        NpyWriter.Write(files.Targets, [1, 2]);
        DataException e = Assert.Throws<DataException>(() => DataSet.FromNpy(files.Inputs, files.Targets));
        Assert.Equal((DataError.NotFinite, files.Inputs, 1L, 1), (e.Kind, e.FilePath, e.Row!.Value, e.Column!.Value));
        NpyWriter.Write(files.Inputs, [1, 2, 3, 4], 2, 2);
        NpyWriter.Write(files.Targets, [1, double.PositiveInfinity]);
        e = Assert.Throws<DataException>(() => DataSet.FromNpy(files.Inputs, files.Targets));
        Assert.Equal((DataError.NotFinite, files.Targets, 1L), (e.Kind, e.FilePath, e.Row!.Value));
    }

    [Fact]
    public void Targets_must_be_one_for_each_row()
    {
        using Files files = new();
        NpyWriter.Write(files.Inputs, [1, 2, 3, 4], 2, 2);
        NpyWriter.Write(files.Targets, [1, 2], 2, 1);
        Assert.Equal([1, 2], DataSet.FromNpy(files.Inputs, files.Targets).Targets.ToArray());
        NpyWriter.Write(files.Targets, [1, 2], 1, 2);
        AssertShape();
        NpyWriter.Write(files.Targets, [1, 2, 3]);
        AssertShape();
        DataException missing = Assert.Throws<DataException>(() => DataSet.FromNpy(files.Inputs + ".no", files.Targets));
        Assert.Equal(DataError.Unreadable, missing.Kind);

        void AssertShape()
        {
            DataException e = Assert.Throws<DataException>(() => DataSet.FromNpy(files.Inputs, files.Targets));
            Assert.Equal((DataError.ShapeMismatch, files.Targets), (e.Kind, e.FilePath));
        }
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused_as_truncated()
    {
        foreach (byte version in new byte[] { 1, 2 })
        {
            byte[] bytes = Npy("<f4", "True", "(2, 3)", new byte[24], version);
            for (int length = 0; length < bytes.Length; length++)
            {
                _ = Fails(DataError.Truncated, bytes[..length]);
            }
        }
    }

    [Fact]
    public void A_file_that_shrinks_while_it_is_read_is_refused()
    {
        byte[] bytes = Npy("<f8", "False", "(2,)", new byte[16]);
        DataException e = Assert.Throws<DataException>(
            () => NpyReader.Read(new MemoryStream(bytes[..^1]), bytes.Length, "x.npy"));
        Assert.Equal(DataError.Truncated, e.Kind);
    }

    [Fact]
    public void Damaged_files_are_read_or_refused()
    {
        byte[] good = Npy("<f8", "False", "(2, 3)", [.. Enumerable.Range(0, 6).SelectMany(k => BitConverter.GetBytes(k + 0.5))]);
        ReadOnlySpan<byte> likely = "0123456789(){}[],:'\" TrueFalse<>|fiub"u8;
        CounterRandom random = new(77, 0);
        for (int trial = 0; trial < 20_000; trial++)
        {
            List<byte> bytes = [.. good];
            for (int edits = 1 + random.NextInt(3); edits > 0; edits--)
            {
                int place = random.NextInt(random.NextInt(2) == 0 ? 70 : bytes.Count);
                byte letter = random.NextInt(2) == 0 ? likely[random.NextInt(likely.Length)] : (byte)random.NextInt(256);
                switch (random.NextInt(4))
                {
                    case 0: bytes.RemoveAt(place); break;
                    case 1: bytes.Insert(place, letter); break;
                    default: bytes[place] = letter; break;
                }
            }

            try
            {
                NpyArray array = NpyReader.Read(new MemoryStream([.. bytes]), bytes.Count, "damaged.npy");
                Assert.Equal(array.Rows * array.Columns, array.Values.Length);
            }
            catch (DataException e)
            {
                Assert.Equal("damaged.npy", e.FilePath);
            }
        }
    }

    private static byte[] Encode(string type, bool big, double value)
    {
        byte[] bytes = type switch
        {
            "f2" => BitConverter.GetBytes((Half)value),
            "f4" => BitConverter.GetBytes((float)value),
            "f8" => BitConverter.GetBytes(value),
            "i1" => [(byte)(sbyte)value],
            "i2" => BitConverter.GetBytes((short)value),
            "i4" => BitConverter.GetBytes((int)value),
            "i8" => BitConverter.GetBytes((long)value),
            "u1" => [(byte)value],
            "u2" => BitConverter.GetBytes((ushort)value),
            "u4" => BitConverter.GetBytes((uint)value),
            _ => BitConverter.GetBytes((ulong)value),
        };
        if (big == BitConverter.IsLittleEndian)
        {
            Array.Reverse(bytes);
        }

        return bytes;
    }

    private static byte[] Npy(string descr, string fortran, string shape, byte[] data, byte version = 1) =>
        Npy($"{{'descr': '{descr}', 'fortran_order': {fortran}, 'shape': {shape}, }}", data, version);

    private static byte[] Npy(string header, byte[] data, byte version = 1)
    {
        byte[] size = BitConverter.GetBytes(header.Length)[..(version == 1 ? 2 : 4)];
        return [0x93, .. "NUMPY"u8, version, 0, .. size, .. Encoding.ASCII.GetBytes(header), .. data];
    }

    private static DataSet Read(byte[] bytes)
    {
        using Files files = new();
        File.WriteAllBytes(files.Inputs, bytes);
        return DataSet.FromNpy(files.Inputs);
    }

    private static DataException Fails(DataError kind, byte[] bytes)
    {
        DataException e = Assert.Throws<DataException>(() => NpyReader.Read(new MemoryStream(bytes), bytes.Length, "x.npy"));
        Assert.True(kind == e.Kind, $"{e.Kind}: {e.Message}");
        return e;
    }

    private sealed class Files : IDisposable
    {
        public string Inputs { get; } = Path.GetTempFileName();

        public string Targets { get; } = Path.GetTempFileName();

        public void Dispose()
        {
            File.Delete(Inputs);
            File.Delete(Targets);
        }
    }
}
