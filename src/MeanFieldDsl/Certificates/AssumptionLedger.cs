using System.Collections;
using System.Text;

namespace MeanFieldDsl;

/// <summary>How far a hypothesis of the theory is settled.</summary>
public enum AssumptionStatus
{
    /// <summary>Proved at compile time.</summary>
    Proved,

    /// <summary>Refuted; the reason holds the witness.</summary>
    Refuted,

    /// <summary>Claimed by the author of the declaration and not checked.</summary>
    Assumed,

    /// <summary>Neither proved nor refuted.</summary>
    Undecided,

    /// <summary>About the run, not the model: the run reports what it sees of it.</summary>
    AtRunTime,

    /// <summary>Nobody can check it for a general model, at compile time or at run time.</summary>
    NotCheckable,
}

/// <summary>One hypothesis of the theory and its status.</summary>
/// <param name="Subject">The declaration it is about.</param>
/// <param name="Statement">The hypothesis, for example "positively 2-homogeneous in (a, w, b)".</param>
/// <param name="Status">How far it is settled.</param>
/// <param name="Reason">The rule that proved it, the witness that refuted it, or why it is open.</param>
public sealed record Assumption(string Subject, string Statement, AssumptionStatus Status, string Reason);

/// <summary>What the compiler found out about a model's hypotheses, one entry for each.</summary>
public sealed class AssumptionLedger : IReadOnlyList<Assumption>
{
    private readonly Assumption[] _entries;

    /// <summary>Creates a ledger.</summary>
    /// <param name="entries">The hypotheses in order.</param>
    public AssumptionLedger(params IEnumerable<Assumption> entries) => _entries = [.. entries];

    /// <inheritdoc/>
    public int Count => _entries.Length;

    /// <inheritdoc/>
    public Assumption this[int index] => _entries[index];

    /// <inheritdoc/>
    public IEnumerator<Assumption> GetEnumerator() => ((IEnumerable<Assumption>)_entries).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>One line for each hypothesis: status, subject, statement and reason.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        foreach (Assumption entry in _entries)
        {
            _ = text.Append($"{entry.Status,-12}  {entry.Subject}: {entry.Statement} ({entry.Reason})\n");
        }

        return text.ToString();
    }
}
