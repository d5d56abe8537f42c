using System.Globalization;

namespace MeanFieldDsl;

/// <summary>A column of the table that a history is written as.</summary>
/// <param name="Name">The name in files.</param>
/// <param name="Integer">The value of a line where it is a whole number, otherwise null.</param>
/// <param name="Number">The value of a line where it is a number, otherwise null.</param>
internal sealed record FlowColumn(string Name, Func<FlowReport, long>? Integer, Func<FlowReport, double>? Number)
{
    /// <summary>All columns, one for each property of a report, in its order.</summary>
    public static IReadOnlyList<FlowColumn> All { get; } =
    [
        Of("iteration", static line => line.Iteration),
        Of("objective", static line => line.Objective),
        Of("residual", static line => line.Residual),
        Of("step", static line => line.Step),
        Of("flow_time", static line => line.FlowTime),
        Of("evaluations", static line => line.Evaluations),
        Of("dissipated", static line => line.Dissipated),
        Of("elapsed_seconds", static line => line.Elapsed.TotalSeconds),
        Of("lower_bound", static line => line.LowerBound),
    ];

    /// <summary>The line that has these numbers in the columns.</summary>
    public static FlowReport Line(ReadOnlySpan<double> cells) =>
        new((int)cells[0], cells[1], cells[2], cells[3], cells[4], (long)cells[5], cells[6], TimeSpan.FromSeconds(cells[7])) { LowerBound = cells[8] };

    /// <summary>The numbers of a line, in the order of the columns.</summary>
    public static double[] Numbers(FlowReport line) => [.. All.Select(column => column.Integer is null ? column.Number!(line) : column.Integer(line))];

    public string Cell(in FlowReport line) =>
        Integer is null ? CsvWriter.Cell(Number!(line)) : Integer(line).ToString(CultureInfo.InvariantCulture);

    public NpzArray ToArray(IReadOnlyList<FlowReport> history) => Integer is null
        ? NpzArray.Of([.. history.Select(Number!)])
        : NpzArray.Of([.. history.Select(Integer)]);

    private static FlowColumn Of(string name, Func<FlowReport, long> value) => new(name, value, null);

    private static FlowColumn Of(string name, Func<FlowReport, double> value) => new(name, null, value);
}
