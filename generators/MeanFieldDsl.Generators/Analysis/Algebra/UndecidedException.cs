namespace MeanFieldDsl.Generators.Analysis.Algebra;

/// <summary>Ends a proof attempt; never leaves the analysis.</summary>
/// <param name="reason">A clause that follows the text of the node.</param>
internal sealed class UndecidedException(string reason) : Exception(reason)
{
    /// <summary>The node that stopped the proof, or −1.</summary>
    public int Node { get; set; } = -1;
}
