namespace MeanFieldDsl.Tests.Kernels;

/// <summary>Tests that set the SIMD width or count allocations, which belong to the whole process: they run alone.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
