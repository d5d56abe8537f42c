namespace MeanFieldDsl;

/// <summary>What differs between two identities, which are lines <c>key: value</c>.</summary>
internal static class CheckpointIdentity
{
    private const string Separator = ": ";
    private const int Shown = 3;

    /// <summary>Names the lines that differ, with both values from shortly before the first character that differs.</summary>
    /// <param name="found">The identity in the file.</param>
    /// <param name="expected">The identity of the run.</param>
    public static string Difference(string found, string expected)
    {
        Dictionary<string, string> there = Parse(found);
        Dictionary<string, string> here = Parse(expected);
        List<string> differences = [];
        foreach (string key in here.Keys.Union(there.Keys))
        {
            string? a = there.GetValueOrDefault(key);
            string? b = here.GetValueOrDefault(key);
            if (a != b)
            {
                differences.Add($"{key} is {Excerpt(a, b)} in the file and {Excerpt(b, a)} here");
            }
        }

        return differences.Count switch
        {
            0 => "the same lines stand in another order",
            <= Shown => string.Join("; ", differences),
            _ => $"{string.Join("; ", differences.Take(Shown))}; and {differences.Count - Shown} more",
        };
    }

    // A line without a key, and one whose key stands twice, has its number for a key.
    private static Dictionary<string, string> Parse(string identity)
    {
        Dictionary<string, string> values = [];
        string[] lines = identity.Split('\n');
        for (int k = 0; k < lines.Length; k++)
        {
            string line = lines[k].TrimEnd('\r');
            int end = line.IndexOf(Separator, StringComparison.Ordinal);
            string key = end > 0 ? line[..end] : $"line {k + 1}";
            if (values.ContainsKey(key))
            {
                (key, end) = ($"line {k + 1}", -1);
            }

            values[key] = end > 0 ? line[(end + Separator.Length)..] : line;
        }

        return values;
    }

    private static string Excerpt(string? value, string? other)
    {
        const int Before = 10;
        const int Longest = 40;
        if (value is null)
        {
            return "absent";
        }

        int same = other is null ? 0 : value.AsSpan().CommonPrefixLength(other);
        int start = value.Length <= Longest || same <= Before ? 0 : same - Before;
        return (start > 0 ? "…" : string.Empty) + CsvReader.Quote(value.AsSpan(start));
    }
}
