using System.Globalization;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.FrontEnd;
using MeanFieldDsl.Generators.Transform;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MeanFieldDsl.Generators.Tests.FrontEnd;

/// <summary>Models whose risk is a mean over a law of the inputs: which features and losses have one in closed form.</summary>
public sealed class PopulationTests
{
    private const string Square = "[Loss] public partial class S { [Formula] public static double L(double f, double y) => 0.5 * Sq(f - y); }\n";
    private const string Sampled = "leave out Inputs and draw fresh rows by FlowScheme.StochasticGradient with a RowSampler";

    // The numbers are below and above 0, or c₀, c₁ and k, with the hyper-parameters 2 and −3; then g at a = 5, b = 7, w = (1, 1).
    [Theory]
    [InlineData("a * Relu(Dot(w, x))", "0 1", 5)]
    [InlineData("Relu(Dot(x, w))", "0 1", 1)]
    [InlineData("a * LeakyRelu(Dot(w, x), P)", "2 1", 5)]
    [InlineData("a * Abs(Dot(w, x))", "-1 1", 5)]
    [InlineData("a * Dot(w, x)", "1 1", 5)]
    [InlineData("-(a / b) * Max(P * Dot(w, x), N * Dot(w, x))", "-3 2", -5.0 / 7)]
    [InlineData("a * Min(0, N * Dot(w, x)) / P", "0 -3", 2.5)]
    [InlineData("a * (Relu(Dot(w, x)) - P * Relu(-Dot(w, x)))", "2 1", 5)]
    [InlineData("a * Abs(Relu(Dot(w, x)) - Dot(w, x) / 2)", "-0.5 0.5", 5)]
    [InlineData("Sq(a) * (Dot(w, x) <= 0 ? P * Dot(w, x) : N * Dot(w, x))", "2 -3", 25)]
    [InlineData("a * (!(2 * Dot(w, x) < Dot(w, x)) ? Dot(w, x) : 0)", "0 1", 5)]
    [InlineData("a * (0 == 1 ? 1 : Relu(Dot(w, x)))", "0 1", 5)]
    [InlineData("a * Relu(Dot(w, x)) / Norm(w) * x.Length", "0 1", 7.0710678118654755)]
    [InlineData("a * Erf(Dot(w, x))", "0 1 1", 5)]
    [InlineData("a * Erf(P * Dot(w, x) + Dot(w, x))", "0 1 3", 5)]
    [InlineData("a * NormalCdf(Dot(w, x))", "0.5 0.5 0.7071067811865476", 5)]
    [InlineData("a * (1 - P * Erf(N * Dot(w, x)) / 4)", "1 -0.5 -3", 5)]
    [InlineData("a * (Erf(Dot(w, x)) + NormalCdf(Dot(w, x) * Sqrt(2.0)))", null, 0)]
    [InlineData("a * (Erf(Dot(w, x)) + P - Erf(Dot(w, x)) / 4)", "2 0.75 1", 5)]
    [InlineData("a * (Erf(Dot(w, x)) + Erf(2 * Dot(w, x)))", null, 0)]
    [InlineData("a * Erf(Relu(Dot(w, x)))", null, 0)]
    [InlineData("a * Erf(Dot(w, x) + 1)", null, 0)]
    [InlineData("a * Max(Dot(w, x), 1)", null, 0)]
    [InlineData("a * Relu(Dot(w, x) - 1)", null, 0)]
    [InlineData("a * Sq(Relu(Dot(w, x)))", null, 0)]
    [InlineData("a * Tanh(Dot(w, x))", null, 0)]
    [InlineData("a * (Dot(w, x) < P ? 0 : Dot(w, x))", null, 0)]
    [InlineData("a * (P * Dot(w, x) < N * Dot(w, x) ? 0 : Dot(w, x))", null, 0)]
    [InlineData("Relu(a * Dot(w, x))", null, 0)]
    [InlineData("a * Relu(Dot(w, x)) + b", null, 0)]
    [InlineData("a * Dot(w, x) * Dot(w, x)", null, 0)]
    [InlineData("a * Relu(w[0] * x[0] + w[1] * x[1])", null, 0)]
    [InlineData("a * Relu(Dot(w, x) + x[0])", null, 0)]
    [InlineData("a * Relu(Dot(w, w) + x[0])", null, 0)]
    public void A_feature_is_taken_apart(string phi, string? numbers, double amplitude)
    {
        Formula formula = Parse(phi);
        ExpectedFeature? found = ExpectedFeature.Read(formula, out string reason);
        Assert.Equal(found is null, reason.Length > 0);
        Assert.Equal(numbers is null, found is null);
        if (found is not null)
        {
            double[] hyper = [.. formula.HyperParameters.Select(static h => h.Name == "P" ? 2.0 : -3.0)];
            Binding binding = new([[5], [7], [1, 1], [0, 0]], hyper);
            ExpectedActivation activation = found.Activation;
            int[] roots = activation.IsRectifier ? [activation.First, activation.Second] : [activation.First, activation.Second, activation.Rate];
            Interpreter interpreter = new(activation.Numbers.Nodes);
            Assert.Equal(numbers, string.Join(" ", roots.Select(r => interpreter.Value(r, new([], hyper)).ToString("R", CultureInfo.InvariantCulture))));
            Assert.Equal(amplitude, Interpreter.Evaluate(found.Amplitude, binding), 1e-15);
            Assert.Equal("w", formula.Parameters[found.Direction].Name);

            // The product is the feature.
            Random random = new(7);
            for (int i = 0; i < 50; i++)
            {
                double[] w = [random.NextDouble() - 0.5, random.NextDouble() - 0.5], x = [random.NextDouble() - 0.5, random.NextDouble() - 0.5];
                Binding at = new([[random.NextDouble() - 0.5], [1 + random.NextDouble()], w, x], hyper);
                double z = (w[0] * x[0]) + (w[1] * x[1]), first = interpreter.Value(roots[0], at), second = interpreter.Value(roots[1], at);
                double sigma = activation.IsRectifier ? (z > 0 ? second : first) * z : first + (second * Ops.Erf(interpreter.Value(roots[2], at) * z));
                Assert.Equal(Interpreter.Evaluate(formula, at), Interpreter.Evaluate(found.Amplitude, at) * sigma, 1e-14);
            }
        }
    }

    [Theory]
    [InlineData("a * Relu(Dot(w, x) + b)", "StandardNormal", "the activation 'max(⟨w, x⟩ + b, 0)' depends on 'b' besides ⟨w, x⟩, and with a bias the mean is not known; " + Sampled)]
    [InlineData("a * b * Tanh(Dot(w, x))", "StandardNormal", "the mean of products of 'tanh(⟨w, x⟩)' is not known; it is for functions that are linear on either side of 0 and for c + k erf; take erf or NormalCdf of ⟨w, x⟩ in its place, or " + Sampled)]
    [InlineData("a * b * Cos(Dot(w, x))", "UnitSphere", "the mean of products of 'cos(⟨w, x⟩)' is not known; it is for functions that are linear on either side of 0 and for c + k erf; " + Sampled)]
    [InlineData("a * b * Erf(Dot(w, x))", "UnitSphere", "on the sphere the mean of products of erf is not known, only that of functions that are linear on either side of 0; take InputLaw.StandardNormal")]
    [InlineData("a * b * Dot(w, x) * Relu(Dot(w, x))", "StandardNormal", "'a * b * ⟨w, x⟩ * max(⟨w, x⟩, 0)' is no product of a function of the particle and one of ⟨w, x⟩; " + Sampled)]
    [InlineData("a * b * Relu(w[0] * x[0] + Dot(w, w))", "StandardNormal", "the feature has no inner product of 'x' with a vector of the particle; " + Sampled)]
    [InlineData("a * b * Relu(Dot(w, x)) * x[0]", "StandardNormal", "'x' enters the feature otherwise than through ⟨w, x⟩; " + Sampled)]
    public void What_has_no_closed_form_is_said_at_the_argument(string phi, string law, string why) => AssertDiagnostics.In(
        Feature(phi) + Square + $"[MeanFieldModel<F, S>({{|MFD0707:Inputs = InputLaw.{law}|}})] public partial class M;",
        $"The risk of 'M' under InputLaw.{law} has no closed form: {why}");

    [Theory]
    [InlineData("[Weight] double a, [Position] Vec w, [Position] Vec v, [Input] Vec x", "a * Relu(Dot(w, x)) * Relu(Dot(v, x))", "the feature has several inner products, those with 'w', 'v'")]
    [InlineData("[Weight] double a, [Position] Vec w, [Input] Vec x, [Input] double t", "a * Relu(Dot(w, x)) * t", "the feature takes the inputs 'x', 't', and the law is one of a single Vec")]
    public void A_single_inner_product_is_wanted(string parameters, string phi, string why) => AssertDiagnostics.In(
        $"[Feature] public partial class F {{ [Formula] public static double Phi({parameters}) => {phi}; }}\n" + Square + "[MeanFieldModel<F, S>({|MFD0707:Inputs = InputLaw.StandardNormal|})] public partial class M;",
        $"The risk of 'M' under InputLaw.StandardNormal has no closed form: {why}; {Sampled}");

    [Theory]
    [InlineData("double f, double y", "Sq(f - y)", "")]
    [InlineData("double f, double y", "(Sq(f) - 2 * y * f + Sq(y)) / 3", "")]
    [InlineData("double f, double y", "Softplus(f - y)", "loss 'S' is not c (f − y)² with a constant c, for which alone the risk is a sum over pairs of particles; take SquareLoss, or " + Sampled)]
    [InlineData("double f, double y", "Sq(f - 2 * y)", "loss 'S' is not c (f − y)² with a constant c, for which alone the risk is a sum over pairs of particles; take SquareLoss, or " + Sampled)]
    [InlineData("double f, double y", "Sq(f - y) + 1", "loss 'S' is not c (f − y)² with a constant c, for which alone the risk is a sum over pairs of particles; take SquareLoss, or " + Sampled)]
    [InlineData("double f, double y", "Sq(f - y) * Exp(y)", "loss 'S' is not c (f − y)² with a constant c, for which alone the risk is a sum over pairs of particles; take SquareLoss, or " + Sampled)]
    [InlineData("double f, [Domain(0, 1)] double y", "Sq(f - y)", "loss 'S' states which targets it takes, and those of a teacher are any numbers; take SquareLoss")]
    [InlineData("double f, [Labels(-1, 1)] double y", "Sq(f - y)", "loss 'S' states which targets it takes, and those of a teacher are any numbers; take SquareLoss")]
    public void The_loss_is_the_square(string parameters, string loss, string why) => AssertDiagnostics.In(
        Feature("a * b * Relu(Dot(w, x))") + $"[Loss] public partial class S {{ [Formula] public static double L({parameters}) => {loss}; }}\n"
        + $"[MeanFieldModel<F, S>({(why.Length > 0 ? "{|MFD0707:Inputs = InputLaw.StandardNormal|}" : "Inputs = InputLaw.StandardNormal")})] public partial class M;",
        why.Length > 0 ? [$"The risk of 'M' under InputLaw.StandardNormal has no closed form: {why}"] : []);

    [Theory]
    [InlineData("")]
    [InlineData("(Inputs = InputLaw.Data)")]
    [InlineData("(Inputs = (InputLaw)7)")]
    public void Without_a_law_nothing_is_asked(string arguments)
    {
        AssertDiagnostics.In(Feature("a * Tanh(Dot(w, x) + b)") + Square + $"[MeanFieldModel<F, S>{arguments}] public partial class M {{ public static void Against() {{ }} }}");
        AssertDiagnostics.In(
            Feature("a * b * Relu(Dot(w, x))") + Square + "[MeanFieldModel<F, S>(Inputs = InputLaw.UnitSphere)] public partial class M { public static void {|MFD0115:Against|}() { } }",
            "'Against' has the name of a member that is generated into 'M'; rename it");
    }

    private static string Feature(string phi) =>
        $"[Feature] public partial class F {{ public double P {{ get; init; }} = 2; public double N {{ get; init; }} = -3; [Formula] public double Phi([Weight] double a, [Position] double b, [Position{(phi.Contains("x[", StringComparison.Ordinal) ? ", Dim(2)" : "")}] Vec w, [Input{(phi.Contains("x[", StringComparison.Ordinal) ? ", Dim(2)" : "")}] Vec x) => {phi}; }}\n";

    private static Formula Parse(string phi)
    {
        CSharpCompilation compilation = TestCompilation.Create(Feature(phi));
        INamedTypeSymbol type = compilation.GetTypeByMetadataName("F")!;
        return DeclarationParser.Parse(type, DeclarationKind.Feature, compilation, null, CancellationToken.None).Spec.Formula!;
    }
}
