using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.FrontEnd;
using MeanFieldDsl.Generators.Tests.Pipeline;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MeanFieldDsl.Generators.Tests.FrontEnd;

/// <summary>What potentials, interactions and their models must be.</summary>
public class InteractionTests
{
    private const string TwoParticles = "Interaction 'I' takes the parameters of a particle and then, in the same order, those of another; ";
    private const string Misfit = "Interaction 'I' does not fit potential 'P': ";

    [Fact]
    public void The_samples_are_silent() => AssertDiagnostics.In(InteractionSamples.All);

    [Theory]
    [InlineData("[Position] double x", "x", "it has 1 parameter, an odd number")]
    [InlineData("", "1", "it has no parameters")]
    [InlineData("[Position] double x, [Position] double y, [Position] double z", "x * y * z", "it has 3 parameters, an odd number")]
    public void An_interaction_has_the_parameters_of_two_particles(string parameters, string formula, string why) => AssertDiagnostics.In(
        "[Interaction] public partial class I { [Formula] public static double {|MFD0118:U|}(" + parameters + ") => " + formula + "; }",
        TwoParticles + why);

    [Theory]
    [InlineData("[Position] double x, [Weight] double {|MFD0118:y|}", "x * y", "'y' is a [Weight] double, but its counterpart 'x' is a [Position] double")]
    [InlineData("[Position] double x, [Position, Dim(3)] Vec {|MFD0118:y|}", "x * y[0]", "'y' is a [Position] Vec, but its counterpart 'x' is a [Position] double")]
    [InlineData("[Position(Period = 1)] double x, [Position] double {|MFD0118:y|}", "Cos(2 * PI * (x - y))", "'y' is a [Position] double, but its counterpart 'x' is a [Position(Period = 1)] double")]
    [InlineData("[Weight] double a, [Position] double x, [Weight] double b, [Weight] double {|MFD0118:y|}", "a * b * x * y", "'y' is a [Weight] double, but its counterpart 'x' is a [Position] double")]
    public void The_two_particles_are_of_one_kind(string parameters, string formula, string why) => AssertDiagnostics.In(Interaction(parameters, formula), TwoParticles + why);

    [Fact]
    public void Counterparts_are_equally_long()
    {
        AssertDiagnostics.In(
            Interaction("[Position, Dim(2)] Vec x, {|MFD0301:[Position, Dim(3)] Vec y|}", "SquaredNorm(x) * SquaredNorm(y)"),
            "Dimensions differ in '[Position, Dim(3)] Vec y': 'x' has dimension 2, 'y' has dimension 3");
        Formula formula = TestCompilation.Parse(Interaction("[Position] Vec x, [Position] Vec y", "SquaredNorm(x) * SquaredNorm(y)"), "I").Spec.Formula!;
        Assert.Equal(formula.Parameters[0].Dimension, formula.Parameters[1].Dimension);
    }

    [Theory]
    [InlineData("{|MFD0106:x|}", "double x, [Position] double y", "Parameter 'x' of formula 'U' has no role; add [Weight] or [Position]")]
    [InlineData("{|MFD0114:Input|}", "[Input] double x, [Position] double y", "[Input] of parameter 'x' is not valid: an interaction sees particles only")]
    [InlineData("{|MFD0107:int|}", "[Position] int x, [Position] double y", "Parameter 'x' has type 'int'; formula parameters must be double or Vec, or int/bool for inputs")]
    [InlineData("{|MFD0107:bool|}", "bool x, [Position] double y", "Parameter 'x' has type 'bool'; formula parameters must be double or Vec, or int/bool for inputs")]
    public void An_interaction_sees_particles_only(string mark, string parameters, string message)
    {
        string plain = mark[(mark.IndexOf(':', StringComparison.Ordinal) + 1)..^2];
        int at = mark.Contains("MFD0106", StringComparison.Ordinal) ? parameters.IndexOf(plain + ",", StringComparison.Ordinal) : parameters.IndexOf(plain, StringComparison.Ordinal);
        AssertDiagnostics.In(Interaction(parameters[..at] + mark + parameters[(at + plain.Length)..], "0"), message);
    }

    [Fact]
    public void A_potential_declares_a_particle()
    {
        AssertDiagnostics.In(
            "[Potential] public partial class P { [Formula] public static double {|MFD0109:V|}() => 1; }",
            "Potential 'P' has no particle parameter; a potential says what a particle is by its [Weight] and [Position] parameters");
        AssertDiagnostics.In(
            "[Potential] public partial class P { [Formula] public static double V(double {|MFD0106:x|}) => x; }",
            "Parameter 'x' of formula 'V' has no role; add [Weight] or [Position]");
        AssertDiagnostics.In(
            "[Potential] public partial class P { [Formula] public static double V([{|MFD0114:Input|}] double x) => x; }",
            "[Input] of parameter 'x' is not valid: a potential sees particles only");
        AssertDiagnostics.In(
            "[Potential] public partial class P { [Formula] public static double V([Position] Vec {|MFD0302:x|}) => SquaredNorm(x); }",
            "Dimension of 'x' cannot be inferred; add [Dim(n)] or [Dim(\"name\")]");
    }

    [Fact]
    public void A_parameter_that_belongs_to_the_particle_may_be_unused()
    {
        AssertDiagnostics.In("[Potential] public partial class P { [Formula] public static double V([Weight] double a, [Position] double x) => x * x; }");
        AssertDiagnostics.In(Interaction("[Weight] double a, [Position] double x, [Weight] double b, [Position] double y", "Cos(x - y)"));
        AssertDiagnostics.In(Interaction("[Position] double x, [Position] double {|MFD0112:y|}", "Cos(x - x / 2)"), "Parameter 'y' of formula 'U' is never used");
    }

    [Theory]
    [InlineData("[Position] double x, [Position] double y", "[Position] double x, [Position] double y", "Cos(x - y)", "a particle has 2 parameters (x, y), so the interaction of two takes 4, not 2")]
    [InlineData("[Position] double x", "[Position] double a, [Position] double b, [Position] double c, [Position] double d", "a + b + c + d", "a particle has 1 parameter (x), so the interaction of two takes 2, not 4")]
    [InlineData("[Weight] double x", "[Position] double s, [Position] double t", "s * t", "its parameter 's' is a [Position] double, but 'x' of the particle is a [Weight] double")]
    [InlineData("[Position(Period = 1)] double x", "[Position(Period = 2)] double s, [Position(Period = 2)] double t", "Cos(PI * (s - t))", "its parameter 's' is a [Position(Period = 2)] double, but 'x' of the particle is a [Position(Period = 1)] double")]
    [InlineData("[Position, Dim(2)] Vec x", "[Position, Dim(3)] Vec s, [Position] Vec t", "Dot(s, t)", "its parameter 's' has dimension 3, but 'x' of the particle has dimension 2")]
    [InlineData("[Position, Dim(2)] Vec x, [Position, Dim(\"d\")] Vec y", "[Position] Vec s, [Position] Vec u, [Position] Vec t, [Position] Vec v", "Dot(s, u) * Dot(t, v)", "its parameters 's' and 'u' are equally long, but 'x' of the particle has dimension 2 and 'y' has dimension d")]
    [InlineData("[Position, Dim(\"d\")] Vec x, [Position, Dim(\"d\")] Vec y", "[Position, Dim(2)] Vec s, [Position, Dim(3)] Vec u, [Position] Vec t, [Position] Vec v", "Dot(s, t) * Dot(u, v)", "its parameter 'u' has dimension 3, but 'y' of the particle has dimension 2")]
    public void An_interaction_fits_the_potential(string particle, string parameters, string formula, string why) => AssertDiagnostics.In(
        $"[Potential] public partial class P {{ [Formula] public static double V({particle}) => 1; }}\n{Interaction(parameters, formula)}\n[InteractionModel<P, {{|MFD0706:I|}}>] public partial class M;",
        Misfit + why);

    [Theory]
    [InlineData("[Dim(\"d\")]", "", "d")]
    [InlineData("[Dim(\"d\")]", "[Dim(3)]", "3")]
    [InlineData("[Dim(3)]", "", "3")]
    [InlineData("[Dim(3)]", "[Dim(3)]", "3")]
    [InlineData("[Dim(\"d\")]", "[Dim(\"n\")]", "d")]
    public void The_dimension_of_a_particle_comes_from_both(string potential, string interaction, string dimension)
    {
        CSharpCompilation compilation = TestCompilation.Create(
            $"[Potential] public partial class P {{ [Formula] public static double V([Position] {potential} Vec x) => SquaredNorm(x); }}\n"
            + Interaction($"[Position] {interaction} Vec s, [Position] Vec t", "Dot(s, t)") + "\n[InteractionModel<P, I>(Constant = 2)] public partial class M;");
        InteractionModelSpec model = InteractionModelParser.Parse(compilation.GetTypeByMetadataName("M")!, compilation, null, CancellationToken.None);
        Assert.False(model.HasErrors);
        Assert.Equal(2, model.Constant);
        Assert.Equal([dimension], model.Dimensions.Select(static d => d.ToString()));
    }

    [Fact]
    public void Each_part_is_of_its_kind() => AssertDiagnostics.In(
        InteractionSamples.Well + InteractionSamples.Repulsion + "[InteractionModel<{|MFD0701:Repulsion|}, {|MFD0701:Well|}>] public partial class M;",
        "'Repulsion' is not a [Potential] type and cannot be used as the potential of an interaction model",
        "'Well' is not a [Interaction] type and cannot be used as the interaction of an interaction model");

    [Theory]
    [InlineData("[Potential, Interaction] public partial class {|MFD0116:F|} { [Formula] public static double U([Position] double x, [Position] double y) => x * y; }", "'F' has [Potential] and [Interaction]")]
    [InlineData(InteractionSamples.Well + InteractionSamples.Repulsion + "[Potential, InteractionModel<Well, Repulsion>] public partial class {|MFD0116:F|} { [Formula] public static double V([Position] double x) => x * x; }", "'F' has [Potential] and [InteractionModel]")]
    public void A_type_is_one_kind_of_declaration(string markup, string message) => AssertDiagnostics.In(
        markup, message + "; a type is one of [Feature], [Loss], [Regularizer], [Potential], [Interaction], [MeanFieldModel] and [InteractionModel]");

    [Fact]
    public void Nothing_is_generic()
    {
        AssertDiagnostics.In(
            "[Potential] public partial class {|MFD0102:P|}<T> { [Formula] public static double V([Position] double x) => x; }",
            "'P' is generic; [Potential] and [Interaction] types cannot be generic");
        AssertDiagnostics.In(
            InteractionSamples.Well + InteractionSamples.Repulsion + "[InteractionModel<Well, Repulsion>] public partial class {|MFD0102:M|}<T>;",
            "'M' is generic; [InteractionModel] types cannot be generic");
    }

    [Theory]
    [InlineData("[Potential] public partial class P { public double {|MFD0115:Shape|} { get; init; } [Formula] public double V([Position] double x) => x * Shape; }", "Shape", "P")]
    [InlineData("[Interaction] public partial class P { public const int Particle = 1; private struct {|MFD0115:Kernel|}; [Formula] public static double U([Position] double x, [Position] double y) => x * y; }", "Kernel", "P")]
    [InlineData(InteractionSamples.Well + InteractionSamples.Repulsion + "[InteractionModel<Well, Repulsion>] public partial class M { public int {|MFD0115:Problem|} => 1; public int On() => 2; }", "Problem", "M")]
    public void A_member_has_no_generated_name(string markup, string member, string type) =>
        AssertDiagnostics.In(markup, $"'{member}' has the name of a member that is generated into '{type}'; rename it");

    [Fact]
    public void A_parameter_that_no_derivative_sees_is_warned_of_in_an_interaction_alone()
    {
        AssertDiagnostics.In("[Potential] public partial class P { [Formula] public static double V([Position] double x) => x == 0.125 ? 2 : 1; }");
        AssertDiagnostics.In(
            "[Interaction] public partial class {|MFD0403:I|} { [Formula] public static double U([Position] double x, [Position] double y) => Sq(y) * (x == 0.125 ? 2 : 1); }",
            "'I' does not depend on 'x' through a differentiable path; its gradient is identically zero, so particles never move in it; use a continuous function of it");
    }

    [Fact]
    public void A_claim_of_convexity_is_checked()
    {
        AssertDiagnostics.In("[Potential, Convex] public partial class P { [Formula] public static double V([Position] double x) => x * x; }");
        AssertDiagnostics.In(
            "[Potential, Convex] public partial class P { [Formula] public static double V([Position] double x) => {|MFD0601:Sq(x * x - 1)|}; }",
            "Potential 'P' is not convex in 'x': between -1 and 1 the midpoint value 1 exceeds the chord 0; correct the formula or remove [Convex]");
    }

    [Fact]
    public void A_mistake_in_a_part_is_reported_where_it_stands() => AssertDiagnostics.In(
        InteractionSamples.Well + InteractionSamples.Gas + InteractionSamples.Repulsion.Replace("Exp(-(x - y) * (x - y)", "Exp(-({|MFD0201:x % y|})", StringComparison.Ordinal),
        "'x % y' is not part of the formula language (operator remainder on 'double'); see the supported subset");

    private static string Interaction(string parameters, string formula) =>
        $"[Interaction] public partial class I {{ [Formula] public static double U({parameters}) => {formula}; }}";
}
