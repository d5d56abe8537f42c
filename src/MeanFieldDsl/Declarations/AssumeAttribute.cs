namespace MeanFieldDsl;

/// <summary>
/// Vouches for a property that the compiler cannot decide. Where it would say undecided, the assumptions of a model and
/// its theorem cards then say assumed, with the reason, and the warning that the claim is undecided is not given. What is proved
/// stays proved, and what is refuted stays an error.
/// </summary>
/// <param name="property">The property.</param>
/// <param name="reason">Why it holds: an argument, or where it is proved. A blank one has no effect.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class AssumeAttribute(Property property, string reason) : Attribute
{
    /// <summary>The property.</summary>
    public Property Property { get; } = property;

    /// <summary>Why it holds.</summary>
    public string Reason { get; } = reason;
}
