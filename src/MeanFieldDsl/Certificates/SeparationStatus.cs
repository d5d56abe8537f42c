namespace MeanFieldDsl;

/// <summary>What m particles can show of a support that separates.</summary>
public enum SeparationStatus
{
    /// <summary>No hole was found that is wider than a quarter of the space: the particles could be drawn from a support that separates.</summary>
    Covered,

    /// <summary>A hole was found that takes half of the space or more: as far as m particles show, the support does not separate.</summary>
    Uncovered,

    /// <summary>Neither, or no theorem asks for a support.</summary>
    Undecided,
}
