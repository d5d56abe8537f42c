namespace MeanFieldDsl.Benchmarks.Accuracy;

/// <summary>A row of the table: the largest error of a function in units of the last place, and where it is.</summary>
internal sealed record AccuracyFigures(string Function, string Type, long Points, double MaximumError, double At, double AtSecond, int SpecialValues, IReadOnlyList<string> WrongSpecialValues)
{
    /// <summary>What is promised.</summary>
    public const double Limit = 2;

    /// <summary>Whether the promise is kept.</summary>
    public bool IsRight => MaximumError <= Limit && WrongSpecialValues.Count == 0;
}
