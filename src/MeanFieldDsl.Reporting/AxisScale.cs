namespace MeanFieldDsl.Reporting;

/// <summary>How an axis maps values to lengths.</summary>
public enum AxisScale
{
    /// <summary>Equal differences have equal lengths.</summary>
    Linear,

    /// <summary>Equal ratios have equal lengths; every value must be positive.</summary>
    Log,
}
