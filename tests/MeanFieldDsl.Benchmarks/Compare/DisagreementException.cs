namespace MeanFieldDsl.Benchmarks.Compare;

/// <summary>A peer does not compute what we compute, so that its time says nothing.</summary>
internal sealed class DisagreementException(string message) : Exception(message);
