using System.Collections.Concurrent;
using System.Globalization;
using MeanFieldDsl.Generators.Tests.Gradients;

namespace MeanFieldDsl.Generators.Tests.Analysis;

/// <summary>
/// Runs a check over consecutive seeds on all cores. What it finds does not depend on their number: each seed stands
/// alone. MFD_SEED sets the first and MFD_RANDOM_FORMULAS how many.
/// </summary>
internal static class ManyFormulas
{
    /// <summary>How many there are when nothing else is asked for.</summary>
    public const int UsualCount = 100_000;

    public static int Count { get; } = Number(UsualCount);

    /// <summary>For checks that take milliseconds each.</summary>
    public static int Fewer { get; } = Number(10_000);

    /// <summary>For checks that take a tenth of a second each.</summary>
    public static int Least { get; } = Number(500);

    /// <summary>The contradictions that the check returns, in the order of the seeds.</summary>
    public static string[] Contradictions(int count, Func<int, IEnumerable<string>> check)
    {
        ConcurrentBag<(int Seed, string Text)> found = [];
        _ = Parallel.ForEach(Partitioner.Create(Seeds.First, Seeds.First + count, Math.Clamp(count / 50, 1, 200)), range =>
        {
            for (int seed = range.Item1; seed < range.Item2; seed++)
            {
                foreach (string text in check(seed))
                {
                    found.Add((seed, text));
                }
            }
        });
        return [.. found.OrderBy(f => f.Seed).ThenBy(f => f.Text, StringComparer.Ordinal).Select(f => f.Text)];
    }

    /// <summary>Adds to a counter that several threads share.</summary>
    public static void Add(ref int counter, bool isOne)
    {
        if (isOne)
        {
            _ = Interlocked.Increment(ref counter);
        }
    }

    private static int Number(int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable("MFD_RANDOM_FORMULAS"), NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : usual;
}
