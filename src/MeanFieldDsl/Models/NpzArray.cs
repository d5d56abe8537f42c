using System.Runtime.InteropServices;

namespace MeanFieldDsl;

/// <summary>An array of an archive, bit for bit, in C order.</summary>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Items">The bits of numbers; empty for text.</param>
/// <param name="Texts">The texts; empty for numbers.</param>
internal readonly record struct NpzArray(NpzType Type, NpzShape Shape, ulong[] Items, string[] Texts)
{
    public static NpzArray Of(string text) => new(NpzType.Text, NpzShape.Scalar, [], [text]);

    public static NpzArray Of(string[] texts) => new(NpzType.Text, NpzShape.Vector(texts.Length), [], texts);

    public static NpzArray Of(ulong value) => new(NpzType.UInt64, NpzShape.Scalar, [value], []);

    public static NpzArray Of(long value) => new(NpzType.Int64, NpzShape.Scalar, [(ulong)value], []);

    public static NpzArray Of(ReadOnlySpan<long> values) =>
        new(NpzType.Int64, NpzShape.Vector(values.Length), MemoryMarshal.Cast<long, ulong>(values).ToArray(), []);

    public static NpzArray Of(ReadOnlySpan<double> values) => Of(values, NpzShape.Vector(values.Length));

    public static NpzArray Of(ReadOnlySpan<double> values, NpzShape shape) =>
        new(NpzType.Float64, shape, MemoryMarshal.Cast<double, ulong>(values).ToArray(), []);

    /// <summary>The numbers of an array of doubles.</summary>
    public ReadOnlySpan<double> Numbers => MemoryMarshal.Cast<ulong, double>(Items);
}
