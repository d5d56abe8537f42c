namespace MeanFieldDsl;

/// <summary>How a text file of numbers is laid out. Numbers are written with a decimal point, whatever the culture.</summary>
public sealed record CsvOptions
{
    /// <summary>The character between two cells.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>
    /// Whether the first line that is not skipped holds names. <see langword="null"/> looks at it: it is a header when
    /// <see cref="TargetName"/> is given, or when a cell is neither a number nor a marker for a missing one (an empty
    /// cell, <c>?</c>, <c>NA</c>, <c>NaN</c>, <c>null</c>).
    /// </summary>
    public bool? HasHeader { get; init; }

    /// <summary>How many lines to pass over at the beginning, at least 0.</summary>
    public int SkipLines { get; init; }

    /// <summary>The column of the target, from 0; negative numbers count from the end, so −1 is the last.</summary>
    public int TargetColumn { get; init; } = -1;

    /// <summary>The name of the target's column; it takes precedence over <see cref="TargetColumn"/>.</summary>
    public string? TargetName { get; init; }

    /// <summary>Whether every column is an input and the set has no targets, for prediction.</summary>
    public bool InputsOnly { get; init; }

    internal void Check()
    {
        if (Delimiter is '"' or '\r' or '\n' or '\0' or '.' or '-' or '+' || char.IsAsciiLetterOrDigit(Delimiter))
        {
            throw new ArgumentException(
                $"The delimiter is '{Delimiter}' (U+{(int)Delimiter:X4}), which can be part of a number, a quote or a line end; use ',', ';', a space or a tab.",
                nameof(Delimiter));
        }

        if (SkipLines < 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(SkipLines), $"{SkipLines} lines to skip were asked for; give 0 or more.");
        }

        if (TargetName is not null && HasHeader == false)
        {
            throw new ArgumentException(
                $"The target is named '{TargetName}' and the file is said to have no header; set HasHeader or use TargetColumn.",
                nameof(TargetName));
        }

        if (TargetName is not null && InputsOnly)
        {
            throw new ArgumentException(
                $"The target is named '{TargetName}' and every column is said to be an input; remove one of the two.",
                nameof(InputsOnly));
        }
    }
}
