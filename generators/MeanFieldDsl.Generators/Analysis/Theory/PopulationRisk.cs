using MeanFieldDsl.Generators.Analysis.Algebra;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.FrontEnd;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>Whether the risk of a model under a law of the inputs is a sum over pairs of particles of a known function.</summary>
internal static class PopulationRisk
{
    private const string Sampled = "leave out Inputs and draw fresh rows by FlowScheme.StochasticGradient with a RowSampler";

    /// <summary>What has no closed form and what to do, or null.</summary>
    public static string? Obstacle(InputLaw law, DeclarationSpec feature, DeclarationSpec loss)
    {
        ExpectedFeature? expected = ExpectedFeature.Read(feature.Formula!, out string reason);
        if (expected is null)
        {
            bool isSmoothStep = feature.Formula!.Nodes.Any(static n => n.Op is Op.Sigmoid or Op.Tanh);
            return reason + (isSmoothStep ? "; take erf or NormalCdf of ⟨w, x⟩ in its place, or " : "; ") + Sampled;
        }

        return law == InputLaw.UnitSphere && !expected.Activation.IsRectifier
            ? "on the sphere the mean of products of erf is not known, only that of functions that are linear on either side of 0; take InputLaw.StandardNormal"
            : !IsSquare(loss.Formula!) ? $"loss '{loss.Type.Name}' is not c (f − y)² with a constant c, for which alone the risk is a sum over pairs of particles; take SquareLoss, or {Sampled}"
            : loss.Formula!.Parameters.Any(static p => p.Domain is not null) ? $"loss '{loss.Type.Name}' states which targets it takes, and those of a teacher are any numbers; take SquareLoss"
            : null;
    }

    /// <summary>The law in words, for example "x ~ N(0, I)".</summary>
    public static string Words(InputLaw law) => law == InputLaw.UnitSphere ? "x uniform on the unit sphere" : "x ~ N(0, I)";

    /// <summary>What is proved of the risk of a model with a law.</summary>
    public static IEnumerable<Hypothesis> Hypotheses(ModelSpec model)
    {
        if (model.Inputs == InputLaw.Data || ExpectedFeature.Read(model.Feature!.Formula!, out _) is not { } feature)
        {
            yield break;
        }

        string sigma = feature.Activation.IsRectifier ? "σ linear on either side of 0" : "σ = c₀ + c₁ erf(k z)";
        yield return new(model.Type.Name, $"against a teacher, R is a mean over {Words(model.Inputs)} in closed form", HypothesisStatus.Proved, $"φ = g(θ) σ(⟨w, x⟩) with {sigma}, and ℓ = c (f − y)²");
        yield return feature.Activation.IsRectifier
            ? new(model.Feature.Type.Name, "θ ↦ φ(θ; ·) is differentiable in L² of the law wherever w ≠ 0 and g is differentiable", HypothesisStatus.Proved, "⟨w, x⟩ = 0 has probability 0; at w = 0 the flow takes the derivative of σ at its kink")
            : new(model.Feature.Type.Name, "θ ↦ φ(θ; ·) is differentiable in L² of the law wherever g is differentiable", HypothesisStatus.Proved, "erf is smooth with bounded derivatives, and x has all moments");
    }

    // As a polynomial in f and y: the coefficient of f² is a constant, and it times (f − y)² is all there is.
    private static bool IsSquare(Formula loss)
    {
        if (loss.Parameters.Count != 2 || Enumerable.Range(0, 2).Any(p => PolynomialDegree.Of(loss.Nodes, loss.Root, p) != 2))
        {
            return false;
        }

        FormulaBuilder builder = new(loss.Nodes);
        int prediction = builder.Parameter(0), target = builder.Parameter(1);
        try
        {
            NormalForm form = new(builder.Nodes, loss, 0);
            Polynomial f = form.Of(prediction).Numerator, y = form.Of(target).Numerator;
            int[] variables = [.. f.Atoms, .. y.Atoms];
            Fraction value = form.Of(loss.Root);
            return value.Numerator.Collect(variables[0]).TryGetValue(BigRational.Of(2), out Polynomial? constant)
                && !constant.Atoms.Any(variables.Contains)
                && (value.Numerator - (constant * (f - y) * (f - y))).IsZero;
        }
        catch (UndecidedException)
        {
            return false;
        }
    }
}
