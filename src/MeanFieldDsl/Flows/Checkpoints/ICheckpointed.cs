namespace MeanFieldDsl;

/// <summary>A run whose state can be kept.</summary>
internal interface ICheckpointed
{
    /// <summary>Writes down all that decides about the rest of the run.</summary>
    void Save(FlowState state);
}
