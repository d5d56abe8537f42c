namespace MeanFieldDsl.Benchmarks.Compare;

/// <summary>A peer does not compute what we compute, so that its time says nothing, or it has ended; the message is for the user.</summary>
internal sealed class PeerException(string message) : Exception(message);
