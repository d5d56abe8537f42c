using System.Globalization;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.FrontEnd;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MeanFieldDsl.Generators.Tests.FrontEnd;

public class ModelTests
{
    private const string Feature = """
        [Feature] public partial class Two
        {
            [Formula] public static double Phi([Weight] double a, [Weight] double c, [Position] Vec width, [Position] double b, [Input] Vec x)
                => (a + c) * Max(Dot(width, x) + b, 0);
        }

        """;

    [Theory]
    [InlineData("[Regularizer]", "Vec theta", "SquaredNorm(theta)", new[] { -1 })]
    [InlineData("[Regularizer]", "[Position] Vec anything", "SquaredNorm(anything)", new[] { 2 })]
    [InlineData("[Regularizer]", "[Position] double t", "t * t", new[] { 3 })]
    [InlineData("[Regularizer]", "[Weight] double c, [Weight] double a", "a * a + c * c", new[] { 1, 0 })]
    [InlineData("[Regularizer<Two>]", "double b, Vec width, double a", "Abs(a) + b * b + SquaredNorm(width)", new[] { 3, 2, 0 })]
    [InlineData("[Regularizer]", "Vec theta, [Position] double b", "SquaredNorm(theta) + b", new[] { -1, 3 })]
    public void A_regularizer_binds(string attribute, string parameters, string expression, int[] binding)
    {
        CSharpCompilation compilation = TestCompilation.Create(Source(attribute, parameters, expression, "M"));
        ModelSpec model = ModelParser.Parse(compilation.GetTypeByMetadataName("M")!, compilation, null, CancellationToken.None);
        Assert.Equal(binding, model.Binding);
        Assert.False(model.HasErrors);
        Assert.DoesNotContain(TestCompilation.Analyze(compilation), d => d.Severity >= DiagnosticSeverity.Warning && d.Id != "MFD0704");
    }

    [Theory]
    [InlineData("[Regularizer]", "[Weight] double d", "Abs(d)", "Regularizer 'R' needs parameter 'd', which feature 'Two' does not have (did you mean 'a'?)")]
    [InlineData("[Regularizer]", "[Weight] Vec d", "SquaredNorm(d)", "Regularizer 'R' needs parameter 'd', which feature 'Two' does not have")]
    [InlineData("[Regularizer<Two>]", "Vec with", "SquaredNorm(with)", "Regularizer 'R' needs parameter 'with', which feature 'Two' does not have (did you mean 'width'?)")]
    [InlineData("[Regularizer<Two>]", "Vec theta", "SquaredNorm(theta)", "Regularizer 'R' needs parameter 'theta', which feature 'Two' does not have")]
    public void A_regularizer_does_not_bind(string attribute, string parameters, string expression, string message) =>
        AssertDiagnostics.In(Source(attribute, parameters, expression, "M").Replace("R>", "{|MFD0703:R|}>", StringComparison.Ordinal), message);

    [Theory]
    [InlineData("ReluNeuron", "TotalVariation", "Regularizer 'TotalVariation' has degree 1 but feature 'ReluNeuron' has degree 2; the fully homogeneous theory needs them equal (Chizat and Bach 2018, Theorem 3.3), or the penalty can be evaded by rescaling; use one of degree 2 in the whole particle, such as PathNorm (|a| ‖w‖) or SquaredL2")]
    [InlineData("SigmoidNeuron", "SquaredL2", "Regularizer 'SquaredL2' has degree 2 but feature 'SigmoidNeuron' has degree 1; the partially homogeneous theory needs them equal (Chizat and Bach 2018, Theorem 3.5), or the penalty can be evaded by rescaling; use one of degree 1 in the weight, such as TotalVariation (|a|)")]
    public void A_regularizer_of_another_degree_is_warned_of(string feature, string regularizer, string message) => AssertDiagnostics.In(
        Samples.All + $" [MeanFieldModel<{feature}, LogisticLoss, {{|MFD0702:{regularizer}|}}>] public partial class M;", message);

    [Theory]
    [InlineData("ReluNeuron", "SquaredL2")]
    [InlineData("DirichletSpike", "TotalVariation")]
    public void A_regularizer_of_the_same_degree_is_silent(string feature, string regularizer) => AssertDiagnostics.In(
        Samples.All + $" [MeanFieldModel<{feature}, LogisticLoss, {regularizer}>] public partial class M;");

    [Fact]
    public void Each_part_is_of_its_kind() => AssertDiagnostics.In(
        Samples.All + """
         [MeanFieldModel<{|MFD0701:LogisticLoss|}, {|MFD0701:string|}, {|MFD0701:ReluNeuron|}>] public partial class M;
        """,
        "'LogisticLoss' is not a [Feature] type and cannot be used as the feature of a mean-field model",
        "'string' is not a [Loss] type and cannot be used as the loss of a mean-field model",
        "'ReluNeuron' is not a [Regularizer] type and cannot be used as the regularizer of a mean-field model");

    [Fact]
    public void A_mistake_in_a_part_is_reported_where_it_stands()
    {
        string source = Samples.All.Replace("=> a * Max(Dot(w, x) + b, 0)", "=> a * ({|MFD0201:b % 1|})", StringComparison.Ordinal);
        AssertDiagnostics.In(source, "'b % 1' is not part of the formula language (operator remainder on 'double'); see the supported subset");
        CSharpCompilation compilation = TestCompilation.Create(source.Replace("{|MFD0201:b % 1|}", "b % 1", StringComparison.Ordinal));
        ModelSpec model = ModelParser.Parse(compilation.GetTypeByMetadataName("TwoLayerRelu")!, compilation, null, CancellationToken.None);
        Assert.True(model.HasErrors);
        Assert.Null(model.Feature!.Formula);
    }

    [Fact]
    public void A_formula_of_another_assembly_fuses_like_a_local_one()
    {
        Formula formula = TestCompilation.Parse(Samples.ReluNeuron, "ReluNeuron").Spec.Formula!;
        string attribute = string.Create(CultureInfo.InvariantCulture, $"[GeneratedFormula({FormulaCodec.Version}, \"{FormulaCodec.Write(formula)}\")] ");
        ParsedDeclaration read = TestCompilation.Parse(
            "[MeanFieldModel<ReluNeuron, Loss>] public partial class M; [Loss] public partial class Loss { [Formula] public static double V(double f, double y) => f - y; }",
            "ReluNeuron",
            Library(attribute + Samples.ReluNeuron));
        Assert.Equal(formula, read.Spec.Formula);
        Assert.Equal(new Claims(2, null, false), read.Spec.Claims);
        Assert.Empty(read.Origins);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[GeneratedFormula(99, \"Phi;0;;;\")] ")]
    [InlineData("[GeneratedFormula(1, \"nonsense\")] ")]
    public void A_formula_of_another_assembly_must_be_exported(string attribute) => AssertDiagnostics.In(
        "[MeanFieldModel<{|MFD0705:ReluNeuron|}, Loss>] public partial class M; [Loss] public partial class Loss { [Formula] public static double V(double f, double y) => f - y; }",
        [Library(attribute + Samples.ReluNeuron)],
        "The formula of 'ReluNeuron' in assembly 'Library' is not exported; rebuild that assembly with MeanFieldDsl 0.1.0 or newer");

    [Theory]
    [InlineData("namespace A.B; public partial class Outer { internal partial struct Inner { [Loss] public partial record L { BODY } } }", "A.B.Outer+Inner+L", "A.B", "partial class Outer|partial struct Inner|partial record L", "internal")]
    [InlineData("[Loss] public partial class @event { BODY }", "event", "", "partial class @event", "public")]
    public void A_type_knows_where_it_stands(string source, string name, string space, string layers, string accessibility)
    {
        TypeName type = TestCompilation.Parse(source.Replace("BODY", "[Formula] public static double V(double f, double y) => f - y;", StringComparison.Ordinal), name).Spec.Type;
        Assert.Equal(space, type.Namespace);
        Assert.Equal(layers, string.Join("|", type.Layers));
        Assert.Equal(accessibility, type.Accessibility);
        Assert.Equal(name.Replace('+', '.'), type.HintName);
    }

    private static string Source(string attribute, string parameters, string expression, string model) =>
        Feature + attribute + " public partial class R { [Formula] public static double V(" + parameters + ") => " + expression + "; }\n"
        + Samples.LogisticLoss + "\n[MeanFieldModel<Two, LogisticLoss, R>] public partial class " + model + ";";

    private static PortableExecutableReference Library(string source)
    {
        using MemoryStream image = new();
        Assert.True(TestCompilation.Create(source).WithAssemblyName("Library").Emit(image).Success);
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    [Theory]
    [InlineData("", "Info", "the model declares no regularizer")]
    [InlineData("[Regularizer<F>] public sealed partial class R { [Formula] public static double Value(Vec w) => SquaredNorm(w); }", "Warning", "'R' does not depend on it")]
    [InlineData("[Regularizer] public sealed partial class R { [Formula] public static double Value([Weight] double a) => Max(a, 0); }", "Warning", "'R' does not grow with it: at a = -t it is 0 for t = 1E+06 and 0 for t = 1E+12")]
    [InlineData("[Regularizer] public sealed partial class R { [Formula] public static double Value([Weight] double a) => Abs(a); }", "", "")]
    [InlineData("[Regularizer] public sealed partial class R { public double Lambda { get; init; } [Formula] public double Value([Weight] double a, [Position] double b) => Lambda * Abs(a) * Abs(b); }", "", "")]
    [InlineData("[Regularizer] public sealed partial class R { [Formula] public static double Value(Vec theta) => Log(1 + SquaredNorm(theta)); }", "", "")]
    public void A_weight_that_no_regularizer_holds_is_named(string regularizer, string severity, string reason)
    {
        string source = "[Feature] public sealed partial class F { [Formula] public static double Phi([Weight] double a, [Position] Vec w, [Position] double b, [Input] Vec x) => a * Tanh(Dot(w, x) + b); }"
            + regularizer + Samples.LogisticLoss + $" [MeanFieldModel<F, LogisticLoss{(regularizer.Length > 0 ? ", R" : "")}>] public partial class M;";
        Diagnostic[] found = [.. TestCompilation.Analyze(TestCompilation.Create(source)).Where(static d => d.Id == "MFD0704")];
        Assert.Equal(severity.Length == 0 ? 0 : 1, found.Length);
        Assert.All(found, d =>
        {
            Assert.Equal(severity, d.Severity.ToString());
            Assert.Equal("No coercive regularizer on weight 'a'; the objective may not attain its minimum: " + reason, d.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
            Assert.Equal(regularizer.Length > 0 ? "R" : "MeanFieldModel<F, LogisticLoss>", d.Location.SourceTree!.GetText().ToString(d.Location.SourceSpan));
        });
    }
}
