using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Emit;

/// <summary>The fields of a kernel that hold the hyper-parameters of its declaration.</summary>
internal static class HyperParameters
{
    private const string Support = "global::MeanFieldDsl.Kernels.KernelSupport.";

    public static void Fields(SourceWriter writer, Formula formula, LeafNames leaves)
    {
        for (int h = 0; h < formula.HyperParameters.Count; h++)
        {
            string type = formula.HyperParameters[h].Type == FormulaType.Boolean ? "bool" : "double";
            _ = writer.Line($"private readonly {type} {leaves.HyperParameter(h)};");
        }
    }

    public static void Assign(SourceWriter writer, string declaration, Formula formula, LeafNames leaves)
    {
        for (int h = 0; h < formula.HyperParameters.Count; h++)
        {
            HyperParameter hyper = formula.HyperParameters[h];
            string value = $"declaration.{FileFrame.Identifier(hyper.Name)}";
            string names = $"\"{declaration}\", \"{hyper.Name}\"";
            _ = writer.Line(leaves.HyperParameter(h) + " = " + (hyper switch
            {
                { Domain: { } d } when hyper.Type != FormulaType.Boolean =>
                    $"{Support}Within({value}, {NumberText.Of(d.Minimum)}, {NumberText.Of(d.Maximum)}, {Text(d.MinimumExcluded)}, {Text(d.MaximumExcluded)}, {names});",
                { Type: FormulaType.Real } => $"{Support}Finite({value}, {names});",
                _ => value + ";",
            }));
        }
    }

    private static string Text(bool value) => value ? "true" : "false";
}
