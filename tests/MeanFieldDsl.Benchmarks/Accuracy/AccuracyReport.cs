using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MeanFieldDsl.Benchmarks.Accuracy;

/// <summary>Measures, prints the table and says by the exit code whether every function keeps its promise.</summary>
internal static class AccuracyReport
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static int Run(string[] arguments)
    {
        AccuracyOptions? options = AccuracyOptions.Parse(arguments);
        if (options is null)
        {
            return 2;
        }

        List<AccuracyFigures> figures = [];
        Console.WriteLine("| function | type | points | maximum error in ulp | at | special values checked |\n|---|---|---|---|---|---|");
        foreach (Subject subject in options.Subjects)
        {
            foreach (Format format in (Format[])[Format.Double, Format.Single])
            {
                AccuracyFigures row = AccuracyMeasure.Run(subject, format, Count(subject, format, options.Points));
                figures.Add(row);
                Console.WriteLine(Row(row));
                foreach (string wrong in row.WrongSpecialValues)
                {
                    Console.Error.WriteLine(wrong);
                }
            }
        }

        if (options.Json is not null)
        {
            File.WriteAllText(options.Json, JsonSerializer.Serialize(figures, Json));
        }

        return figures.All(static f => f.IsRight) ? 0 : 1;
    }

    /// <summary>The row as it stands in the table.</summary>
    public static string Row(AccuracyFigures row)
    {
        string digits = row.Type == Format.Double.Name ? row.At.ToString("R", CultureInfo.InvariantCulture) : ((float)row.At).ToString("R", CultureInfo.InvariantCulture);
        string second = row.Type == Format.Double.Name ? row.AtSecond.ToString("R", CultureInfo.InvariantCulture) : ((float)row.AtSecond).ToString("R", CultureInfo.InvariantCulture);
        string at = row.Function == "Pow" ? $"{digits}, {second}" : digits;
        return string.Create(CultureInfo.InvariantCulture, $"| {row.Function} | {row.Type} | {row.Points} | {row.MaximumError:F3} | {at} | {row.SpecialValues} |");
    }

    private static long Count(Subject subject, Format format, long points)
        => format == Format.Single && !subject.IsBinary ? Math.Min(points, Points.AllFloats) : points;
}
