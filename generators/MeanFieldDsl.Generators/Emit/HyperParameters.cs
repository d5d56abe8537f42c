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

    public static void Assign(SourceWriter writer, string declaration, Formula formula, LeafNames leaves)
    {
        for (int h = 0; h < formula.HyperParameters.Count; h++)
        {
            HyperParameter hyper = formula.HyperParameters[h];
            string value = $"declaration.{FileFrame.Identifier(hyper.Name)}";
            _ = writer.Line(hyper.Type == ValueType.Real
                ? $"{leaves.HyperParameter(h)} = global::MeanFieldDsl.Kernels.KernelSupport.Finite({value}, \"{declaration}\", \"{hyper.Name}\");"
                : $"{leaves.HyperParameter(h)} = {value};");
        }
    }
}
