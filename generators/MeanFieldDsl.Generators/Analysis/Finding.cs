namespace MeanFieldDsl.Generators.Analysis;

/// <summary>The answer to one question about a formula: proved, refuted by a witness, or undecided.</summary>
/// <param name="Status">Proved, refuted or undecided.</param>
/// <param name="Rule">What proved it, or what the proof stopped at.</param>
/// <param name="Reason">The derivation, the witness, or what is wrong with the node, as a clause that follows its text.</param>
/// <param name="Node">The node of the formula at which the proof stopped, or −1.</param>
internal sealed record Finding(HypothesisStatus Status, string Rule, string Reason, int Node = -1)
{
    public bool IsProved => Status == HypothesisStatus.Proved;

    public bool IsRefuted => Status == HypothesisStatus.Refuted;

    public static Finding Proved(string rule, string reason = "") => new(HypothesisStatus.Proved, rule, reason);

    public static Finding Refuted(string rule, string witness) => new(HypothesisStatus.Refuted, rule, witness);

    public static Finding Undecided(string rule, string reason, int node = -1) => new(HypothesisStatus.Undecided, rule, reason, node);

    public override string ToString() => Reason.Length == 0 ? Rule : Rule + ": " + Reason;
}
