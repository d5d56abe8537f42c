using System.Globalization;
using System.Text;

namespace MeanFieldDsl.Reporting;

/// <summary>The history of a flow as a table for people.</summary>
public static class FlowTable
{
    private static readonly int[] Mantissas = [1, 2, 5];

    /// <summary>
    /// A heading and the lines for iterations 0, 1, 2, 5, 10, 20, 50, … and the last: iteration, objective F, residual, step in flow
    /// time, and wall-clock time in seconds. Where the history has no such iteration, the next one it has is shown.
    /// </summary>
    /// <param name="history">The history of a result, in order of iterations; the table of an empty one is its heading.</param>
    public static string Format(IReadOnlyList<FlowReport> history)
    {
        ArgumentNullException.ThrowIfNull(history);
        StringBuilder text = new("iteration        objective   residual       step   time (s)\n");
        long next = 0;
        for (int i = 0; i < history.Count; i++)
        {
            FlowReport line = history[i];
            if (line.Iteration < next && i < history.Count - 1)
            {
                continue;
            }

            _ = text.Append(
                CultureInfo.InvariantCulture,
                $"{line.Iteration,9:N0} {line.Objective,16:F9} {line.Residual,10:0.00e+00} {line.Step,10:0.00e+00} {line.Elapsed.TotalSeconds,10:F3}\n");
            next = After(line.Iteration);
        }

        return text.ToString();
    }

    // The next of 1, 2, 5, 10, 20, 50, …
    private static long After(long iteration)
    {
        for (long power = 1; ; power *= 10)
        {
            foreach (int mantissa in Mantissas)
            {
                if (mantissa * power > iteration)
                {
                    return mantissa * power;
                }
            }
        }
    }
}
