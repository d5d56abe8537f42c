using System.Globalization;
using System.Text;

namespace MeanFieldDsl;

/// <summary>Text in <c>.npy</c> arrays: every item has the same width and is filled up with zeros, as NumPy keeps it.</summary>
internal static class NpyTexts
{
    public const int CharacterSize = 4;

    private static readonly UTF32Encoding Utf32 = new(bigEndian: false, byteOrderMark: false, throwOnInvalidCharacters: true);

    public static void Write(Stream stream, string[] texts, NpzShape shape)
    {
        // NumPy makes the empty text one character wide, too.
        int size = CharacterSize;
        foreach (string text in texts)
        {
            size = Math.Max(size, Size(text));
        }

        NpyWriter.WriteHeader(stream, string.Create(CultureInfo.InvariantCulture, $"<U{size / CharacterSize}"), shape.ToString());
        byte[] item = new byte[size];
        foreach (string text in texts)
        {
            int written = Utf32.GetBytes(text, item);
            item.AsSpan(written).Clear();
            stream.Write(item);
        }
    }

    /// <summary>The bytes of a text.</summary>
    /// <exception cref="ArgumentException">It cannot be kept.</exception>
    public static int Size(string text)
    {
        if (text.Contains('\0'))
        {
            throw new ArgumentException($"The text {CsvReader.Quote(text)} holds a zero character, which NumPy does not keep; leave it out.", nameof(text));
        }

        try
        {
            return Utf32.GetByteCount(text);
        }
        catch (EncoderFallbackException e)
        {
            throw new ArgumentException($"The text {CsvReader.Quote(text)} holds half a surrogate pair; give valid Unicode.", nameof(text), e);
        }
    }

    public static string[] Read(Stream stream, bool unicode, int size, int count, string path)
    {
        string[] texts = new string[count];
        byte[] item = new byte[count == 0 ? 0 : size];
        for (int k = 0; k < count; k++)
        {
            stream.ReadExactly(item);
            texts[k] = unicode ? ReadUnicode(item, path) : ReadAscii(item, path);
        }

        return texts;
    }

    private static string ReadUnicode(ReadOnlySpan<byte> item, string path)
    {
        int length = item.LastIndexOfAnyExcept((byte)0) + 1;
        int whole = (length + CharacterSize - 1) / CharacterSize * CharacterSize;
        try
        {
            return Utf32.GetString(item[..whole]);
        }
        catch (DecoderFallbackException e)
        {
            throw new DataException(
                DataError.Malformed, "A text holds bytes that are no character", "Save the array again with numpy.save.", path, innerException: e);
        }
    }

    private static string ReadAscii(ReadOnlySpan<byte> item, string path)
    {
        ReadOnlySpan<byte> text = item.TrimEnd((byte)0);
        return Ascii.IsValid(text)
            ? Encoding.ASCII.GetString(text)
            : throw new DataException(
                DataError.Malformed, "A text of bytes holds one that is not ASCII", "Save the text as str, not as bytes.", path);
    }
}
