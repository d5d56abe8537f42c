using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace MeanFieldDsl;

/// <summary>
/// Writes and reads <c>.npy</c> arrays of doubles, integers of 64 bits and text bit for bit, where <see cref="NpyReader"/> makes doubles of
/// whatever numbers it finds.
/// </summary>
internal static class NpyItems
{
    private const int NumberSize = sizeof(ulong);

    /// <summary>Writes an array.</summary>
    /// <exception cref="ArgumentException">A text cannot be kept, because it holds a zero character or half a surrogate pair.</exception>
    public static void Write(Stream stream, in NpzArray array)
    {
        if (array.Type == NpzType.Text)
        {
            NpyTexts.Write(stream, array.Texts, array.Shape);
            return;
        }

        NpyWriter.WriteHeader(stream, Describe(array.Type), array.Shape.ToString());
        NpyWriter.WriteItems(stream, array.Items);
    }

    /// <summary>Reads an array that fills exactly the given number of bytes of a stream.</summary>
    /// <exception cref="DataException">The bytes are no such array.</exception>
    public static NpzArray Read(Stream stream, long length, string path)
    {
        try
        {
            NpyHeader header = NpyReader.ReadHeader(stream, ref length, path);
            (NpzType type, int size) = Describe(header.Descr, path);
            NpzShape shape = ReadShape(header, path);
            NpyReader.CheckLength(shape.ToString(), (UInt128)(ulong)shape.Rows * (ulong)shape.Columns, size, length, path);
            _ = DataSet.CheckedSize(shape.Rows, shape.Columns, path);
            return type == NpzType.Text
                ? new NpzArray(type, shape, [], NpyTexts.Read(stream, header.Descr[1] == 'U', size, shape.Count, path))
                : new NpzArray(type, shape, ReadNumbers(stream, shape.Count), []);
        }
        catch (EndOfStreamException e)
        {
            throw NpyReader.Truncated(path, "The file became shorter while it was read", e);
        }
    }

    private static string Describe(NpzType type) => type switch
    {
        NpzType.Float64 => "<f8",
        NpzType.Int64 => "<i8",
        _ => "<u8",
    };

    private static (NpzType Type, int Size) Describe(string descr, string path)
    {
        // A width of zero would let a header of few bytes ask for any number of texts.
        const int WidestText = 1 << 20;
        bool unicode = descr.StartsWith("<U", StringComparison.Ordinal);
        if ((unicode || descr.StartsWith("|S", StringComparison.Ordinal))
            && int.TryParse(descr.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out int width)
            && width is > 0 and <= WidestText)
        {
            return (NpzType.Text, unicode ? NpyTexts.CharacterSize * width : width);
        }

        return descr switch
        {
            "<f8" => (NpzType.Float64, NumberSize),
            "<i8" => (NpzType.Int64, NumberSize),
            "<u8" => (NpzType.UInt64, NumberSize),
            _ => throw new DataException(
                DataError.Unsupported,
                $"The array has the type {CsvReader.Quote(descr)}",
                $"Save it as float64, int64, uint64 or text of at most {WidestText} characters.",
                path),
        };
    }

    private static NpzShape ReadShape(NpyHeader header, string path)
    {
        IReadOnlyList<long> shape = header.Shape;
        if (shape.Count > 2)
        {
            throw new DataException(
                DataError.ShapeMismatch, $"The array has {shape.Count} dimensions", "Save an array of at most two dimensions.", path);
        }

        foreach (long size in shape)
        {
            if (size > Array.MaxLength)
            {
                throw new DataException(
                    DataError.TooLarge, $"A dimension has {size} elements", $"Save at most {Array.MaxLength}.", path);
            }
        }

        if (header.FortranOrder && shape.Count == 2 && shape[0] > 1 && shape[1] > 1)
        {
            throw new DataException(
                DataError.Unsupported, "The array is in Fortran order", "Save numpy.ascontiguousarray(array).", path);
        }

        return shape.Count switch
        {
            0 => NpzShape.Scalar,
            1 => NpzShape.Vector((int)shape[0]),
            _ => NpzShape.Matrix((int)shape[0], (int)shape[1]),
        };
    }

    private static ulong[] ReadNumbers(Stream stream, int count)
    {
        const int Chunk = 1 << 13;
        ulong[] items = new ulong[count];
        for (int start = 0; start < count; start += Chunk)
        {
            Span<ulong> piece = items.AsSpan(start, Math.Min(Chunk, count - start));
            stream.ReadExactly(MemoryMarshal.AsBytes(piece));
            if (!BitConverter.IsLittleEndian)
            {
                BinaryPrimitives.ReverseEndianness(piece, piece);
            }
        }

        return items;
    }
}
