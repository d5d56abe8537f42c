namespace MeanFieldDsl.CodeFixes.Tests;

public sealed class BetterExpressionFixTests
{
    [Theory]
    [InlineData("MFD0801", "a * Log(1 + Exp(b * x))", "Softplus(b * x)", "a * Softplus(b * x)")]
    [InlineData("MFD0801", "a * (Log1p(Exp(b * x)))", "Softplus(b * x)", "a * Softplus(b * x)")]
    [InlineData("MFD0801", "a / (1 + Exp(-x * b))", "a * Sigmoid(x * b)", "a * Sigmoid(x * b)")]
    [InlineData("MFD0801", "a / (1 + Exp(-(x - b)))", "a * Sigmoid(x - b)", "a * Sigmoid(x - b)")]
    [InlineData("MFD0801", "a * (1 / (1 + Exp(x - b)))", "Sigmoid(-(x - b))", "a * Sigmoid(-(x - b))")]
    [InlineData("MFD0801", "a * Exp(b * x) / (1 + Exp(b * x))", "a * Sigmoid(b * x)", "a * Sigmoid(b * x)")]
    [InlineData("MFD0801", "a * Log(Cosh(x - b))", "Softplus(2 * (x - b)) - (x - b) - Log(2)", "a * (Softplus(2 * (x - b)) - (x - b) - Log(2))")]
    [InlineData("MFD0801", "a - Log(Sigmoid(b * x))", "-Softplus(-b * x)", "a - (-Softplus(-b * x))")]
    [InlineData("MFD0801", "a * (Exp(b) / Exp(x))", "Exp(b - x)", "a * Exp(b - x)")]
    [InlineData("MFD0804", "a * (Exp(b * x) - 1)", "Expm1(b * x)", "a * Expm1(b * x)")]
    [InlineData("MFD0804", "a * (1 - Cos(b * x))", "2 * Sq(Sin(0.5 * (b * x)))", "a * (2 * Sq(Sin(0.5 * (b * x))))")]
    [InlineData("MFD0804", "a * (Sqrt(1 + Sq(b * x)) - 1)", "Sq(b * x) / (Sqrt(1 + Sq(b * x)) + 1)", "a * (Sq(b * x) / (Sqrt(1 + Sq(b * x)) + 1))")]
    [InlineData("MFD0210", "a * Log(1 + Sq(b * x))", "Log1p(Sq(b * x))", "a * Log1p(Sq(b * x))")]
    [InlineData("MFD0210", "a * Log(Abs(x * b) + 1)", "Log1p(Abs(x * b))", "a * Log1p(Abs(x * b))")]
    [InlineData("MFD0802", "a * Sin(b - x) / (b - x)", "a * Sinc(b - x)", "a * Sinc(b - x)")]
    public Task An_expression_becomes_the_one_of_the_message(string id, string before, string suggestion, string after) =>
        FixAssert.Fixes<BetterExpressionFix>(id, "Use '" + suggestion + "'", Feature(before), Feature(after));

    [Theory]
    [InlineData("Sqrt(Sum(w, wi => Sq(wi)))")]
    [InlineData("Sqrt(Dot(w, w))")]
    [InlineData("Sqrt(SquaredNorm(w))")]
    public Task A_root_of_a_sum_of_squares_becomes_a_norm(string before) => FixAssert.Fixes<BetterExpressionFix>(
        "MFD0210",
        "Use 'Norm(w)'",
        "[Regularizer] public sealed partial class R { [Formula] public static double Value([Position, Dim(3)] Vec w) => " + before + "; }",
        "[Regularizer] public sealed partial class R { [Formula] public static double Value([Position, Dim(3)] Vec w) => Norm(w); }");

    [Fact]
    public Task A_helper_is_mended_in_its_own_names() => FixAssert.Fixes<BetterExpressionFix>(
        "MFD0801",
        "Use 'Softplus(u)'",
        Feature("a * Own(b * x)", "static double Own(double u) => Log(1 + Exp(u));"),
        Feature("a * Own(b * x)", "static double Own(double u) => Softplus(u);"));

    [Fact]
    public Task Names_are_qualified_where_the_types_are_not_imported() => FixAssert.Fixes<BetterExpressionFix>(
        "MFD0801",
        "Use 'Softplus(2 * u) - u - Log(2)'",
        ["using System; using MeanFieldDsl; [Feature] public partial class F { [Formula] public static double Phi([Weight] double a, [Input] double u) => a * Math.Log(Math.Cosh(u)); }"],
        ["using System; using MeanFieldDsl; [Feature] public partial class F { [Formula] public static double Phi([Weight] double a, [Input] double u) => a * (Ops.Softplus(2 * u) - u - Math.Log(2)); }"],
        importsLibrary: false);

    [Fact]
    public Task All_are_mended_at_once() => FixAssert.FixesAll<BetterExpressionFix>(
        "MFD0801", "MFD0801", [Feature("a * Log(1 + Exp(x)) + Log(1 + Exp(b)) / (1 + Sq(x))")], [Feature("a * Softplus(x) + Softplus(b) / (1 + Sq(x))")]);

    [Theory]
    [InlineData("MFD0801", "a * Log(Sum(1, 3, k => Exp(k * x * b)))", "")]
    [InlineData("MFD0801", "a * Local(b * x + b)", "static double Local(double u) { var v = 2 * u; var e = Exp(v); return 3 * Log(1 + e); }")]
    [InlineData("MFD0801", "a * Log(1 + Exp(b * x /* the\n slope */))", "")]
    [InlineData("MFD0802", "a * b / x", "")]
    public async Task Nothing_is_offered_where_the_expression_does_not_stand_in_one_place(string id, string body, string helper) =>
        Assert.Empty(await FixAssert.Offers<BetterExpressionFix>(id, Feature(body, helper)));

    private static string Feature(string body, string helper = "") =>
        "[Feature] public sealed partial class F { [Formula] public static double Phi([Weight] double a, [Position] double b, [Input] double x) => " + body + "; " + helper + " }";
}
