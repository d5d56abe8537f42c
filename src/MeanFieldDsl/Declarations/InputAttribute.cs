namespace MeanFieldDsl;

/// <summary>Marks a parameter of a feature that is read from the data row, not optimised.</summary>
[AttributeUsage(AttributeTargets.Parameter, Inherited = false)]
public sealed class InputAttribute : Attribute;
