using System.Diagnostics;
using System.Globalization;
using MeanFieldDsl.Generators.Analysis.Numerics;
using MeanFieldDsl.Generators.Diagnostics;
using MeanFieldDsl.Generators.FrontEnd;
using MeanFieldDsl.Generators.Tests.FrontEnd;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MeanFieldDsl.Generators.Tests.Diagnostics;

public sealed class NumericsClaimsTests
{
    [Theory]
    [InlineData("a * {|MFD0801:Log(1 + Exp(b * x))|}", "'Log(1 + Exp(b * x))' can overflow for large 'b * x'; use 'Softplus(b * x)'")]
    [InlineData("{|MFD0801:a / (1 + Exp(-x * b))|}", "'a / (1 + Exp(-x * b))' can overflow for large '-x * b'; use 'a * Sigmoid(x * b)'")]
    [InlineData("a * {|MFD0801:Log(Sum(w, wi => Exp(wi * x)))|}", "'Log(Sum(w, wi => Exp(wi * x)))' can overflow for large 'wi * x'; use 'm + Log(Sum(w, wi => Exp(wi * x - m))) with m = Max(w, wi => wi * x)'")]
    [InlineData("a * {|MFD0801:Log(Sum(1, 3, k => Exp(k * x)))|}", "'Log(Sum(1, 3, k => Exp(k * x)))' can overflow for large 'k * x'; use 'm + Log(Sum(1, 3, k => Exp(k * x - m))) with m = Max(1, 3, k => k * x)'")]
    [InlineData("a * {|MFD0801:Log(Cosh(x - b))|}", "'Log(Cosh(x - b))' can overflow for large 'x - b'; use 'Softplus(2 * (x - b)) - (x - b) - Log(2)'")]
    [InlineData("a * {|MFD0801:Log(1 - Sigmoid(x))|}", "'Log(1 - Sigmoid(x))' can overflow for large 'x'; use '-Softplus(x)'")]
    [InlineData("{|MFD0802:a / x|}", "'a / x' divides by 'x', which can be zero at x = 0")]
    [InlineData("{|MFD0802:a / (x - b)|}", "'a / (x - b)' divides by 'x - b', which can be zero at b = 1, x = 1")]
    [InlineData("{|MFD0802:a / (Sq(x) - x - 0.3)|}", "'a / (Sq(x) - x - 0.3)' divides by 'Sq(x) - x - 0.3', which can be zero at x = -0.24162")]
    [InlineData("{|MFD0802:a / Sq(x - 0.3)|}", "'a / Sq(x - 0.3)' divides by 'Sq(x - 0.3)', which can be zero at x = 0.3")]
    [InlineData("{|MFD0802:a * Dot(w, w) / Norm(w)|} * x", "'a * Dot(w, w) / Norm(w)' divides by 'Norm(w)', which can be zero at w = (0, 0)")]
    [InlineData("{|MFD0802:a * x / Width|}", "'a * x / Width' divides by 'Width', which can be zero at Width = 0")]
    [InlineData("a * Sum(w, wi => {|MFD0802:1 / (wi - x)|})", "'1 / (wi - x)' divides by 'wi - x', which can be zero at w = (1, 1), x = 1")]
    [InlineData("a * Sum(1, 3, k => {|MFD0802:1 / (k - x)|})", "'1 / (k - x)' divides by 'k - x', which can be zero at x = 1")]
    [InlineData("{|MFD0802:a * Sin(x - b) / (x - b)|}", "'a * Sin(x - b) / (x - b)' divides by 'x - b', which can be zero at b = 1, x = 1; use 'a * Sinc(x - b)'")]
    [InlineData("b > 0 ? {|MFD0802:b * a / x|} : a * b", "'b * a / x' divides by 'x', which can be zero at x = 0")]
    [InlineData("a * {|MFD0803:Log(x)|}", "'Log(x)' is outside its domain when x = 0")]
    [InlineData("a * {|MFD0803:Log(1 + x)|}", "'Log(1 + x)' is outside its domain when '1 + x' is 0, as at x = -1")]
    [InlineData("a * {|MFD0803:Log1p(b * x)|}", "'Log1p(b * x)' is outside its domain when 'b * x' is -1, as at b = -1, x = 1")]
    [InlineData("a * {|MFD0803:Log1p(1.5 * Cos(x))|}", "'Log1p(1.5 * Cos(x))' is outside its domain when '1.5 * Cos(x)' is -1.48499, as at x = 3")]
    [InlineData("a * {|MFD0803:Sqrt(x - b)|}", "'Sqrt(x - b)' is outside its domain when 'x - b' is -1, as at b = 2, x = 1")]
    [InlineData("a * {|MFD0803:Pow(x, 1.5)|}", "'Pow(x, 1.5)' is outside its domain when x = -1")]
    [InlineData("a * {|MFD0803:Pow(x, -2)|}", "'Pow(x, -2)' is outside its domain when x = 0")]
    [InlineData("a * {|MFD0803:Pow(Abs(x), Sigma - 9)|}", "'Pow(Abs(x), Sigma - 9)' is outside its domain when 'Abs(x)' is 0, as at x = 0")]
    [InlineData("a * {|MFD0803:Log(Norm(w))|} * x", "'Log(Norm(w))' is outside its domain when 'Norm(w)' is 0, as at w = (0, 0)")]
    public void A_fault_is_shown_where_it_is(string body, string message) => AssertDiagnostics.In(Feature(body), message);

    [Theory]
    [InlineData("a * (Exp(x) - 1)", "Cancellation is likely in 'Exp(x) - 1'; use 'Expm1(x)'")]
    [InlineData("a * (1 - Cos(b * x))", "Cancellation is likely in '1 - Cos(b * x)'; use '2 * Sq(Sin(0.5 * (b * x)))'")]
    [InlineData("a * (-1 + Exp(x))", "Cancellation is likely in '-1 + Exp(x)'; use 'Expm1(x)'")]
    [InlineData("a * (1 - Tanh(x) * Tanh(x))", "Cancellation is likely in '1 - Tanh(x) * Tanh(x)'; use '4 * Sigmoid(2 * x) * Sigmoid(-2 * x)'")]
    [InlineData("a * (Log(1 + Exp(x)) - Log(2 + Sq(b)))", "Cancellation is likely in 'Log(1 + Exp(x)) - Log(2 + Sq(b))'; use 'Log((1 + Exp(x)) / (2 + Sq(b)))'")]
    [InlineData("a * Log(1 + Sq(x))", "'Log(1 + Sq(x))' has a more accurate intrinsic 'Log1p(Sq(x))'")]
    [InlineData("a * x * Sqrt(Dot(w, w))", "'Sqrt(Dot(w, w))' has a more accurate intrinsic 'Norm(w)'")]
    [InlineData("a * x * Sqrt(Sq(b))", "'Sqrt(Sq(b))' has a more accurate intrinsic 'Abs(b)'")]
    [InlineData("a * x * Log(1 + Exp(-Sq(b)))", "'Log(1 + Exp(-Sq(b)))' has a more accurate intrinsic 'Softplus(-Sq(b))'")]
    public void A_loss_of_digits_is_a_note(string body, string message)
    {
        Diagnostic found = Assert.Single(Analyze(Feature(body)));
        Assert.Equal((DiagnosticSeverity.Info, message), (found.Severity, found.GetMessage(CultureInfo.InvariantCulture)));
        Assert.Equal(message.StartsWith("Canc", StringComparison.Ordinal) ? "MFD0804" : "MFD0210", found.Id);
    }

    [Theory]
    [InlineData("a * Exp(b * x)")]
    [InlineData("a * x / Sigma")]
    [InlineData("a * x / (2 * Sigma + 1)")]
    [InlineData("a / (1 + Sq(x - b))")]
    [InlineData("a / Exp(x)")]
    [InlineData("a * x / Prod(w, wi => Exp(-wi * wi))")]
    [InlineData("a * x / Sum(w, wi => Exp(wi))")]
    [InlineData("a * x / Sum(1, Count, k => Exp(-1000 * Sq(k * b)))")]
    [InlineData("a / (Abs(x) + 1e-9)")]
    [InlineData("a / (Sq(x) - x + 1)")]
    [InlineData("x == 0 ? a : a / x")]
    [InlineData("x > 0 ? a * Log(x) : a")]
    [InlineData("x != 0 && b / x > 1 ? a : -a")]
    [InlineData("x == 0 || b / x > 1 ? a : -a")]
    [InlineData("a * Sqrt(Sq(x) + Sq(b))")]
    [InlineData("a * Sqrt(Abs(x))")]
    [InlineData("a * Sqrt(1 - Sq(Cos(x)))")]
    [InlineData("a * Log(Softplus(x))")]
    [InlineData("a * Pow(x, 3)")]
    [InlineData("a * Pow(x, Count)")]
    [InlineData("a * Pow(Abs(x), Sigma)")]
    [InlineData("a * x * (1 - Sq(b))")]
    [InlineData("a * (Exp(2 + Abs(x)) - 1)")]
    [InlineData("a * Log1p(Exp(-Abs(x)))")]
    [InlineData("a / (1 + Exp(Min(x, 50)))")]
    [InlineData("a * x / Scale")]
    [InlineData("a * Sin(Exp(x)) / Exp(x)")]
    public void A_sound_formula_is_silent(string body) =>
        Assert.DoesNotContain(Analyze(Feature(body)), static d => d.Id is "MFD0210" || d.Id.StartsWith("MFD08", StringComparison.Ordinal));

    [Fact]
    public void An_expression_that_is_spread_over_locals_is_found() => AssertDiagnostics.In(
        "[Feature] public sealed partial class F { [Formula] public static double Phi([Weight] double a, [Position] double b, [Input] double x) { double u = b * x; var e = Exp(u); return a * ({|MFD0801:e / (1 + e)|}); } }",
        "'e / (1 + e)' can overflow for large 'b * x'; use 'Sigmoid(b * x)'");

    [Fact]
    public void A_helper_that_is_called_twice_is_one_place_and_speaks_of_its_own_names() => AssertDiagnostics.In(
        Feature("a * Own(b * x) + Own(b)", "static double Own(double u) => {|MFD0801:Log(1 + Exp(u))|};"),
        "'Log(1 + Exp(u))' can overflow for large 'u'; use 'Softplus(u)'");

    [Fact]
    public void A_call_stands_for_a_helper_that_hides_its_argument() => AssertDiagnostics.In(
        Feature("a * {|MFD0801:Own(b * x)|}", "static double Own(double u) { var e = Exp(u); return e / (1 + e); }"),
        "'Own(b * x)' can overflow for large 'b * x'; use 'Sigmoid(b * x)'");

    [Theory]
    [InlineData("double target", true)]
    [InlineData("[Domain(0, double.PositiveInfinity)] double target", true)]
    [InlineData("[Domain(0, 1, MinimumExcluded = true)] double target", false)]
    [InlineData("[Labels(-1, 1)] double target", false)]
    [InlineData("[Labels(0, 1)] double target", true)]
    public void Domains_and_labels_of_a_target_restrict_the_search(string target, bool isFound) => Assert.Equal(
        isFound,
        Analyze("[Loss] public sealed partial class L { [Formula] public static double Value(double prediction, " + target + ") => Sq(prediction) / target; }").Any(static d => d.Id == "MFD0802"));

    [Fact]
    public void The_library_is_free_of_faults()
    {
        CSharpCompilation compilation = TestCompilation.Create("");
        int checkedTypes = 0;
        foreach (INamedTypeSymbol type in compilation.GetTypeByMetadataName("MeanFieldDsl.Library.SquareLoss")!.ContainingNamespace.GetTypeMembers())
        {
            foreach (DeclarationKind kind in DeclarationParser.Kinds(type))
            {
                checkedTypes++;
                Assert.Empty(NumericsClaims.Check(DeclarationParser.Parse(type, kind, compilation, null, default)).Select(static d => d.ToString()));
            }
        }

        Assert.True(checkedTypes > 20);
    }

    [Fact]
    public void The_search_takes_little_time()
    {
        // A formula with many operations of which nothing can be shown, the slowest case.
        string terms = string.Join(" + ", Enumerable.Range(1, 8).Select(static k => $"a / (Sq(b * x) - {k} * b * x + {k * k}) + Sqrt(Sq(b + x) - {k} * b + {100 * k})"));
        ParsedDeclaration declaration = TestCompilation.Parse(Feature(terms), "F");
        _ = NumericsClaims.Check(declaration).Count();
        double best = Enumerable.Range(0, 5).Min(_ =>
        {
            Stopwatch watch = Stopwatch.StartNew();
            _ = NumericsClaims.Check(declaration).Count();
            return watch.Elapsed.TotalMilliseconds;
        });
        Assert.True(best < 50, best + " ms");
    }

    [Fact]
    public void Every_rule_has_a_text_that_compiles()
    {
        Assert.All(NumericRules.All, static rule =>
        {
            PatternText text = new([new("p + q", Snippet.Sum), new("-r", Snippet.Unary)], "w", "w, wi => ");
            string better = PatternText.Unmarked(text.Write(rule.Better)).Split(" with ")[0];
            CSharpCompilation compilation = TestCompilation.Create("static class C { static double F(double p, double q, double r, double m, double[] w) => " + better.Replace("wi => p + q", "wi => wi", StringComparison.Ordinal) + "; }");
            Assert.Empty(TestCompilation.CompilerErrors(compilation));
        });
    }

    private static IReadOnlyList<Diagnostic> Analyze(string source) => TestCompilation.Analyze(TestCompilation.Create(source));

    private static string Feature(string body, string helper = "") => $$"""
        #pragma warning disable MFD0112
        [Feature]
        public sealed partial class F
        {
            public double Sigma { get; init; } = 1;
            [Domain(0, 10)] public double Width { get; init; } = 1;
            [Domain(0, 10, MinimumExcluded = true)] public double Scale { get; init; } = 1;
            public int Count { get; init; } = 2;
            [Formula] public double Phi([Weight] double a, [Position] double b, [Position, Dim(2)] Vec w, [Input] double x) => {{body}};
            {{helper}}
        }
        """;
}
