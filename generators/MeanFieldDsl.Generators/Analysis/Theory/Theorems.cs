using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.FrontEnd;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>A theorem and its hypotheses for one model; the names are those of the runtime's Theorem.</summary>
internal sealed record TheoremFacts(string Theorem, string Conclusion, string Source, EquatableArray<Hypothesis> Hypotheses);

/// <summary>
/// The hypotheses of the theorems on mean-field flows, each marked proved, refuted, assumed, about the run, or not
/// checkable. What no rule decides says so; nothing is taken for granted.
/// </summary>
internal sealed class Theorems
{
    private readonly ModelSpec _model;
    private readonly Formula _feature;
    private readonly Formula _loss;
    private readonly Formula? _regularizer;
    private readonly HomogeneityFacts _degrees;

    private Theorems(ModelSpec model)
    {
        _model = model;
        _feature = model.Feature!.Formula!;
        _loss = model.Loss!.Formula!;
        _regularizer = model.Regularizer?.Formula;
        _degrees = Homogeneity.Infer(_feature);
    }

    private string Feature => _model.Feature!.Type.Name;

    private string Loss => _model.Loss!.Type.Name;

    private string Regularizer => _model.Regularizer?.Type.Name ?? "V = 0";

    public static IEnumerable<TheoremFacts> Of(ModelSpec model)
    {
        Theorems theorems = new(model);
        yield return theorems.FullyHomogeneous();
        yield return theorems.PartiallyHomogeneous();
        yield return theorems.MeanField(isNoisy: false);
        yield return theorems.MeanField(isNoisy: true);
        yield return theorems.Lazy();
        yield return theorems.WideRelu();
    }

    private TheoremFacts FullyHomogeneous() => new(
        "GlobalConvergenceHomogeneous",
        "If the flow of the measure converges, its limit minimises F globally.",
        "Chizat and Bach 2018, Theorem 3.3",
        new(
        [
            DegreeIs(Feature, "φ", _degrees.Joint, 2).AssumedBy(_model.Feature, _model.Feature!.Claims.Homogeneous, 2),
            _regularizer is null
                ? new(Regularizer, "V is positively 2-homogeneous", HypothesisStatus.Proved, "the zero function has every degree")
                : DegreeIs(Regularizer, "V", Homogeneity.Infer(_regularizer).Joint, 2).AssumedBy(_model.Regularizer, _model.Regularizer!.Claims.Homogeneous, 2),
            Differentiable().AssumedBy(_model.Feature, Property.Differentiable),
            .. Risk(),
            Semiconvex().AssumedBy(_model.Regularizer, Property.Semiconvex).AssumedBy(_model.Regularizer, Property.Convex),
            Sard().AssumedBy(_model.Feature, Property.RegularValues),
            new("initial measure", "its support separates a small sphere from a large one", HypothesisStatus.AtRunTime, "true for Initialisation.Sphere and Gaussian as the number of particles grows; m particles only cover it"),
            Convergence(),
        ]));

    private TheoremFacts PartiallyHomogeneous() => new(
        "GlobalConvergencePartiallyHomogeneous",
        "If the flow of the measure converges, its limit minimises F globally.",
        "Chizat and Bach 2018, Theorem 3.5",
        new(
        [
            DegreeIs(Feature, "φ", _degrees.Weights, 1, "in its weights ").AssumedBy(_model.Feature, _model.Feature!.Claims.PartiallyHomogeneous, 1),
            WeightDegreeOfRegularizer(),
            Bounded().AssumedBy(_model.Feature, Property.Bounded),
            Differentiable().AssumedBy(_model.Feature, Property.Differentiable),
            .. Risk(),
            Boundary().AssumedBy(_model.Feature, Property.Boundary),
            Sard().AssumedBy(_model.Feature, Property.RegularValues),
            new("initial measure", "its support contains {0} × Θ, or separates negative from positive weights", HypothesisStatus.AtRunTime, "true for Initialisation.ZeroWeights as the number of particles grows; m particles only cover it"),
            Convergence(),
        ]));

    private TheoremFacts MeanField(bool isNoisy) => new(
        isNoisy ? "NoisyMeanFieldLimit" : "MeanFieldLimit",
        isNoisy ? "Noisy stochastic gradient descent comes close to the minimum of the free energy." : "Stochastic gradient descent with small steps and many particles follows the flow of the measure.",
        "Mei, Montanari and Nguyen 2018, " + (isNoisy ? "noisy dynamics" : "noiseless dynamics"),
        new(
        [
            SquareLoss(),
            Bounded().AssumedBy(_model.Feature, Property.Bounded),
            BoundedInteraction(),
            new("data", "targets are bounded", HypothesisStatus.AtRunTime, _model.Inputs == InputLaw.Data ? "true of every finite data set" : "true of every finite data set; under the law of the inputs, of a teacher whose feature is bounded"),
            .. isNoisy
                ? new Hypothesis[] { WeightDecay(), new("run", "the inverse temperature is at least a constant times the dimension", HypothesisStatus.AtRunTime, "a setting of the run") }
                : [],
        ]));

    private TheoremFacts Lazy() => new(
        "LazyTraining",
        "As the scale of the output grows, the flow stays close to that of the model linearised at its start.",
        "Chizat, Oyallon and Bach 2019, lazy training",
        new(
        [
            Differentiable().AssumedBy(_model.Feature, Property.Differentiable),
            .. Risk(),
            _regularizer is null
                ? new("V = 0", "there is no regularizer", HypothesisStatus.Proved, "the model declares none")
                : new Hypothesis(Regularizer, "there is no regularizer", HypothesisStatus.Refuted, "the model declares one"),
            new("initial measure", "the prediction at the start is zero", HypothesisStatus.AtRunTime, "a symmetrised initialisation has it"),
        ]));

    private TheoremFacts WideRelu() => new(
        "WideReluConvergence",
        "Gradient descent interpolates the data at a linear rate with high probability.",
        "Du, Zhai, Poczos and Singh 2019",
        new(
        [
            SquareLoss(),
            ReluOfLinearForm(),
            _regularizer is null
                ? new("V = 0", "there is no regularizer", HypothesisStatus.Proved, "the model declares none")
                : new Hypothesis(Regularizer, "there is no regularizer", HypothesisStatus.Refuted, "the model declares one"),
            new("data", "inputs have norm 1 and no two are parallel", HypothesisStatus.AtRunTime, "a property of the data"),
            new("run", "the width is at least a constant times n⁶", HypothesisStatus.AtRunTime, "a setting of the run; the bound is far from practice"),
        ]));

    private static Hypothesis DegreeIs(string subject, string symbol, HomogeneityOutcome? outcome, int wanted, string group = "")
    {
        string statement = $"{symbol} is positively {wanted}-homogeneous {group}".TrimEnd();
        return outcome is null ? new(subject, statement, HypothesisStatus.Refuted, "it has no such parameter")
            : outcome.Proves(wanted) ? new(subject, statement, HypothesisStatus.Proved, Derivation(outcome))
            : outcome.Degree is { IsNumber: false } symbolic ? new(subject, statement, HypothesisStatus.Undecided, $"its degree is {symbolic}, which is known when the model is made")
            : outcome.Degree is Degree degree ? new(subject, statement, HypothesisStatus.Refuted, $"its degree is {degree}: {Derivation(outcome)}")
            : new(subject, statement, HypothesisStatus.Undecided, "no degree could be derived" + (outcome.Failure is { } failure ? ": an operation " + failure.Reason : ""));
    }

    private Hypothesis WeightDegreeOfRegularizer()
    {
        const string Statement = "V is positively 1-homogeneous in the weights";
        if (_regularizer is null)
        {
            return new(Regularizer, Statement, HypothesisStatus.Proved, "the zero function has every degree");
        }

        // A parameter bound to the whole particle scales with the weights only in part.
        if (_model.Binding.Any(b => b < 0))
        {
            HomogeneityOutcome? joint = Homogeneity.Infer(_regularizer).Joint;
            return joint?.Degree is { IsNumber: true } degree && degree.Value.ToDouble() != 1
                ? new(Regularizer, Statement, HypothesisStatus.Refuted, $"its degree in the whole particle is {degree}")
                : new(Regularizer, Statement, HypothesisStatus.Undecided, "it is bound to the whole particle");
        }

        bool[] weights = [.. _model.Binding.Select(b => _feature.Parameters[b].Role == ParameterRole.Weight)];
        return DegreeIs(Regularizer, "V", Homogeneity.Analyze(_regularizer, weights), 1, "in the weights ");
    }

    private Hypothesis Differentiable() => Decided(
        Feature, "φ is differentiable in the particle with a locally Lipschitz derivative", Differentiability.Of(_feature, Homogeneity.ParticleGroup(_feature)));

    private IEnumerable<Hypothesis> Risk()
    {
        yield return Hypotheses.Convexity(_model);
        yield return Decided(
            Loss, "ℓ is differentiable in the prediction, with a derivative that is Lipschitz on bounded sets", Differentiability.Of(_loss, [.. _loss.Parameters.Select(p => p.Role == ParameterRole.Prediction)])).AssumedBy(_model.Loss, Property.LipschitzDerivative);
    }

    private Hypothesis Semiconvex()
    {
        const string Statement = "V is semiconvex on bounded sets";
        if (_regularizer is null)
        {
            return new(Regularizer, Statement, HypothesisStatus.Proved, "V = 0");
        }

        Finding smooth = Differentiability.Of(_regularizer, Homogeneity.ParticleGroup(_regularizer));
        Finding semiconvex = Regularity.OfRegularizer(_regularizer).Semiconvex;
        return Decided(Regularizer, Statement, smooth.IsProved ? smooth with { Reason = "its derivative is Lipschitz on bounded sets" } : semiconvex);
    }

    private static Hypothesis Decided(string subject, string statement, Finding finding) => new(subject, statement, finding.Status, finding.Reason);

    private Hypothesis Bounded()
    {
        BoundednessFacts facts = Boundedness.OfFeature(_feature);
        Finding finding = facts.Value.IsProved ? facts.Differential : facts.Value;
        return Decided(Feature, "φ with unit weights and its differential are bounded over the positions", finding);
    }

    // Averages over finitely many inputs and bounded targets are bounded, and Lipschitz, when their terms are.
    private Hypothesis BoundedInteraction()
    {
        const string Statement = "∇φ is sub-Gaussian under the data, ∇V and ∇U are bounded and Lipschitz";
        BoundednessFacts facts = Boundedness.OfFeature(_feature);
        return _feature.Parameters.Any(p => p.Role == ParameterRole.Weight)
            ? new(Feature, Statement, HypothesisStatus.Undecided, "its weights are not bounded, and φ grows with them")
            : facts.Value.IsProved && facts.Differential.IsProved && facts.Second.IsProved
            ? new(Feature, Statement, HypothesisStatus.Proved, "for a finite data set: φ and its first and second derivatives are bounded")
            : new(Feature, Statement, HypothesisStatus.Undecided, "depends on the law of the data, which is not declared");
    }

    private Hypothesis Boundary()
    {
        FormulaParameter[] positions = [.. _feature.Parameters.Where(p => p.Role == ParameterRole.Position)];
        return positions.Length > 0 && positions.All(p => p.Period > 0)
            ? new(Feature, "no condition at the boundary of Θ is needed", HypothesisStatus.Proved, "every position is periodic: Θ is a torus")
            : new(Feature, "the first variation behaves at infinity (Sard-type condition at the boundary of Θ)", HypothesisStatus.Assumed, "Θ is not compact");
    }

    private Hypothesis Sard() => new(Feature, "the regular values of the first variation are dense (Sard-type condition)", HypothesisStatus.NotCheckable, "holds for real-analytic φ; unknown in general");

    private static Hypothesis Convergence() => new("run", "the flow of the measure converges", HypothesisStatus.NotCheckable, "a statement about infinite time; the run reports its residual");

    private Hypothesis SquareLoss()
    {
        // ℓ is quadratic in the prediction iff its second derivative does not depend on the prediction.
        Gradient first = Differentiator.Differentiate(_loss, [0]).WithUnitCotangent();
        if (first.Parameters[0].Scalar < 0)
        {
            return new(Loss, "ℓ is the square loss", HypothesisStatus.Refuted, "it does not depend on the prediction");
        }

        FormulaBuilder builder = new(first.Nodes);
        Formula slope = builder.Build(_loss.Name, first.Parameters[0].Scalar, _loss.Parameters, _loss.HyperParameters) with { Primitives = _loss.Primitives };
        Gradient second = Differentiator.Differentiate(slope, [0]).WithUnitCotangent();
        int curvature = second.Parameters[0].Scalar;
        bool[] needed = curvature < 0 ? [] : FormulaGraph.Reachable(second.Nodes, curvature);
        bool known = curvature < 0 || !second.Nodes.Where((n, i) => i < needed.Length && needed[i]).Any(n => n.Op == Op.Primitive || double.IsNaN(n.Op == Op.Constant ? n.Value : 0));
        if (!known)
        {
            return new(Loss, "ℓ is the square loss", HypothesisStatus.Undecided, "it calls a primitive");
        }

        bool constant = curvature >= 0 && !second.Nodes.Where((n, i) => i < needed.Length && needed[i]).Any(n => n.Op == Op.Parameter) && Differentiability.Of(_loss, [.. _loss.Parameters.Select(p => p.Role == ParameterRole.Prediction)]).IsProved;
        return constant
            ? new(Loss, "ℓ is the square loss", HypothesisStatus.Proved, "its second derivative " + FormulaPrinter.Print(second.Nodes, curvature, slope) + " is constant")
            : new(Loss, "ℓ is the square loss", HypothesisStatus.Refuted, curvature < 0 ? "it is linear in the prediction" : "its second derivative is not constant");
    }

    private Hypothesis WeightDecay()
    {
        const string Statement = "V is ½ λ ‖θ‖² on the whole particle";
        Node root = _regularizer?.Nodes[_regularizer.Root] ?? default;
        bool quadratic = _regularizer is not null && _model.Binding.Count == 1 && _model.Binding[0] < 0
            && Homogeneity.Infer(_regularizer).Joint?.Proves(2) == true && Differentiability.Of(_regularizer, Homogeneity.ParticleGroup(_regularizer)).IsProved && root.Op == Op.Multiply;
        return quadratic ? new(Regularizer, Statement, HypothesisStatus.Proved, FormulaPrinter.Print(_regularizer!))
            : _regularizer is null ? new(Regularizer, Statement, HypothesisStatus.Refuted, "the model declares no regularizer")
            : new(Regularizer, Statement, HypothesisStatus.Undecided, "not recognised");
    }

    private Hypothesis ReluOfLinearForm()
    {
        string text = FormulaPrinter.Print(_feature);
        Node root = _feature.Nodes[_feature.Root];
        Node activation = root.Op == Op.Multiply ? _feature.Nodes[root.B] : root;
        bool relu = activation.Op == Op.Max && _feature.Nodes[activation.B] is { Op: Op.Constant, Value: 0 } && _feature.Nodes[activation.A].Op == Op.SumOver;
        return new(Feature, "φ is a rectifier of ⟨w, x⟩ with a fixed output weight", relu ? HypothesisStatus.Undecided : HypothesisStatus.Refuted, relu ? $"φ = {text}; the theorem holds the output weight fixed" : $"φ = {text}");
    }

    private static string Derivation(HomogeneityOutcome outcome) =>
        outcome.Steps.Count == 0 ? "a parameter" : outcome.Steps[outcome.Steps.Count - 1].ToString();
}
