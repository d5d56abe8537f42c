namespace MeanFieldDsl;

/// <summary>The types of arrays that an archive holds bit for bit.</summary>
internal enum NpzType
{
    /// <summary>Doubles, <c>&lt;f8</c>.</summary>
    Float64,

    /// <summary>Signed integers, <c>&lt;i8</c>.</summary>
    Int64,

    /// <summary>Unsigned integers, <c>&lt;u8</c>.</summary>
    UInt64,

    /// <summary>Unicode text, <c>&lt;U</c>; ASCII text, <c>|S</c>, is read as well.</summary>
    Text,
}
