using System.Globalization;

namespace MeanFieldDsl.Benchmarks.Compare;

/// <summary>The arguments of <c>compare</c>.</summary>
internal sealed record Options(IReadOnlyList<string> Workloads, string? Json, int Threads)
{
    /// <summary>Reads the arguments, or says on the error stream what is wrong with them.</summary>
    public static Options? Parse(string[] arguments)
    {
        Options options = new(Compare.Workloads.Names, null, 1);
        for (int i = 0; i < arguments.Length; i += 2)
        {
            string value = i + 1 < arguments.Length ? arguments[i + 1] : "";
            Options? next = arguments[i] switch
            {
                "--workload" when Compare.Workloads.Names.Contains(value) => options with { Workloads = [value] },
                "--json" when value.Length > 0 => options with { Json = value },
                "--threads" when int.TryParse(value, CultureInfo.InvariantCulture, out int threads) && threads > 0 => options with { Threads = threads },
                _ => null,
            };
            if (next is null)
            {
                Console.Error.WriteLine($"""
                    compare does not understand '{arguments[i]} {value}'.
                    --workload NAME   one of {string.Join(", ", Compare.Workloads.Names)}; all of them unless given
                    --json FILE       where to write the figures
                    --threads COUNT   for everybody, 1 unless given
                    """);
                return null;
            }

            options = next;
        }

        return options;
    }
}
