namespace MeanFieldDsl;

/// <summary>
/// Marks the method whose body is the formula of a declaration. The body is ordinary C# in the supported
/// language; it is read at compile time and can be called as it stands.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class FormulaAttribute : Attribute;
