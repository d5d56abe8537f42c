using System.Globalization;

namespace MeanFieldDsl.Benchmarks.Accuracy;

/// <summary>The arguments of <c>accuracy</c>.</summary>
internal sealed record AccuracyOptions(long Points, IReadOnlyList<Subject> Subjects, string? Json)
{
    /// <summary>Reads the arguments, or says on the error stream what is wrong with them.</summary>
    public static AccuracyOptions? Parse(string[] arguments)
    {
        AccuracyOptions options = new(100_000_000, Subject.All, null);
        for (int i = 0; i < arguments.Length; i += 2)
        {
            string value = i + 1 < arguments.Length ? arguments[i + 1] : "";
            Subject? chosen = Subject.All.FirstOrDefault(s => s.Name == value);
            AccuracyOptions? next = arguments[i] switch
            {
                "--points" when long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long points) && points > 0 => options with { Points = points },
                "--function" when chosen is not null => options with { Subjects = [chosen] },
                "--json" when value.Length > 0 => options with { Json = value },
                _ => null,
            };
            if (next is null)
            {
                Console.Error.WriteLine($"""
                    accuracy does not understand '{arguments[i]} {value}'.
                    --points N        for each function and precision, 100000000 unless given; from 4294967296 on all floats
                    --function NAME   one of {string.Join(", ", Subject.All.Select(static s => s.Name))}; all of them unless given
                    --json FILE       where to write the figures
                    """);
                return null;
            }

            options = next;
        }

        return options;
    }
}
