using System.Numerics;
using System.Runtime.InteropServices;

namespace MeanFieldDsl;

/// <summary>A matrix read from a <c>.npy</c> file, row-major; a one-dimensional array is one column.</summary>
internal readonly record struct NpyArray(double[] Values, int Rows, int Columns);

/// <summary>Reads NumPy's <c>.npy</c> format, versions 1.0 to 3.0, as doubles.</summary>
internal static class NpyReader
{
    // What NumPy itself accepts without being told otherwise.
    private const int LongestHeader = 10_000;

    private const int ChunkSize = 1 << 16;
    private const double ExactIntegers = 1L << 53;

    public static NpyArray Read(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return DataFile.Open(path, stream => stream.CanSeek
            ? Read(stream, stream.Length, path)
            : throw new DataException(
                DataError.Unreadable, "The file has no known length", "Give a regular file, not a pipe or device.", path));
    }

    /// <summary>Reads an array that fills exactly the given number of bytes of a stream.</summary>
    public static NpyArray Read(Stream stream, long length, string path)
    {
        try
        {
            return ReadArray(stream, length, path);
        }
        catch (EndOfStreamException e)
        {
            throw Truncated(path, "The file became shorter while it was read", e);
        }
    }

    private static NpyArray ReadArray(Stream stream, long length, string path)
    {
        NpyHeader header = ReadHeader(stream, ref length, path);
        (int itemSize, bool reverse) = Describe(header, path);
        if (header.Shape.Count is not (1 or 2))
        {
            throw new DataException(
                DataError.ShapeMismatch,
                $"The array has {header.Shape.Count} dimensions",
                "Save an array with one row for each observation: one or two dimensions.",
                path);
        }

        long rows = header.Shape[0];
        long columns = header.Shape.Count == 2 ? header.Shape[1] : 1;
        if (rows == 0 || columns == 0)
        {
            throw new DataException(
                DataError.Empty, $"The array is {rows} × {columns}", "Save at least one row and one column.", path);
        }

        CheckLength($"{rows} × {columns}", (UInt128)rows * (UInt128)columns, itemSize, length, path);
        double[] values = new double[DataSet.CheckedSize(rows, columns, path)];
        NpyArray array = new(values, (int)rows, (int)columns);
        ReadValues(stream, header, itemSize, reverse, array, path);
        return header.FortranOrder && rows > 1 && columns > 1 ? Transpose(array) : array;
    }

    /// <summary>Refuses an array that is not exactly as long as the file, before anything is allocated from the numbers of the header.</summary>
    internal static void CheckLength(string shape, UInt128 count, int itemSize, long length, string path)
    {
        UInt128 expected = count * (UInt128)itemSize;
        if (expected > (UInt128)length)
        {
            throw Truncated(path, $"The array is {shape} of {itemSize} bytes each, and {length} bytes follow the header");
        }

        if (expected < (UInt128)length)
        {
            throw new DataException(
                DataError.Malformed,
                $"{length - (long)expected} bytes follow the array of {shape}",
                "Save the array again; one file holds one array.",
                path);
        }
    }

    /// <summary>Reads what stands before the data, and takes its bytes off the length.</summary>
    internal static NpyHeader ReadHeader(Stream stream, ref long length, string path)
    {
        Span<byte> start = stackalloc byte[12];
        ReadOnlySpan<byte> magic = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];
        int read = (int)Math.Min(length, 8);
        stream.ReadExactly(start[..read]);
        int known = Math.Min(read, magic.Length);
        if (!start[..known].SequenceEqual(magic[..known]))
        {
            throw new DataException(
                DataError.Malformed, "The file does not begin as a .npy file does", "Save the array with numpy.save.", path);
        }

        if (read < 8)
        {
            throw Truncated(path, $"The file has {length} bytes");
        }

        if (start[6] is not (1 or 2 or 3) || start[7] != 0)
        {
            throw new DataException(
                DataError.Unsupported,
                $"The file has version {start[6]}.{start[7]} of the .npy format",
                "Save it as version 1.0, 2.0 or 3.0.",
                path);
        }

        int sizeBytes = start[6] == 1 ? 2 : 4;
        if (length < 8 + sizeBytes)
        {
            throw Truncated(path, $"The file has {length} bytes");
        }

        stream.ReadExactly(start.Slice(8, sizeBytes));
        uint size = start[8] | ((uint)start[9] << 8) | (sizeBytes == 4 ? ((uint)start[10] << 16) | ((uint)start[11] << 24) : 0);
        if (size > LongestHeader)
        {
            throw new DataException(
                DataError.Malformed, $"The header claims {size} bytes", $"A header has at most {LongestHeader} bytes.", path);
        }

        length -= 8 + sizeBytes;
        if (length < size)
        {
            throw Truncated(path, $"The header has {size} bytes and {length} are left");
        }

        byte[] text = new byte[size];
        stream.ReadExactly(text);
        length -= size;
        return NpyHeader.Parse(text, path);
    }

    private static (int ItemSize, bool Reverse) Describe(NpyHeader header, string path)
    {
        string type = header.Descr.Length > 1 ? header.Descr[1..] : string.Empty;
        bool known = type is "f2" or "f4" or "f8" or "i1" or "i2" or "i4" or "i8" or "u1" or "u2" or "u4" or "u8" or "b1";
        int itemSize = known ? type[1] - '0' : 0;
        char order = known ? header.Descr[0] : ' ';
        return order is '<' or '>' || (order == '|' && itemSize == 1)
            ? (itemSize, itemSize > 1 && (order == '<') != BitConverter.IsLittleEndian)
            : throw new DataException(
                DataError.Unsupported,
                $"The array has the type {CsvReader.Quote(header.Descr)}",
                "Save it as float64: numpy.save(path, array.astype('<f8')).",
                path);
    }

    private static void ReadValues(
        Stream stream, NpyHeader header, int itemSize, bool reverse, NpyArray array, string path)
    {
        byte[] chunk = new byte[Math.Min(ChunkSize, (long)array.Values.Length * itemSize)];
        int done = 0;
        while (done < array.Values.Length)
        {
            int count = Math.Min(chunk.Length / itemSize, array.Values.Length - done);
            Span<byte> bytes = chunk.AsSpan(0, count * itemSize);
            stream.ReadExactly(bytes);
            for (int k = 0; reverse && k < bytes.Length; k += itemSize)
            {
                bytes.Slice(k, itemSize).Reverse();
            }

            Span<double> values = array.Values.AsSpan(done, count);
            Convert(header.Descr.AsSpan(1), bytes, values);
            for (int k = 0; header.Descr[1] != 'f' && k < count; k++)
            {
                if (Math.Abs(values[k]) >= ExactIntegers || (header.Descr[1] == 'b' && values[k] > 1))
                {
                    throw BadInteger(header, values[k], done + k, array, path);
                }
            }

            done += count;
        }
    }

    private static void Convert(ReadOnlySpan<char> type, ReadOnlySpan<byte> bytes, Span<double> values)
    {
        switch (type)
        {
            case "f8": Convert<double>(bytes, values); break;
            case "f4": Convert<float>(bytes, values); break;
            case "f2": Convert<Half>(bytes, values); break;
            case "i8": Convert<long>(bytes, values); break;
            case "i4": Convert<int>(bytes, values); break;
            case "i2": Convert<short>(bytes, values); break;
            case "i1": Convert<sbyte>(bytes, values); break;
            case "u8": Convert<ulong>(bytes, values); break;
            case "u4": Convert<uint>(bytes, values); break;
            case "u2": Convert<ushort>(bytes, values); break;
            default: Convert<byte>(bytes, values); break;
        }
    }

    private static void Convert<T>(ReadOnlySpan<byte> bytes, Span<double> values)
        where T : unmanaged, INumberBase<T>
    {
        ReadOnlySpan<T> items = MemoryMarshal.Cast<byte, T>(bytes);
        for (int k = 0; k < values.Length; k++)
        {
            values[k] = double.CreateTruncating(items[k]);
        }
    }

    private static DataException BadInteger(NpyHeader header, double value, int index, NpyArray array, string path)
    {
        (int row, int column) = header.FortranOrder
            ? (index % array.Rows, index / array.Rows)
            : (index / array.Columns, index % array.Columns);
        return header.Descr[1] == 'b'
            ? new DataException(
                DataError.Malformed, $"{value} is no boolean", "Save the array again with numpy.save.", path, row, column)
            : new DataException(
                DataError.Inexact,
                $"An integer near {DataException.Show(value)} is too large for a double to hold exactly",
                "Scale or shift the column so that its numbers stay below 2^53.",
                path,
                row,
                column);
    }

    private static NpyArray Transpose(NpyArray array)
    {
        double[] values = new double[array.Values.Length];
        for (int row = 0; row < array.Rows; row++)
        {
            for (int column = 0; column < array.Columns; column++)
            {
                values[(row * array.Columns) + column] = array.Values[(column * array.Rows) + row];
            }
        }

        return array with { Values = values };
    }

    internal static DataException Truncated(string path, string problem, Exception? cause = null) =>
        new(DataError.Truncated, problem, "Fetch or save the file again; it is incomplete.", path, innerException: cause);
}
