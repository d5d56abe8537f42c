using static MeanFieldDsl.Generators.Tests.FrontEnd.RejectedExpressionTests;

namespace MeanFieldDsl.Generators.Tests.FrontEnd;

/// <summary>Formulas that helpers make too large, and mistakes found more than once.</summary>
public class RejectedHelperTests
{
    [Fact]
    public void A_captured_constructor_parameter() => AssertDiagnostics.In(
        Source("=> a * {|MFD0207:lambda|};", "").Replace("class Sample", "class Sample(double lambda)", StringComparison.Ordinal),
        "'lambda' reads mutable state; pass it as a hyper-parameter property");

    [Fact]
    public void Helpers_nested_too_deeply()
    {
        IEnumerable<string> helpers = Enumerable.Range(0, 40).Select(static k =>
            $"private static double F{k}(double u) => {(k == 31 ? "{|MFD0201:F32(u)|}" : "F" + (k + 1) + "(u)")} + 1;");
        Rejects(
            "F0(a)",
            members: string.Join("\n", helpers.Append("private static double F40(double u) => u;")),
            messages: ["'F32(u)' is not part of the formula language (helpers nested more than 32 deep); see the supported subset"]);
    }

    [Fact]
    public void A_formula_that_doubles_at_every_level()
    {
        IEnumerable<string> helpers = Enumerable.Range(0, 30).Select(static k => $"private static double F{k}(double u) => F{k + 1}(u) * F{k + 1}(u + 1);");
        string source = Source("=> F0(a);", string.Join("\n", helpers.Append("private static double F30(double u) => u;")));
        AssertDiagnostics.In(
            Mark(source),
            "'Phi' is not part of the formula language (too large or nested too deeply); see the supported subset");
    }

    [Fact]
    public void An_expression_too_deep_for_the_stack()
    {
        string source = Source("=> a" + string.Concat(Enumerable.Repeat(" + b", 20_000)) + ";", "");
        AssertDiagnostics.In(
            Mark(source),
            "'Phi' is not part of the formula language (too large or nested too deeply); see the supported subset");
    }

    [Fact]
    public void A_mistake_in_a_helper_is_reported_once() => Rejects(
        "F(a) + F(b)",
        members: "private static double F(double u) => {|MFD0201:u % 1|};",
        messages: ["'u % 1' is not part of the formula language (operator remainder on 'double'); see the supported subset"]);

    [Fact]
    public void Every_mistake_of_a_formula_is_reported() => Rejects(
        "{|MFD0201:a % 1|} + {|MFD0202:Log10(b)|} * ({|MFD0208:i / 2|})",
        messages:
        [
            "'a % 1' is not part of the formula language (operator remainder on 'double'); see the supported subset",
            "Method 'Math.Log10' cannot be used in a formula: it is neither an intrinsic nor available as source or exported formula",
            "'i / 2' is evaluated in integers before it becomes a double (integer division loses the fraction)",
        ]);

    private static string Mark(string source) => source.Replace("double Phi(", "double {|MFD0201:Phi|}(", StringComparison.Ordinal);
}
