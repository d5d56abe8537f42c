namespace MeanFieldDsl.Benchmarks.Compare;

/// <summary>The figures of one workload in one precision, as the JSON has them. A ratio above 1 says that the library is faster.</summary>
internal sealed record Figures
{
    public required string Workload { get; init; }

    public required string Precision { get; init; }

    public required int Threads { get; init; }

    /// <summary>The median of our step.</summary>
    public required double OursMs { get; init; }

    public required IReadOnlyDictionary<string, double> PeersMs { get; init; }

    public double? RatioToAutograd { get; init; }

    public double? RatioToBestPython { get; init; }

    public double? RatioToC { get; init; }

    /// <summary>The operations of a dense network step by the time and by the fused multiply-adds that as many cores make at most.</summary>
    public double? FractionOfPeak { get; init; }

    public required double AllocatedBytesPerStep { get; init; }
}
