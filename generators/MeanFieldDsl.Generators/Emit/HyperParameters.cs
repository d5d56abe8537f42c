using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Emit;

/// <summary>The fields of a kernel that hold the hyper-parameters of its declaration.</summary>
internal static class HyperParameters
{
    public static void Fields(SourceWriter writer, Formula formula, LeafNames leaves)
    {
        for (int h = 0; h < formula.HyperParameters.Count; h++)
        {
            string type = formula.HyperParameters[h].Type == ValueType.Boolean ? "bool" : "double";
            _ = writer.Line($"private readonly {type} {leaves.HyperParameter(h)};");
        }
    }

    public static void Assign(SourceWriter writer, Formula formula, LeafNames leaves)
    {
        for (int h = 0; h < formula.HyperParameters.Count; h++)
        {
            _ = writer.Line($"{leaves.HyperParameter(h)} = declaration.{FileFrame.Identifier(formula.HyperParameters[h].Name)};");
        }
    }
}
