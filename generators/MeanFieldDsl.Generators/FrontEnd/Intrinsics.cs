using MeanFieldDsl.Generators.Formulas;
using Microsoft.CodeAnalysis;

namespace MeanFieldDsl.Generators.FrontEnd;

/// <summary>Builds the nodes of an intrinsic from those of its arguments.</summary>
internal delegate int Lowering(FormulaBuilder builder, int[] arguments);

/// <summary>The scalar functions of System.Math, double and Ops that the formula language knows.</summary>
internal static class Intrinsics
{
    private static readonly Dictionary<string, Lowering> FromMath = new(StringComparer.Ordinal)
    {
        ["Abs/1"] = Unary(Op.Abs),
        ["Sign/1"] = Unary(Op.Sign),
        ["Sqrt/1"] = Unary(Op.Sqrt),
        ["Cbrt/1"] = Unary(Op.Cbrt),
        ["Exp/1"] = Unary(Op.Exp),
        ["Log/1"] = Unary(Op.Log),
        ["Log/2"] = static (f, x) => f.Divide(f.Apply(Op.Log, x[0]), f.Apply(Op.Log, x[1])),
        ["Sin/1"] = Unary(Op.Sin),
        ["Cos/1"] = Unary(Op.Cos),
        ["Tan/1"] = Unary(Op.Tan),
        ["Atan/1"] = Unary(Op.Atan),
        ["Sinh/1"] = Unary(Op.Sinh),
        ["Cosh/1"] = Unary(Op.Cosh),
        ["Tanh/1"] = Unary(Op.Tanh),
        ["Min/2"] = Binary(Op.Min),
        ["Max/2"] = Binary(Op.Max),
        ["Pow/2"] = Binary(Op.Pow),
        ["Clamp/3"] = static (f, x) => f.Apply(Op.Min, f.Apply(Op.Max, x[0], x[1]), x[2]),
        ["FusedMultiplyAdd/3"] = static (f, x) => f.Apply(Op.FusedMultiplyAdd, x[0], x[1], x[2]),
    };

    private static readonly Dictionary<string, Lowering> FromOps = new(StringComparer.Ordinal)
    {
        ["Sq/1"] = static (f, x) => f.Multiply(x[0], x[0]),
        ["Relu/1"] = static (f, x) => f.Apply(Op.Max, x[0], f.Constant(0)),
        ["LeakyRelu/2"] = static (f, x) => f.Select(f.Apply(Op.Less, f.Constant(0), x[0]), x[0], f.Multiply(x[1], x[0])),
        ["Gelu/1"] = static (f, x) => f.Multiply(x[0], f.Apply(Op.NormalCdf, x[0])),
        ["Sign/1"] = Unary(Op.Sign),
        ["Sigmoid/1"] = Unary(Op.Sigmoid),
        ["Softplus/1"] = Unary(Op.Softplus),
        ["Erf/1"] = Unary(Op.Erf),
        ["NormalCdf/1"] = Unary(Op.NormalCdf),
        ["Log1p/1"] = Unary(Op.Log1p),
        ["Expm1/1"] = Unary(Op.Expm1),
        ["Sinc/1"] = Unary(Op.Sinc),
    };

    /// <summary>Whether the type's methods are looked up here, and never inlined even where their source is at hand.</summary>
    public static bool Owns(INamedTypeSymbol? type) => KnownTypes.IsMath(type) || KnownTypes.Is(type, "Ops") || KnownTypes.IsVec(type);

    public static Lowering? Find(IMethodSymbol method)
    {
        if (method.IsGenericMethod || !KnownTypes.IsNumber(method.ReturnType) || !method.Parameters.All(static p => KnownTypes.IsNumber(p.Type)))
        {
            return null;
        }

        Dictionary<string, Lowering>? table = KnownTypes.IsMath(method.ContainingType) ? FromMath
            : KnownTypes.Is(method.ContainingType, "Ops") ? FromOps
            : null;
        Lowering? found = null;
        _ = table?.TryGetValue(method.Name + "/" + (char)('0' + method.Parameters.Length), out found);
        return found;
    }

    private static Lowering Unary(Op op) => (f, x) => f.Apply(op, x[0]);

    private static Lowering Binary(Op op) => (f, x) => f.Apply(op, x[0], x[1]);
}
