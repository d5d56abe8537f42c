namespace MeanFieldDsl.CodeFixes.Tests;

public sealed class DeclarationFixTests
{
    [Fact]
    public Task A_type_and_the_types_around_it_become_partial() => FixAssert.Fixes<AddPartialFix>(
        "MFD0101",
        "Add 'partial'",
        """
        static class Outer
        {
            // The comment stays.
            class Middle
            {
                /// <summary>So does this.</summary>
                [Regularizer]
                public sealed class Ridge
                {
                    [Formula] public static double Value([Weight] double w) => w * w;
                }
            }
        }
        """,
        """
        static partial class Outer
        {
            // The comment stays.
            partial class Middle
            {
                /// <summary>So does this.</summary>
                [Regularizer]
                public sealed partial class Ridge
                {
                    [Formula] public static double Value([Weight] double w) => w * w;
                }
            }
        }
        """);

    [Fact]
    public Task Every_declaration_and_model_becomes_partial() => FixAssert.FixesAll<AddPartialFix>(
        "MFD0101",
        "MFD0101",
        [
            """
            class Outer
            {
                [Loss] public class First { [Formula] public static double Value(double prediction, double target) => prediction - target; }
                [Feature] public class Second { [Formula] public static double Phi([Weight] double a, [Input] double x) => a * x; }
            }
            """,
            "[MeanFieldModel<Outer.Second, Outer.First>] class Model;",
        ],
        [
            """
            partial class Outer
            {
                [Loss] public partial class First { [Formula] public static double Value(double prediction, double target) => prediction - target; }
                [Feature] public partial class Second { [Formula] public static double Phi([Weight] double a, [Input] double x) => a * x; }
            }
            """,
            "[MeanFieldModel<Outer.Second, Outer.First>] partial class Model;",
        ]);

    [Theory]
    [InlineData("float Phi([Weight] double a, [Input] int i) => i;", "double Phi([Weight] double a, [Input] int i) => i;")]
    [InlineData("int Phi([Weight] double a, [Input] int i) { return i + 1; }", "double Phi([Weight] double a, [Input] int i) { return i + 1; }")]
    public Task A_formula_returns_double(string before, string after) =>
        FixAssert.Fixes<ReturnTypeFix>("MFD0105", "Return 'double'", Feature(before), Feature(after));

    [Theory]
    [InlineData("Vec Phi([Weight] double a, [Input] Vec x) => x;")]
    [InlineData("void Phi([Weight] double a, [Input] Vec x) { }")]
    [InlineData("decimal Phi([Weight] double a, [Input] Vec x) => 1m;")]
    public async Task A_formula_whose_value_is_no_double_is_left_to_its_author(string formula) =>
        Assert.Empty(await FixAssert.Offers<ReturnTypeFix>("MFD0105", Feature(formula)));

    [Theory]
    [InlineData("Weight")]
    [InlineData("Position")]
    [InlineData("Input")]
    public Task A_parameter_gets_the_role_its_author_chooses(string role) => FixAssert.Fixes<AddRoleFix>(
        "MFD0106",
        $"Add [{role}]",
        Feature("double Phi([Weight] double a, [Position] double b, double c, [Input] Vec x) => a * b * c * Sum(x);"),
        Feature($"double Phi([Weight] double a, [Position] double b, [{role}] double c, [Input] Vec x) => a * b * c * Sum(x);"));

    [Fact]
    public Task A_role_goes_before_the_attributes_that_are_there() => FixAssert.Fixes<AddRoleFix>(
        "MFD0106",
        "Add [Position]",
        Feature("double Phi([Dim(3)] Vec w, [Input] Vec x) => Dot(w, x);"),
        Feature("double Phi([Position, Dim(3)] Vec w, [Input] Vec x) => Dot(w, x);"));

    [Fact]
    public Task A_role_is_qualified_where_the_library_is_not_imported() => FixAssert.Fixes<AddRoleFix>(
        "MFD0106",
        "Add [Input]",
        ["[MeanFieldDsl.Feature] partial class F { [MeanFieldDsl.Formula] static double Phi([MeanFieldDsl.Weight] double a, double x) => a * x; }"],
        ["[MeanFieldDsl.Feature] partial class F { [MeanFieldDsl.Formula] static double Phi([MeanFieldDsl.Weight] double a, [MeanFieldDsl.Input] double x) => a * x; }"],
        importsLibrary: false);

    [Fact]
    public async Task An_index_can_only_be_an_input() =>
        Assert.Equal(["Add [Input]"], await FixAssert.Offers<AddRoleFix>("MFD0106", Feature("double Phi([Position] Vec w, int i) => w[i];")));

    [Theory]
    [InlineData("[Potential] public sealed partial class P { [Formula] public static double V(double x) => x * x; }")]
    [InlineData("[Interaction] public sealed partial class I { [Formula] public static double U(double x, [Weight] double y) => x * y; }")]
    [InlineData("[Regularizer] public sealed partial class R { [Formula] public static double V(double x) => x * x; }")]
    public async Task Only_a_feature_has_inputs(string source) => Assert.Equal(["Add [Weight]", "Add [Position]"], await FixAssert.Offers<AddRoleFix>("MFD0106", source));

    [Fact]
    public Task Every_parameter_gets_the_same_role() => FixAssert.FixesAll<AddRoleFix>(
        "MFD0106",
        "MFD0106.Input",
        [Feature("double Phi([Weight] double a, double x, int i) => a * x * i;")],
        [Feature("double Phi([Weight] double a, [Input] double x, [Input] int i) => a * x * i;")]);

    [Theory]
    [InlineData("[Weight, Input] double a", "Keep [Weight]", "[Weight] double a")]
    [InlineData("[Position(Period = 1), Weight, Input] double a", "Keep [Position]", "[Position(Period = 1)] double a")]
    [InlineData("[Position] [Weight] double a", "Keep [Weight]", "[Weight] double a")]
    public Task Of_several_roles_one_is_kept(string before, string title, string after) => FixAssert.Fixes<KeepOneRoleFix>(
        "MFD0113", title, Feature($"double Phi({before}, [Position] double b, [Input] double x) => a * b * x;"), Feature($"double Phi({after}, [Position] double b, [Input] double x) => a * b * x;"));

    [Theory]
    [InlineData("[Weight, Dim(2)] double a", "Remove [Dim]", "[Weight] double a")]
    [InlineData("[Dim(2)] [Weight] double a", "Remove [Dim]", "[Weight] double a")]
    [InlineData("[Position(Period = -1)] double a", "Remove the period", "[Position] double a")]
    public Task An_attribute_that_is_not_valid_goes(string before, string title, string after) => FixAssert.Fixes<ParameterAttributeFix>(
        "MFD0114", title, Feature($"double Phi({before}, [Input] double x) => a * x;"), Feature($"double Phi({after}, [Input] double x) => a * x;"));

    internal static string Feature(string formula) => $$"""
        [Feature]
        public sealed partial class F
        {
            [Formula]
            public static {{formula}}
        }
        """;

    [Theory]
    [InlineData("[Feature, Loss]", "[Feature]")]
    [InlineData("[Feature]\n[Loss]", "[Feature]\n")]
    public Task One_kind_of_declaration_is_kept(string before, string after)
    {
        const string Rest = "public sealed partial class F { [Formula] public static double Phi([Weight] double a, [Input] double x) => a * x; }";
        return FixAssert.Fixes<KeepOneKindFix>("MFD0116", "Keep [Feature]", before + "\n" + Rest, after + (after.EndsWith('\n') ? "" : "\n") + Rest);
    }

    [Theory]
    [InlineData("Potential")]
    [InlineData("Interaction")]
    public async Task Every_kind_of_declaration_can_be_kept(string kind) => Assert.Equal(
        ["Keep [Regularizer]", $"Keep [{kind}]"],
        await FixAssert.Offers<KeepOneKindFix>("MFD0116", $"[Regularizer, {kind}] public sealed partial class F {{ [Formula] public static double V([Weight] double a, [Weight] double b) => a * b; }}"));

    [Fact]
    public Task A_static_class_becomes_sealed() => FixAssert.Fixes<SealedClassFix>(
        "MFD0117",
        "Make the class sealed",
        "[Loss] public static partial class L { [Formula] public static double V(double f, double y) => Sq(f - y); }",
        "[Loss] public sealed partial class L { [Formula] public static double V(double f, double y) => Sq(f - y); }");
}
