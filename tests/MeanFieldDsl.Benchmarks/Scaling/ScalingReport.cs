using System.Globalization;
using System.Text.Json;
using MeanFieldDsl.Benchmarks.Compare;

namespace MeanFieldDsl.Benchmarks.Scaling;

/// <summary>The subcommand <c>scaling</c>: whether a step costs the same for each pair, however many particles or rows there are.</summary>
internal static class ScalingReport
{
    private static readonly int[] Sizes = [1_000, 10_000, 100_000];

    private static readonly (Family Family, int Dimension, Precision Precision)[] Networks =
    [
        (Family.Relu, 2, Precision.Double),
        (Family.Relu, 20, Precision.Double),
        (Family.Relu, 100, Precision.Double),
        (Family.Relu, 100, Precision.Single),
        (Family.Sigmoid, 20, Precision.Double),
        (Family.Sigmoid, 20, Precision.Single),
    ];

    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    public static int Run(string[] arguments)
    {
        if (arguments is not ([] or ["--json", _]))
        {
            Console.Error.WriteLine("scaling understands --json FILE only: where to write the figures");
            return 2;
        }

        Console.WriteLine($"| network | type | {string.Join(" | ", Sizes.Select(static m => $"m = {Number(m)}"))} | {string.Join(" | ", Sizes.Skip(1).Select(static n => $"n = {Number(n)}"))} | largest by first |");
        Console.WriteLine(string.Concat(Enumerable.Repeat("|---", (2 * Sizes.Length) + 2)) + "|");
        List<ScalingTimes> table = [];
        foreach ((Family family, int dimension, Precision precision) in Networks)
        {
            ScalingTimes times = ScalingTimes.Measure(family, dimension, precision, Sizes);
            table.Add(times);
            IEnumerable<double> costs = times.InParticles.Values.Concat(times.InRows.Values.Skip(1));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {times.Name} | {times.Precision.ToString().ToLowerInvariant()} | {string.Join(" | ", costs.Select(static c => c.ToString("0.00", CultureInfo.InvariantCulture)))} | {times.Worst:0.00} |"));
        }

        if (arguments is [_, { } file])
        {
            File.WriteAllText(file, JsonSerializer.Serialize(table, Format));
        }

        return 0;
    }

    private static string Number(int size) => size.ToString("N0", CultureInfo.InvariantCulture);
}
