using Microsoft.CodeAnalysis;

namespace MeanFieldDsl.Generators.Tests.FrontEnd;

public class DeclarationDiagnosticTests
{
    [Fact]
    public void A_declaration_and_its_containing_types_are_partial()
    {
        AssertDiagnostics.In(
            """
            [Feature] public class {|MFD0101:F|} { [Formula] public static double Phi([Weight] double a, [Input] double x) => a * x; }
            """,
            "'F' and its containing types must be declared 'partial'");
        AssertDiagnostics.In(
            """
            public class {|MFD0101:Outer|} { [Loss] public partial class L { [Formula] public static double V(double f, double y) => f - y; } }
            """,
            "'L' and its containing types must be declared 'partial'");
        AssertDiagnostics.In(
            Samples.All + """
             [MeanFieldModel<ReluNeuron, LogisticLoss>] public class {|MFD0101:M|};
            """,
            "'M' and its containing types must be declared 'partial'");
    }

    [Fact]
    public void Nothing_is_generic()
    {
        AssertDiagnostics.In(
            """
            [Feature] public partial class {|MFD0102:F|}<T> { [Formula] public static double Phi([Weight] double a, [Input] double x) => a * x; }
            """,
            "'F' is generic; [Feature], [Loss] and [Regularizer] types cannot be generic");
        AssertDiagnostics.In(
            """
            [Feature] public partial class F { [Formula] public static double {|MFD0102:Phi|}<T>([Weight] double a, [Input] double x) => a * x; }
            """,
            "'Phi' is generic; [Formula] methods cannot be generic");
        AssertDiagnostics.In(
            Samples.All + """
             [MeanFieldModel<ReluNeuron, LogisticLoss>] public partial class {|MFD0102:M|}<T>;
            """,
            "'M' is generic; [MeanFieldModel] types cannot be generic");
    }

    [Theory]
    [InlineData("[Feature] public partial class F { public double {|MFD0115:Shape|} { get; init; } [Formula] public double Phi([Weight] double a, [Input] double x) => a * x * Shape; }", "Shape", "F")]
    [InlineData("[Feature] public partial class F { private struct {|MFD0115:Kernel|}; [Formula] public static double Phi([Weight] double a, [Input] double x) => a * x; }", "Kernel", "F")]
    [InlineData("[Feature] public partial class {|MFD0115:Particle|} { [Formula] public static double Phi([Weight] double a, [Input] double x) => a * x; }", "Particle", "Particle")]
    [InlineData("[Loss] public partial class L { private const double {|MFD0115:Kernel|} = 1; [Formula] public static double V(double f, double y) => Kernel * Sq(f - y); }", "Kernel", "L")]
    [InlineData(Samples.ReluNeuron + Samples.LogisticLoss + "[MeanFieldModel<ReluNeuron, LogisticLoss>] public partial class M { public int {|MFD0115:Card|} => 1; public int On() => 2; }", "Card", "M")]
    public void A_member_has_no_generated_name(string markup, string member, string type) =>
        AssertDiagnostics.In(markup, $"'{member}' has the name of a member that is generated into '{type}'; rename it");

    [Fact]
    public void Names_that_only_other_kinds_generate_are_free() => AssertDiagnostics.In(
        "[Loss] public partial class Shape { private const double Particle = 1; [Formula] public static double On(double f, double y) => Particle * Sq(f - y); }");

    [Fact]
    public void A_type_is_one_kind_of_declaration()
    {
        AssertDiagnostics.In(
            "[Feature, Loss] public partial class {|MFD0116:F|} { [Formula] public static double Phi([Weight] double a, [Input] double x) => a * x; }",
            "'F' has [Feature] and [Loss]; a type is one of [Feature], [Loss], [Regularizer], [Potential], [Interaction], [MeanFieldModel] and [InteractionModel]");
        AssertDiagnostics.In(
            Samples.ReluNeuron + Samples.LogisticLoss + "[Loss, MeanFieldModel<ReluNeuron, LogisticLoss>] public partial class {|MFD0116:M|} { [Formula] public static double V(double f, double y) => Sq(f - y); }",
            "'M' has [Loss] and [MeanFieldModel]; a type is one of [Feature], [Loss], [Regularizer], [Potential], [Interaction], [MeanFieldModel] and [InteractionModel]");
    }

    [Theory]
    [InlineData("static partial class", "a static class")]
    [InlineData("partial struct", "a struct")]
    [InlineData("partial record struct", "a record struct")]
    public void A_declaration_is_an_ordinary_class(string form, string words) => AssertDiagnostics.In(
        "[Loss] public " + form + " {|MFD0117:L|} { [Formula] public static double V(double f, double y) => Sq(f - y); }",
        "'L' is " + words + "; [Feature], [Loss], [Regularizer], [Potential], [Interaction], [MeanFieldModel] and [InteractionModel] types are classes that can have instances");

    [Fact]
    public void A_declaration_has_one_formula()
    {
        AssertDiagnostics.In(
            "[Loss] public partial class {|MFD0103:L|} { public static double V(double f, double y) => f - y; }",
            "'L' must contain exactly one [Formula] method; 0 found");
        AssertDiagnostics.In(
            "[Loss] public partial class {|MFD0103:L|} { [Formula] public static double V(double f, double y) => f - y; [Formula] public static double W(double f, double y) => f + y; }",
            "'L' must contain exactly one [Formula] method; 2 found");
    }

    [Fact]
    public void A_formula_returns_double()
    {
        AssertDiagnostics.In(
            "[Loss] public partial class L { [Formula] public static {|MFD0105:int|} V(double f, double y) => f < y ? 1 : 2; }",
            "Formula 'V' must return 'double'; it returns 'int'");
        AssertDiagnostics.In(
            "[Loss] public partial class L { [Formula] public static {|MFD0105:void|} V(double f, double y) { return; } }",
            "Formula 'V' must return 'double'; it returns 'void'");
    }

    [Fact]
    public void A_formula_has_a_body() => AssertDiagnostics.In(
        "[Loss] public abstract partial class L { [Formula] public abstract double {|MFD0202:V|}(double f, double y); }",
        "Method 'V' cannot be used in a formula: it is neither an intrinsic nor available as source or exported formula");

    [Fact]
    public void Every_parameter_of_a_feature_has_one_role()
    {
        AssertDiagnostics.In(
            Feature("[Weight] double a, double {|MFD0106:b|}, [Input] double x", "a * b * x"),
            "Parameter 'b' of formula 'Phi' has no role; add [Weight], [Position] or [Input]");
        AssertDiagnostics.In(
            Feature("[Weight, Position] double {|MFD0113:a|}, [Input] double x", "a * x"),
            "Parameter 'a' of formula 'Phi' has more than one role; keep one of [Weight], [Position] or [Input]");
        AssertDiagnostics.In(
            "[Regularizer] public partial class R { [Formula] public static double V([Weight, Position] double {|MFD0113:a|}) => a; }",
            "Parameter 'a' of formula 'V' has more than one role; keep one of [Weight] or [Position]");
        AssertDiagnostics.In(
            "[Regularizer] public partial class R { [Formula] public static double V(double {|MFD0106:a|}) => a; }",
            "Parameter 'a' of formula 'V' has no role; add [Weight] or [Position]");
    }

    [Fact]
    public void Parameters_are_numbers_and_vectors()
    {
        AssertDiagnostics.In(
            Feature("[Weight] {|MFD0107:float|} a, [Input] double x", "a * x"),
            "Parameter 'a' has type 'float'; formula parameters must be double or Vec, or int/bool for inputs");
        AssertDiagnostics.In(
            Feature("[Weight] {|MFD0107:int|} a, [Input] double x", "a * x"),
            "Parameter 'a' has type 'int'; formula parameters must be double or Vec, or int/bool for inputs");
        AssertDiagnostics.In(
            Feature("[Weight] double a, [Input] {|MFD0107:double[]|} x", "a"),
            "Parameter 'x' has type 'double[]'; formula parameters must be double or Vec, or int/bool for inputs");
        AssertDiagnostics.In(
            "[Regularizer] public partial class R { [Formula] public static double V([Weight] {|MFD0107:bool|} a) => a ? 1 : 2; }",
            "Parameter 'a' has type 'bool'; formula parameters must be double or Vec, or int/bool for inputs");
    }

    [Fact]
    public void Parameters_are_passed_by_value()
    {
        AssertDiagnostics.In(
            Feature("[Weight] ref double {|MFD0108:a|}, [Input] in double x", "a * x"),
            "Parameter 'a' is ref, out or params; formula parameters are passed by value or in");
        AssertDiagnostics.In(
            Feature("[Weight] double a, [Input] params double[] {|MFD0108:x|}", "a"),
            "Parameter 'x' is ref, out or params; formula parameters are passed by value or in");
    }

    [Fact]
    public void A_feature_has_particles_and_inputs()
    {
        AssertDiagnostics.In(
            "[Feature] public partial class F { [Formula] public static double {|MFD0109:Phi|}([Weight] double a) => a; }",
            "Feature 'F' has no input parameter; a feature needs at least one particle parameter and one input");
        AssertDiagnostics.In(
            "[Feature] public partial class F { [Formula] public static double {|MFD0109:Phi|}([Input] double a) => a; }",
            "Feature 'F' has no particle parameter; a feature needs at least one particle parameter and one input");
    }

    [Fact]
    public void A_loss_takes_a_prediction_and_a_target()
    {
        AssertDiagnostics.In(
            "[Loss] public partial class L { [Formula] public static double {|MFD0110:V|}(double f) => f; }",
            "A loss formula takes (double prediction, double target); 'V' does not");
        AssertDiagnostics.In(
            "[Loss] public partial class L { [Formula] public static double {|MFD0110:V|}(double target, double prediction) => target - prediction; }",
            "A loss formula takes (double prediction, double target); 'V' does not");
        AssertDiagnostics.In(
            "[Loss] public partial class L { [Formula] public static double {|MFD0110:V|}(double f, int y) => f - y; }",
            "A loss formula takes (double prediction, double target); 'V' does not");
    }

    [Fact]
    public void An_unused_parameter_is_a_warning() => AssertDiagnostics.In(
        Feature("[Weight] double a, [Position] double {|MFD0112:b|}, [Input] double x", "a * x"),
        "Parameter 'b' of formula 'Phi' is never used");

    [Fact]
    public void Attributes_of_parameters_make_sense()
    {
        AssertDiagnostics.In(
            Feature("[Weight] double a, [{|MFD0114:Position(Period = -1)|}] double t, [Input] double x", "a * t * x"),
            "[Position] of parameter 't' is not valid: the period must be positive and finite");
        AssertDiagnostics.In(
            Feature("[Weight, {|MFD0114:Dim(3)|}] double a, [Input] double x", "a * x"),
            "[Dim] of parameter 'a' is not valid: only a Vec has a dimension");
        AssertDiagnostics.In(
            Feature("[Weight, {|MFD0114:Dim(0)|}] Vec a, [Input] Vec x", "Dot(a, x)"),
            "[Dim] of parameter 'a' is not valid: a dimension must be at least 1");
        AssertDiagnostics.In(
            Feature("[Weight, {|MFD0114:Dim(\"3n\")|}] Vec a, [Input] Vec x", "Dot(a, x)"),
            "[Dim] of parameter 'a' is not valid: a dimension's name must be an identifier");
        AssertDiagnostics.In(
            "[Regularizer] public partial class R { [Formula] public static double V([{|MFD0114:Input|}] double a) => a; }",
            "[Input] of parameter 'a' is not valid: a regularizer sees particles only");
    }

    [Fact]
    public void The_diagnostic_of_a_mutable_member_also_shows_its_use()
    {
        Diagnostic diagnostic = TestCompilation.Analyze(TestCompilation.Create(
            "[Loss] public partial class L { public double Scale { get; set; } [Formula] public double V(double f, double y) => Scale * (f - y); }")).Single();
        Assert.Equal("MFD0111", diagnostic.Id);
        Assert.Equal("Scale", Text(diagnostic.Location));
        Assert.Equal("Scale", Text(Assert.Single(diagnostic.AdditionalLocations)));
        Assert.NotEqual(diagnostic.Location, diagnostic.AdditionalLocations[0]);
    }

    private static string Text(Location location) => location.SourceTree!.GetText().ToString(location.SourceSpan);

    private static string Feature(string parameters, string expression) =>
        "[Feature] public partial class F { [Formula] public static double Phi(" + parameters + ") => " + expression + "; }";
}
