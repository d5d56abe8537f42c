using MeanFieldDsl.Generators.Analysis.Algebra;
using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>Whether an interaction depends on the difference of its particles alone: then a bound for one second particle holds for all.</summary>
internal static class Displacement
{
    public static bool IsAll(Formula interaction)
    {
        // Both particles moved by the same new parameters.
        int count = interaction.Parameters.Count, half = count / 2;
        FormulaBuilder builder = new(interaction.Nodes);
        int moved = builder.Rewrite(interaction.Root, i => builder[i] switch
        {
            { Op: Op.Parameter } node => builder.Add(i, builder.Parameter(count + (node.A % half))),
            { Op: Op.BoundElement } node => builder.Add(i, builder.BoundElement(count + (node.A % half), node.B)),
            { Op: Op.Element } node => builder.Add(i, builder.Element(count + (node.A % half), node.B)),
            _ => -1,
        });
        Formula wider = interaction with { Parameters = new(interaction.Parameters.Concat(interaction.Parameters.Take(half))) };
        try
        {
            ExpandedForm form = new(builder.Nodes, wider, exchangesArguments: true);
            return form.Of(interaction.Root).Equals(form.Of(moved));
        }
        catch (UndecidedException)
        {
            return false;
        }
    }
}
