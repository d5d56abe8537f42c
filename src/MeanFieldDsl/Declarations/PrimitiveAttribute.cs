namespace MeanFieldDsl;

/// <summary>
/// Makes a static method from double to double a function of the formula language: it is called as it stands, not
/// inlined, so its body may contain anything. Its derivative is another such method.
/// </summary>
/// <remarks>
/// The derivative is compared with central differences of the function when a model is bound to data, and a
/// disagreement is an error. Nothing is known at compile time about a primitive, so no degree, sign or curvature is
/// proved through it, except that it leaves unchanged what scaling leaves unchanged.
/// </remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PrimitiveAttribute : Attribute
{
    /// <summary>The name of the method that computes the derivative: static, from double to double, in the same type.</summary>
    public required string Derivative { get; init; }
}
