using System.Runtime.InteropServices;

namespace MeanFieldDsl;

/// <summary>
/// What a run needs to go on as if it had never ended: numbers and texts by name, bit for bit. Memory is used again when a value of the
/// same length is put in place of another.
/// </summary>
internal sealed class FlowState
{
    private readonly Dictionary<string, NpzArray> _entries = [];
    private readonly List<string> _names = [];

    /// <summary>The names in the order in which they were first put.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The file the state was read from, or null.</summary>
    public string? FilePath { get; init; }

    /// <summary>Puts numbers: an array of one dimension.</summary>
    public void Put(string name, ReadOnlySpan<double> values) =>
        PutItems(name, NpzType.Float64, NpzShape.Vector(values.Length), MemoryMarshal.Cast<double, ulong>(values));

    /// <summary>Puts a matrix of so many columns, row-major.</summary>
    public void Put(string name, ReadOnlySpan<double> values, int columns)
    {
        if (columns < 1 || values.Length % columns != 0)
        {
            throw new ArgumentException(
                $"{values.Length} values were given for '{name}', a matrix of {columns} columns; give a multiple of at least one column.", nameof(values));
        }

        PutItems(name, NpzType.Float64, NpzShape.Matrix(values.Length / columns, columns), MemoryMarshal.Cast<double, ulong>(values));
    }

    /// <summary>Puts a number.</summary>
    public void Put(string name, double value) => PutItems(name, NpzType.Float64, NpzShape.Scalar, [BitConverter.DoubleToUInt64Bits(value)]);

    /// <summary>Puts a whole number.</summary>
    public void Put(string name, long value) => PutItems(name, NpzType.Int64, NpzShape.Scalar, [(ulong)value]);

    /// <summary>Puts a counter, such as the position of a random generator.</summary>
    public void Put(string name, ulong value) => PutItems(name, NpzType.UInt64, NpzShape.Scalar, [value]);

    /// <summary>Puts a text of valid Unicode without zero characters.</summary>
    public void Put(string name, string value)
    {
        _ = NpyTexts.Size(value);
        Put(name, NpzArray.Of(value));
    }

    /// <summary>Puts an array as it was read.</summary>
    public void Put(string name, in NpzArray value)
    {
        CheckName(name);
        if (!_entries.ContainsKey(name))
        {
            _names.Add(name);
        }

        _entries[name] = value;
    }

    /// <summary>Numbers, of a vector or of a matrix, row-major; they change with the next put of that name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="length">How many they must be, or null for any number.</param>
    /// <exception cref="CheckpointException">There is no such entry, or it holds something else.</exception>
    public ReadOnlySpan<double> Numbers(string name, int? length = null)
    {
        NpzArray entry = Find(name);
        bool right = entry.Type == NpzType.Float64 && entry.Shape.Rank > 0 && (length ?? entry.Items.Length) == entry.Items.Length;
        return right ? entry.Numbers : throw Wrong(name, entry, length is null ? "numbers" : $"{length} numbers");
    }

    /// <summary>A number.</summary>
    /// <exception cref="CheckpointException">There is no such entry, or it holds something else.</exception>
    public double Number(string name) => BitConverter.UInt64BitsToDouble(Scalar(name, NpzType.Float64, "one number"));

    /// <summary>A whole number.</summary>
    /// <exception cref="CheckpointException">There is no such entry, or it holds something else.</exception>
    public long Integer(string name) => (long)Scalar(name, NpzType.Int64, "one integer");

    /// <summary>A counter.</summary>
    /// <exception cref="CheckpointException">There is no such entry, or it holds something else.</exception>
    public ulong Counter(string name) => Scalar(name, NpzType.UInt64, "one counter");

    /// <summary>A text.</summary>
    /// <exception cref="CheckpointException">There is no such entry, or it holds something else.</exception>
    public string Text(string name)
    {
        NpzArray entry = Find(name);
        return entry.Type == NpzType.Text && entry.Shape.Rank == 0 ? entry.Texts[0] : throw Wrong(name, entry, "one text");
    }

    /// <summary>An entry as it stands.</summary>
    /// <exception cref="CheckpointException">There is no such entry.</exception>
    public NpzArray Find(string name) => _entries.TryGetValue(name, out NpzArray entry)
        ? entry
        : throw new CheckpointException(
            CheckpointError.MissingEntry,
            $"The checkpoint holds no '{name}'; it holds {(_names.Count == 0 ? "nothing" : string.Join(", ", _names))}",
            "Continue with the version of the library that wrote it, or start anew.",
            FilePath);

    private static void CheckName(string name)
    {
        bool fine = name.Length is > 0 and <= 64 && (char.IsAsciiLetter(name[0]) || name[0] == '_');
        foreach (char character in name)
        {
            fine &= char.IsAsciiLetterOrDigit(character) || character == '_';
        }

        if (!fine || CheckpointFormat.Reserved.Contains(name))
        {
            throw new ArgumentException(
                $"An entry cannot have the name {CsvReader.Quote(name)}; take 1 to 64 letters, digits and underscores without a digit in front, other than {string.Join(", ", CheckpointFormat.Reserved)}.",
                nameof(name));
        }
    }

    private void PutItems(string name, NpzType type, NpzShape shape, ReadOnlySpan<ulong> items)
    {
        if (_entries.TryGetValue(name, out NpzArray old) && old.Items.Length == items.Length && old.Type != NpzType.Text)
        {
            items.CopyTo(old.Items);
            _entries[name] = old with { Type = type, Shape = shape };
        }
        else
        {
            Put(name, new NpzArray(type, shape, items.ToArray(), []));
        }
    }

    private ulong Scalar(string name, NpzType type, string wanted)
    {
        NpzArray entry = Find(name);
        return entry.Type == type && entry.Shape.Rank == 0 ? entry.Items[0] : throw Wrong(name, entry, wanted);
    }

    private CheckpointException Wrong(string name, in NpzArray entry, string wanted) => new(
        CheckpointError.WrongShape,
        $"'{name}' of the checkpoint is {entry.Type} of shape {entry.Shape}, where {wanted} must stand",
        "Continue with the version of the library and the settings that wrote it, or start anew.",
        FilePath);
}
