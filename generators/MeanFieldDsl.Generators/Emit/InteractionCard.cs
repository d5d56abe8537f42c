using System.Text;
using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.FrontEnd;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Emit;

/// <summary>Writes the equations and costs of the card of an interaction model.</summary>
internal static class InteractionCard
{
    public static CardText Write(InteractionFacts facts) => new(Markdown(facts), Cost(facts), Latex(facts));

    /// <summary>The constant of the energy before the terms that follow it; nothing when it is 0.</summary>
    public static string Constant(InteractionModelSpec model) => model.Constant == 0 ? "" : FormulaPrinter.Number(model.Constant) + " + ";

    private static string Markdown(InteractionFacts facts)
    {
        StringBuilder text = new();
        _ = text.Append($"# {facts.Model.Type.Name}\n\n")
            .Append($"F_m(θ) = {Constant(facts.Model)}(2/m) Σ_i V(θ_i) + (1/m²) Σ_ij U(θ_i, θ_j)\n\n")
            .Append($"- V({Arguments(facts.Potential)}) = {FormulaPrinter.Print(facts.Potential.Formula)}\n")
            .Append($"- U({Arguments(facts.Interaction)}) = {FormulaPrinter.Print(facts.Interaction.Formula)}{(facts.Symmetry.IsAlone ? "" : ", the symmetric part of what is declared")}\n")
            .Append("\n## Flow\n\nθ_i' = −m ∂_i F_m = −2 ∇V(θ_i) − (2/m) Σ_j ∇U(θ_i, θ_j), with the gradient of U in its first particle\n\n");
        foreach (string line in DeclarationDocs.Derivatives("V", facts.Potential).Concat(DeclarationDocs.Derivatives("U", facts.Interaction)))
        {
            _ = text.Append("- ").Append(line).Append('\n');
        }

        return text.ToString();
    }

    private static string Cost(InteractionFacts facts)
    {
        string particle = string.Join(" + ", facts.Model.Dimensions.Select(static d => d.ToString()));
        return "## Cost\n\n"
            + $"- energy: m² ({facts.ForwardCost}) operations\n"
            + $"- velocities: m² ({facts.BackwardCost}) operations\n"
            + $"- memory: m ({particle}) numbers for the particles, as many for their velocities and as many for a copy of the particles by columns; nothing of size m²\n";
    }

    private static string Latex(InteractionFacts facts)
    {
        StringBuilder text = new();
        _ = text.Append($"\\section*{{{facts.Model.Type.Name}}}\n\\begin{{align*}}\n")
            .Append($"F_m(\\theta) &= {Constant(facts.Model)}\\frac{{2}}{{m}} \\sum_{{i=1}}^m V(\\theta_i) + \\frac{{1}}{{m^2}} \\sum_{{i,j=1}}^m U(\\theta_i, \\theta_j) \\\\\n")
            .Append($"V({Symbols(facts.Potential)}) &= {LatexPrinter.Print(facts.Potential.Formula)} \\\\\n")
            .Append($"U({Symbols(facts.Interaction)}) &= {LatexPrinter.Print(facts.Interaction.Formula)} \\\\\n")
            .Append("\\dot\\theta_i &= -2 \\nabla V(\\theta_i) - \\frac{2}{m} \\sum_{j=1}^m \\nabla_1 U(\\theta_i, \\theta_j) \\\\\n");
        return text.Append("\\end{align*}\n").ToString();
    }

    private static string Arguments(Gradient gradient) => string.Join(", ", gradient.Formula.Parameters.Select(static p => p.Name));

    private static string Symbols(Gradient gradient) => string.Join(", ", gradient.Formula.Parameters.Select(static p => LatexPrinter.Symbol(p.Name)));
}
