using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Emit;

/// <summary>The user's functions inside a kernel: called lane by lane, and their derivatives checked when a model is bound.</summary>
internal static class PrimitiveStructs
{
    public static string Name(Node node) => "Primitive" + NumberText.Of((int)node.Bits);

    /// <summary>The types through which lanes call the primitives.</summary>
    public static void Write(SourceWriter writer, Formula formula)
    {
        for (int p = 0; p < formula.Primitives.Count; p++)
        {
            _ = writer
                .Line()
                .Open($"private readonly struct Primitive{NumberText.Of(p)} : global::MeanFieldDsl.Kernels.IScalarFunction")
                .Line($"public static double Apply(double x) => {formula.Primitives[p].Method}(x);")
                .Close();
        }
    }

    /// <summary>The comparison of each derivative with differences, in the constructor of a kernel.</summary>
    public static void Check(SourceWriter writer, Formula formula)
    {
        foreach (PrimitiveFunction primitive in formula.Primitives.Where(p => p.Derivative >= 0))
        {
            PrimitiveFunction derivative = formula.Primitives[primitive.Derivative];
            _ = writer.Line($"global::MeanFieldDsl.Kernels.PrimitiveCheck.Run(\"{primitive.Name}\", \"{derivative.Name}\", {primitive.Method}, {derivative.Method});");
        }
    }
}
