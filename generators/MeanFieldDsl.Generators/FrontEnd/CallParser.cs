using MeanFieldDsl.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MeanFieldDsl.Generators.FrontEnd;

/// <summary>Calls: intrinsics become nodes, helpers with source are inlined, anything else is refused.</summary>
internal sealed class CallParser(FormulaParser parser)
{
    private const int DeepestInlining = 32;

    // Members whose definition is being inlined, so that recursion is found before it runs away.
    private readonly List<ISymbol> _open = [];

    private FormulaScope Scope => parser.Scope;

    public Operand Visit(IInvocationOperation invocation)
    {
        IMethodSymbol method = invocation.TargetMethod;
        if (ReductionParser.Owns(method))
        {
            return parser.Reductions.Visit(invocation);
        }

        if (!IsCallable(method, invocation.Instance, invocation.IsVirtual, invocation.Syntax))
        {
            return Scope.Poison();
        }

        Operand[] arguments = new Operand[method.Parameters.Length];
        foreach (IArgumentOperation argument in invocation.Arguments)
        {
            if (argument.Parameter is not IParameterSymbol parameter || parameter.Ordinal >= arguments.Length)
            {
                return Scope.Poison();
            }

            arguments[parameter.Ordinal] = parser.Expressions.Visit(argument.Value);
        }

        return Call(method, arguments, invocation.Syntax);
    }

    /// <summary>Applies a method group, as in Sum(w, Sq), to operands.</summary>
    public Operand Apply(IMethodReferenceOperation reference, Operand[] arguments) =>
        IsCallable(reference.Method, reference.Instance, reference.IsVirtual, reference.Syntax)
            ? Call(reference.Method, arguments, reference.Syntax)
            : Scope.Poison();

    /// <summary>Inlines a computed property.</summary>
    public Operand Property(IPropertySymbol property, IPropertyReferenceOperation reference)
    {
        IMethodSymbol getter = property.GetMethod!;
        return IsCallable(getter, reference.Instance, IsOpen(getter), reference.Syntax) ? Call(getter, [], reference.Syntax) : Scope.Poison();
    }

    /// <summary>Runs a lambda with the given values of its parameters.</summary>
    public Operand Lambda(IAnonymousFunctionOperation lambda, Operand[] arguments) => Run(lambda.Symbol, lambda.Body, arguments);

    /// <summary>Inlines the definition of a member, unless that leads back to itself.</summary>
    public Operand Guarded(ISymbol member, SyntaxNode at, Func<Operand> inline)
    {
        int first = _open.FindIndex(open => SymbolEqualityComparer.Default.Equals(open, member));
        if (first >= 0)
        {
            string cycle = string.Join(" → ", _open.Skip(first).Append(member).Select(Name));
            return Scope.Error(Descriptors.Recursive, at, Name(member), cycle);
        }

        // The formula itself is the first.
        if (_open.Count > DeepestInlining)
        {
            return Scope.Deny(at, "helpers nested more than 32 deep");
        }

        _open.Add(member);
        Operand result = inline();
        _open.RemoveAt(_open.Count - 1);
        return result;
    }

    /// <summary>Runs a body within the frame of its method.</summary>
    public Operand Run(IMethodSymbol method, IBlockOperation body, Operand[] arguments)
    {
        if (arguments.Length != method.Parameters.Length)
        {
            return Scope.Poison();
        }

        foreach (IParameterSymbol parameter in method.Parameters)
        {
            Scope.Bind(parameter, arguments[parameter.Ordinal]);
        }

        Scope.Calls.Add(method);
        Operand result = parser.Statements.Body(body);
        Scope.Calls.RemoveAt(Scope.Calls.Count - 1);
        return result;
    }

    private static string Name(ISymbol symbol) =>
        symbol is IMethodSymbol { AssociatedSymbol: { } property } ? property.Name : symbol.Name;

    private static bool IsOpen(IMethodSymbol method) =>
        method.IsAbstract || method.IsVirtual || method.IsOverride || method.ContainingType?.TypeKind == TypeKind.Interface;

    private Operand Call(IMethodSymbol method, Operand[] arguments, SyntaxNode at)
    {
        if (Intrinsics.Find(method) is Lowering lowering)
        {
            return Operand.Scalar(lowering(Scope.Builder, [.. arguments.Select(static a => a.Node)]));
        }

        if (PrimitiveParser.Owns(method))
        {
            return arguments.Length == 1
                ? new PrimitiveParser(Scope).Call(method, arguments[0], at)
                : Scope.Deny(at, "a primitive that does not take exactly one number");
        }

        IMethodSymbol definition = Definition(method);
        IBlockOperation? body = parser.Bodies.Find(definition);
        if (body is null && ExportedFormula.Of(definition) is { } exported)
        {
            int before = Scope.Builder.Count;
            Operand result = ExportedFormula.Apply(exported, arguments, Scope, at);
            Scope.Attribute(before, result, at);
            return result;
        }

        return body is null ? Scope.Poison() : Guarded(definition, at, () => Run(definition, body, arguments));
    }

    private static IMethodSymbol Definition(IMethodSymbol method)
    {
        IMethodSymbol definition = (method.ReducedFrom ?? method).OriginalDefinition;
        return definition.PartialImplementationPart ?? definition;
    }

    private bool IsCallable(IMethodSymbol method, IOperation? instance, bool isVirtual, SyntaxNode at)
    {
        if (Intrinsics.Find(method) is not null || PrimitiveParser.Owns(method))
        {
            return true;
        }

        if (instance is IInvalidOperation or { Type.TypeKind: TypeKind.Error } || method.ReturnType.TypeKind == TypeKind.Error)
        {
            _ = Scope.Poison();
            return false;
        }

        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            _ = Scope.Deny(at, "a call of a delegate");
            return false;
        }

        string name = method.MethodKind == MethodKind.LocalFunction || parser.IsOwn(method) ? Name(method) : method.ContainingType.Name + "." + Name(method);
        bool isSealed = method.IsSealed || (method.IsOverride && method.ContainingType.IsSealed);
        if ((isVirtual && !isSealed) || method.IsAbstract)
        {
            _ = Scope.Error(Descriptors.Virtual, at, name);
            return false;
        }

        IMethodSymbol definition = Definition(method);
        bool isExported = ExportedFormula.Of(definition) is { HyperParameters.Count: 0 };
        if (Intrinsics.Owns(method.ContainingType) || (!isExported && parser.Bodies.Find(definition) is null))
        {
            _ = Scope.Error(Descriptors.NoSource, at, name);
            return false;
        }

        string? refusal = definition.IsGenericMethod || definition.ContainingType.IsGenericType ? "a generic helper"
            : definition.RefKind != RefKind.None ? "a helper that returns a reference"
            : !KnownTypes.IsScalar(definition.ReturnType) && !KnownTypes.IsVec(definition.ReturnType) ? "a helper that returns '" + definition.ReturnType.ToDisplayString() + "'"
            : definition.Parameters.Any(static p => p.RefKind is RefKind.Ref or RefKind.Out) ? "a helper with a ref or out parameter"
            : instance is not null and not IInstanceReferenceOperation ? "a call on another object"
            : null;
        if (refusal is not null)
        {
            _ = Scope.Deny(at, refusal);
        }

        return refusal is null;
    }
}
