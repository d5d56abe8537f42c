namespace MeanFieldDsl;

/// <summary>A state that was read.</summary>
/// <param name="State">The state; it knows its file.</param>
/// <param name="Refused">Why a newer file was not taken; empty when the newest was.</param>
internal sealed record CheckpointLoad(FlowState State, IReadOnlyList<CheckpointException> Refused);
