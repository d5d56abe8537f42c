namespace MeanFieldDsl;

/// <summary>What is wrong with a data set or a data file.</summary>
public enum DataError
{
    /// <summary>The text or bytes do not follow the format.</summary>
    Malformed,

    /// <summary>A value is NaN or infinite.</summary>
    NotFinite,

    /// <summary>Lengths or shapes do not fit together.</summary>
    ShapeMismatch,

    /// <summary>There are no rows, or no input columns.</summary>
    Empty,

    /// <summary>The file is missing, is a directory, or cannot be read.</summary>
    Unreadable,

    /// <summary>The file ends too early.</summary>
    Truncated,

    /// <summary>A cell is not a number.</summary>
    NotANumber,

    /// <summary>A cell is empty or holds a marker for a missing value, such as NA.</summary>
    MissingValue,

    /// <summary>A column was asked for that the data do not have.</summary>
    ColumnNotFound,

    /// <summary>The targets of a data set without targets were asked for.</summary>
    MissingTargets,

    /// <summary>The format is valid and not one that is read here, for example complex numbers.</summary>
    Unsupported,

    /// <summary>The data have more values than one array can hold.</summary>
    TooLarge,

    /// <summary>An integer of the file is too large to be held exactly by a double.</summary>
    Inexact,

    /// <summary>A target lies outside the domain of the loss, for example a label that is neither −1 nor +1.</summary>
    LabelOutsideDomain,

    /// <summary>An input that must be a whole number is not.</summary>
    NotAnInteger,

    /// <summary>An input that is an index lies outside its range.</summary>
    IndexOutOfRange,

    /// <summary>An array was asked for that the archive does not hold.</summary>
    EntryNotFound,

    /// <summary>The bytes are not those that were written: their checksum is another.</summary>
    ChecksumMismatch,

    /// <summary>The particles of a file belong to another feature, or have other parameters.</summary>
    LayoutMismatch,
}
