namespace MeanFieldDsl;

/// <summary>
/// States the length of a <see cref="Vec"/> parameter: a number known at compile time, or the name of a dimension
/// that is given at run time. Parameters with the same name have the same length.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter, Inherited = false)]
public sealed class DimAttribute : Attribute
{
    /// <summary>A length known at compile time.</summary>
    /// <param name="size">The number of elements; the compiler reports a value below 1.</param>
    public DimAttribute(int size) => Size = size;

    /// <summary>A named length, given at run time.</summary>
    /// <param name="name">The name of the dimension, for example <c>n1</c>.</param>
    public DimAttribute(string name) => Name = name;

    /// <summary>The length in elements, or 0 when the dimension is named.</summary>
    public int Size { get; }

    /// <summary>The name of the dimension, or null when its size is fixed.</summary>
    public string? Name { get; }
}
