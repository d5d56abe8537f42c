using System.Text;
using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.FrontEnd;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Emit;

/// <summary>Writes the equations, degrees and costs of the model card, which come from the formulas; the library adds the hypotheses.</summary>
internal static class CardEquations
{
    public static CardText Write(ModelCardFacts facts) => new(Markdown(facts), Cost(facts), Latex(facts));

    private static string Markdown(ModelCardFacts facts)
    {
        StringBuilder text = new();
        string v = facts.Regularizer is null ? "" : " + (1/m) Σ_i V(θ_i)";
        _ = text.Append($"# {facts.Model.Type.Name}\n\n")
            .Append($"F_m(θ) = (1/n) Σ_r ℓ(f_r, y_r){v}, with f_r = (1/m) Σ_i φ(θ_i; x_r)\n\n")
            .Append(Population(facts))
            .Append($"- φ({Arguments(facts.Feature)}) = {FormulaPrinter.Print(facts.Feature.Formula)}\n")
            .Append($"- ℓ({Arguments(facts.Loss)}) = {FormulaPrinter.Print(facts.Loss.Formula)}\n");
        if (facts.Regularizer is not null)
        {
            _ = text.Append($"- V({Arguments(facts.Regularizer)}) = {FormulaPrinter.Print(facts.Regularizer.Formula)}\n");
        }

        _ = text.Append($"\n## Flow\n\nθ_i' = −m ∂_i F_m = −(1/n) Σ_r ℓ'(f_r, y_r) ∇φ(θ_i; x_r){(facts.Regularizer is null ? "" : " − ∇V(θ_i)")}\n\n");
        foreach (string line in DeclarationDocs.Derivatives("φ", facts.Feature)
            .Concat(DeclarationDocs.Derivatives("ℓ", facts.Loss))
            .Concat(facts.Regularizer is null ? [] : DeclarationDocs.Derivatives("V", facts.Regularizer)))
        {
            _ = text.Append("- ").Append(line).Append('\n');
        }

        _ = text.Append("\n## Homogeneity\n\n");
        foreach (HomogeneityOutcome outcome in new[] { facts.Degrees.Joint, facts.Degrees.Weights }.OfType<HomogeneityOutcome>())
        {
            _ = text.Append(outcome == facts.Degrees.Joint ? "In the whole particle:\n\n" : "\nIn the weights:\n\n");
            foreach (HomogeneityStep step in outcome.Steps)
            {
                _ = text.Append("- ").Append(step).Append('\n');
            }

            _ = outcome.IsProved ? text : text.Append("- no degree could be derived\n");
        }

        return text.ToString();
    }

    private static string Population(ModelCardFacts facts) => facts.Model.Inputs == InputLaw.Data ? "" :
        $"Against a teacher θ*: F_m(θ) = E ℓ(f(x), f*(x)){(facts.Regularizer is null ? "" : " + (1/m) Σ_i V(θ_i)")} with {PopulationRisk.Words(facts.Model.Inputs)}, f(x) = (1/m) Σ_i φ(θ_i; x) and f*(x) = (1/m₀) Σ_j φ(θ*_j; x): a sum over pairs of K(θ, θ') = E φ(θ; x) φ(θ'; x), known in closed form\n\n";

    private static string Cost(ModelCardFacts facts) =>
        "## Cost\n\n"
        + $"- forward pass: n m ({facts.ForwardCost}) operations\n"
        + $"- backward pass: n m ({facts.BackwardCost}) operations\n"
        + $"- memory: m ({Particle(facts.Feature.Formula)}) numbers for the particles and as many for their velocities, n ({Inputs(facts.Feature.Formula)} + 4) for the data; nothing of size n m\n"
        + (facts.Model.Inputs != InputLaw.Data ? $"- against a teacher of m₀ particles: 2 m (m + m₀) ({Inputs(facts.Feature.Formula)}) multiply-adds and m (m + m₀) values of K in a step, without data\n" : "")
        + (facts.IsQuadratic ? $"- the kernel form ½ (1/m²) Σ_ij K(θ_i, θ_j) of a quadratic loss, with K(θ, θ') = (1/n) Σ_r ℓ'' φ(θ; x_r) φ(θ'; x_r), is not used{(facts.Model.Inputs == InputLaw.Data ? ": no closed form of K is known, so it" : " on data: there it")} would need n m (m + 1)/2 products where the form in feature space needs n m features\n" : "")
        + (facts.Model.IsSingle ? "- features are computed in single precision; losses, regularizers and sums of more than some hundred terms in double\n" : "");

    private static string Latex(ModelCardFacts facts)
    {
        StringBuilder text = new();
        string v = facts.Regularizer is null ? "" : " + \\frac{1}{m} \\sum_{i=1}^m V(\\theta_i)";
        string gradient = facts.Regularizer is null ? "" : " - \\nabla V(\\theta_i)";
        _ = text.Append($"\\section*{{{facts.Model.Type.Name}}}\n\\begin{{align*}}\n")
            .Append($"F_m(\\theta) &= \\frac{{1}}{{n}} \\sum_{{r=1}}^n \\ell(f_r, y_r){v}, \\qquad f_r = \\frac{{1}}{{m}} \\sum_{{i=1}}^m \\varphi(\\theta_i; x_r) \\\\\n")
            .Append($"\\varphi({Symbols(facts.Feature)}) &= {LatexPrinter.Print(facts.Feature.Formula)} \\\\\n")
            .Append($"\\ell({Symbols(facts.Loss)}) &= {LatexPrinter.Print(facts.Loss.Formula)} \\\\\n");
        if (facts.Regularizer is not null)
        {
            _ = text.Append($"V({Symbols(facts.Regularizer)}) &= {LatexPrinter.Print(facts.Regularizer.Formula)} \\\\\n");
        }

        _ = text.Append($"\\dot\\theta_i &= -\\frac{{1}}{{n}} \\sum_{{r=1}}^n \\ell'(f_r, y_r) \\nabla\\varphi(\\theta_i; x_r){gradient} \\\\\n");
        foreach (ParameterGradient parameter in facts.Feature.Parameters.Where(p => !p.IsZero))
        {
            string element = parameter.Field >= 0 ? "_{j}" : "";
            int node = parameter.Scalar >= 0 ? parameter.Scalar : parameter.Field >= 0 ? parameter.Field : parameter.Points[0].Value;
            string name = LatexPrinter.Symbol(facts.Feature.Formula.Parameters[parameter.Parameter].Name);
            _ = text.Append($"\\partial_{{{name}{element}}} \\varphi &= {LatexPrinter.Print(facts.Feature.Nodes, node, facts.Feature.Formula)} \\\\\n");
        }

        return text.Append("\\end{align*}\n").ToString();
    }

    private static string Arguments(Gradient gradient) => string.Join(", ", gradient.Formula.Parameters.Select(p => p.Name));

    private static string Symbols(Gradient gradient) => string.Join(", ", gradient.Formula.Parameters.Select(p => LatexPrinter.Symbol(p.Name)));

    private static string Particle(Formula formula) => Sizes(formula.Parameters.Where(p => p.IsParticle));

    private static string Inputs(Formula formula) => Sizes(formula.Parameters.Where(p => !p.IsParticle));

    private static string Sizes(IEnumerable<FormulaParameter> parameters) => string.Join(" + ", parameters.Select(p => p.Dimension.ToString()));
}
