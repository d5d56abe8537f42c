using MeanFieldDsl.Generators.Diagnostics;
using MeanFieldDsl.Generators.Formulas;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MeanFieldDsl.Generators.FrontEnd;

/// <summary>Sums, products and maxima over vectors and integer ranges, and the inner products made of them.</summary>
internal sealed class ReductionParser(FormulaParser parser)
{
    private FormulaScope Scope => parser.Scope;

    private FormulaBuilder Builder => parser.Scope.Builder;

    public static bool Owns(IMethodSymbol method) =>
        KnownTypes.Is(method.ContainingType, "Ops")
        && method.Parameters.Length > 0
        && (method.Name is "Dot" or "Norm" or "SquaredNorm"
            ? method.Parameters.All(static p => KnownTypes.IsVec(p.Type))
            : ReductionOf(method.Name) is not null
                && (IsRange(method) || (KnownTypes.IsVec(method.Parameters[0].Type) && method.Parameters.Take(method.Parameters.Length - 1).All(static p => KnownTypes.IsVec(p.Type)))));

    public Operand Visit(IInvocationOperation invocation)
    {
        IMethodSymbol method = invocation.TargetMethod;
        IOperation?[] arguments = new IOperation?[method.Parameters.Length];
        foreach (IArgumentOperation argument in invocation.Arguments)
        {
            if (argument.Parameter is { } parameter && parameter.Ordinal < arguments.Length)
            {
                arguments[parameter.Ordinal] = argument.Value;
            }
        }

        if (arguments.Any(static a => a is null))
        {
            return Scope.Poison();
        }

        return IsRange(method) ? Range(method, arguments!) : OverVectors(method, arguments!, invocation.Syntax);
    }

    private static Op? ReductionOf(string name) => name switch
    {
        "Sum" => Op.SumOver,
        "Prod" => Op.ProductOver,
        "Max" => Op.MaxOver,
        _ => null,
    };

    private static bool IsRange(IMethodSymbol method) =>
        method.Parameters.Length == 3
        && method.Parameters[0].Type.SpecialType == SpecialType.System_Int32
        && method.Parameters[1].Type.SpecialType == SpecialType.System_Int32
        && method.Parameters[2].Type.TypeKind == TypeKind.Delegate;

    private Operand OverVectors(IMethodSymbol method, IOperation[] arguments, SyntaxNode at)
    {
        IOperation[] vectorArguments = [.. arguments.Where((_, i) => KnownTypes.IsVec(method.Parameters[i].Type))];
        int[] vectors = [.. vectorArguments.Select(parser.Expressions.Vector)];
        if (vectors.Any(static v => v < 0))
        {
            return Scope.Poison();
        }

        // A body that leaves one of them out still runs over vectors of one length.
        foreach (int other in vectors.Skip(1).Where(v => v != vectors[0]))
        {
            Scope.Ties.Add((new(vectors[0], other), at));
        }

        int label = Builder.FreshLabel();
        int[] elements = [.. vectors.Select(v => Builder.BoundElement(v, label))];
        if (method.Name is "Dot" or "Norm" or "SquaredNorm")
        {
            int sum = Close(label, Builder.Multiply(elements[0], elements[elements.Length - 1]), body => Builder.ReduceOver(Op.SumOver, vectors[0], label, body));
            return Operand.Scalar(method.Name == "Norm" ? Builder.Apply(Op.NormRoot, sum) : sum);
        }

        int term = vectors.Length == arguments.Length
            ? elements[0]
            : Body(arguments[arguments.Length - 1], [.. elements.Select(Operand.Scalar)]);
        return Operand.Scalar(Close(label, term, body => Builder.ReduceOver(ReductionOf(method.Name)!.Value, vectors[0], label, body)));
    }

    private Operand Range(IMethodSymbol method, IOperation[] arguments)
    {
        int first = Bound(arguments[0]);
        int last = Bound(arguments[1]);
        int label = Builder.FreshLabel();
        int term = Body(arguments[2], [Operand.Scalar(Builder.LoopIndex(label))]);
        return Operand.Scalar(Close(label, term, body => Builder.ReduceRange(ReductionOf(method.Name)!.Value, first, last, label, body)));
    }

    // The number of terms has to be known before a particle or a data row is looked at.
    private int Bound(IOperation argument)
    {
        int bound = parser.Expressions.Scalar(argument);
        bool[] needed = FormulaGraph.Reachable(Builder.Nodes, bound);
        bool isKnown = Enumerable.Range(0, bound + 1).All(i => !needed[i] || Builder[i].Op is not (Op.Parameter or Op.Element or Op.LoopIndex or Op.BoundElement));
        return isKnown ? bound : Scope.Error(Descriptors.LoopBound, argument.Syntax, UserText.Short(argument.Syntax)).Node;
    }

    private int Body(IOperation function, Operand[] elements)
    {
        while (function is IConversionOperation { Operand: { } inner })
        {
            function = inner;
        }

        IOperation target = function is IDelegateCreationOperation creation ? creation.Target : function;
        Operand result = target switch
        {
            IAnonymousFunctionOperation lambda => parser.Calls.Lambda(lambda, elements),
            IMethodReferenceOperation method => Group(method, elements),
            IInvalidOperation => Scope.Poison(),
            _ => Scope.Deny(target.Syntax, "a delegate that is neither a lambda nor a method"),
        };
        return result.IsVector ? Scope.Deny(function.Syntax, "a vector where a number is needed").Node : result.Node;
    }

    private Operand Group(IMethodReferenceOperation method, Operand[] elements)
    {
        int before = Builder.Count;
        Operand result = parser.Calls.Apply(method, elements);
        Scope.Attribute(before, result, method.Syntax);
        return result;
    }

    private int Close(int label, int body, Func<int, int> reduce)
    {
        int reduction = reduce(body);
        if (Builder[reduction].IsReduction)
        {
            Scope.Inherit(body, Builder[reduction].A);
        }

        return reduction;
    }
}
