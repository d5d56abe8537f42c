namespace MeanFieldDsl;

/// <summary>A start and why it suits the feature.</summary>
/// <param name="Initialisation">The start.</param>
/// <param name="Reason">The reason in words.</param>
public sealed record InitialisationChoice(Initialisation Initialisation, string Reason);
