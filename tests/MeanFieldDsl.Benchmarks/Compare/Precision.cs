namespace MeanFieldDsl.Benchmarks.Compare;

/// <summary>The type of the numbers that a step is computed in.</summary>
internal enum Precision
{
    Double,
    Single,
}
