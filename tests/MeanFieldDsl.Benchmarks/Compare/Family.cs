namespace MeanFieldDsl.Benchmarks.Compare;

/// <summary>The formula of a workload. The peers read the value as a number.</summary>
internal enum Family
{
    Relu = 0,
    Sigmoid = 1,
    Gauss = 2,
    Torus = 3,
    Tensor = 4,
}
