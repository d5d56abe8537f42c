using MeanFieldDsl.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace MeanFieldDsl.Generators.FrontEnd;

/// <summary>Methods with [Primitive]: called by generated code instead of being inlined, with a derivative of the user's.</summary>
internal sealed class PrimitiveParser(FormulaScope scope)
{
    public static bool Owns(IMethodSymbol method) => KnownTypes.Attribute(method, "PrimitiveAttribute") is not null;

    public Operand Call(IMethodSymbol method, Operand argument, SyntaxNode at)
    {
        if (!IsFunction(method))
        {
            return scope.Deny(at, "a primitive that is not a static method from double to double of a type that is not generic");
        }

        if (Register(method) is not int function)
        {
            return scope.Error(Descriptors.NoDerivative, at, method.Name, method.Parameters[0].Name);
        }

        return argument.IsVector ? scope.Poison() : Operand.Scalar(scope.Builder.Primitive(function, argument.Node));
    }

    // The function's place in the table, its derivative registered with it; null when it names none.
    private int? Register(IMethodSymbol method)
    {
        string name = Text(method);
        int known = scope.Primitives.FindIndex(p => p.Method == name && p.Derivative >= 0);
        if (known >= 0)
        {
            return known;
        }

        if (Derivative(method) is not IMethodSymbol derivative)
        {
            return null;
        }

        int place = scope.Primitives.Count;
        scope.Primitives.Add(new(name, -1));

        // A derivative that is a primitive itself brings its own; others end the chain. A function can be its own derivative.
        int next = scope.Primitives.FindIndex(p => p.Method == Text(derivative));
        if (next < 0)
        {
            next = Owns(derivative) && Derivative(derivative) is not null ? Register(derivative)!.Value : scope.Primitives.Count;
            if (next == scope.Primitives.Count)
            {
                scope.Primitives.Add(new(Text(derivative), -1));
            }
        }

        scope.Primitives[place] = new(name, next);
        return place;
    }

    private static IMethodSymbol? Derivative(IMethodSymbol method)
    {
        AttributeData? attribute = KnownTypes.Attribute(method, "PrimitiveAttribute");
        string? name = attribute?.NamedArguments.FirstOrDefault(static a => a.Key == "Derivative").Value.Value as string;
        return name is null ? null : method.ContainingType.GetMembers(name).OfType<IMethodSymbol>().FirstOrDefault(IsFunction);
    }

    private static bool IsFunction(IMethodSymbol method) =>
        method.IsStatic && !method.IsGenericMethod && !method.ContainingType.IsGenericType && method.MethodKind == MethodKind.Ordinary
        && method.ReturnType.SpecialType == SpecialType.System_Double && method.RefKind == RefKind.None
        && method.Parameters.Length == 1 && method.Parameters[0].RefKind == RefKind.None
        && method.Parameters[0].Type.SpecialType == SpecialType.System_Double;

    private static string Text(IMethodSymbol method) => method.ContainingType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat) + "." + method.Name;
}
