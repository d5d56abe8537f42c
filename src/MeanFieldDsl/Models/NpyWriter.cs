using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace MeanFieldDsl;

/// <summary>Writes numbers as NumPy's <c>.npy</c> files: version 1.0, little-endian doubles in C order.</summary>
public static class NpyWriter
{
    private const int Alignment = 64;
    private const int PrefixLength = 10;

    /// <summary>Writes a matrix to a file, which is replaced if it exists.</summary>
    /// <param name="path">The file.</param>
    /// <param name="values">rows × columns numbers, row-major.</param>
    /// <param name="rows">The number of rows, at least 0.</param>
    /// <param name="columns">The number of columns, at least 0.</param>
    /// <exception cref="ArgumentException">The number of values is not rows × columns.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Write(string path, ReadOnlySpan<double> values, int rows, int columns)
    {
        CheckSize(values, rows, columns);
        using FileStream stream = File.Create(path);
        Write(stream, values, rows, columns);
    }

    /// <summary>Writes a one-dimensional array to a file, which is replaced if it exists.</summary>
    /// <param name="path">The file.</param>
    /// <param name="values">The numbers.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Write(string path, ReadOnlySpan<double> values)
    {
        using FileStream stream = File.Create(path);
        Write(stream, values);
    }

    /// <summary>Writes a matrix to a stream, for example an entry of an <c>.npz</c> archive.</summary>
    /// <param name="stream">The stream; it is not disposed.</param>
    /// <param name="values">rows × columns numbers, row-major.</param>
    /// <param name="rows">The number of rows, at least 0.</param>
    /// <param name="columns">The number of columns, at least 0.</param>
    /// <exception cref="ArgumentException">The number of values is not rows × columns.</exception>
    public static void Write(Stream stream, ReadOnlySpan<double> values, int rows, int columns)
    {
        CheckSize(values, rows, columns);
        Write(stream, values, string.Create(CultureInfo.InvariantCulture, $"({rows}, {columns})"));
    }

    /// <summary>Writes a one-dimensional array to a stream.</summary>
    /// <param name="stream">The stream; it is not disposed.</param>
    /// <param name="values">The numbers.</param>
    public static void Write(Stream stream, ReadOnlySpan<double> values) =>
        Write(stream, values, string.Create(CultureInfo.InvariantCulture, $"({values.Length},)"));

    /// <summary>Writes what stands before the data of an array, in version 1.0 of the format.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="descr">The type of an element, for example <c>&lt;f8</c>.</param>
    /// <param name="shape">The shape as a Python tuple.</param>
    internal static void WriteHeader(Stream stream, string descr, string shape)
    {
        string header = $"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}";

        // The format wants the data aligned and the header ended by a line feed.
        int total = (PrefixLength + header.Length + 1 + Alignment - 1) / Alignment * Alignment;
        int size = total - PrefixLength;
        header = header.PadRight(size - 1) + "\n";
        stream.Write([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, (byte)size, (byte)(size >> 8)]);
        stream.Write(Encoding.ASCII.GetBytes(header));
    }

    /// <summary>Writes items of eight bytes, little-endian.</summary>
    internal static void WriteItems(Stream stream, ReadOnlySpan<ulong> items)
    {
        const int Chunk = 1 << 13;
        ulong[] reversed = BitConverter.IsLittleEndian ? [] : new ulong[Chunk];

        // In pieces, because the bytes of a long array are more than one span can hold.
        for (int start = 0; start < items.Length; start += Chunk)
        {
            ReadOnlySpan<ulong> piece = items.Slice(start, Math.Min(Chunk, items.Length - start));
            if (!BitConverter.IsLittleEndian)
            {
                BinaryPrimitives.ReverseEndianness(piece, reversed);
                piece = reversed.AsSpan(0, piece.Length);
            }

            stream.Write(MemoryMarshal.AsBytes(piece));
        }
    }

    private static void Write(Stream stream, ReadOnlySpan<double> values, string shape)
    {
        ArgumentNullException.ThrowIfNull(stream);
        WriteHeader(stream, "<f8", shape);
        WriteItems(stream, MemoryMarshal.Cast<double, ulong>(values));
    }

    private static void CheckSize(ReadOnlySpan<double> values, int rows, int columns)
    {
        if (rows < 0 || columns < 0 || (long)rows * columns != values.Length)
        {
            throw new ArgumentException(
                $"{values.Length} values were given for a matrix of {rows} × {columns}; give rows × columns values.", nameof(values));
        }
    }
}
