namespace MeanFieldDsl.CodeFixes.Tests;

public sealed class LanguageFixTests
{
    [Theory]
    [InlineData("1 / 2 * x", "1.0 / 2 * x")]
    [InlineData("(1 / 2 / 3) * x", "(1.0 / 2 / 3) * x")]
    [InlineData("i / 2 * x", "i / 2.0 * x")]
    [InlineData("x * (1 / i)", "x * (1.0 / i)")]
    [InlineData("x + 2 * i / 3", "x + 2.0 * i / 3")]
    [InlineData("x * (i / j)", "x * ((double)i / j)")]
    [InlineData("x * (i * j / 3)", "x * ((double)i * j / 3)")]
    [InlineData("x * ((i + 1) / j)", "x * ((double)(i + 1) / j)")]
    [InlineData("x * (0x10 / i)", "x * ((double)0x10 / i)")]
    [InlineData("x * (-i / j)", "x * ((double)-i / j)")]
    public Task A_division_keeps_its_fraction(string before, string after) =>
        FixAssert.Fixes<IntegerDivisionFix>("MFD0208", "Divide in doubles", Indexed(before), Indexed(after));

    [Fact]
    public Task A_local_of_inferred_type_becomes_a_double() => FixAssert.Fixes<IntegerDivisionFix>(
        "MFD0208",
        "Divide in doubles",
        DeclarationFixTests.Feature("double Phi([Weight] double a, [Input] int i) { var h = 1 / i; return a * h; }"),
        DeclarationFixTests.Feature("double Phi([Weight] double a, [Input] int i) { var h = 1.0 / i; return a * h; }"));

    [Fact]
    public async Task A_quotient_that_must_be_an_integer_is_left_to_its_author() => Assert.Empty(await FixAssert.Offers<IntegerDivisionFix>(
        "MFD0208", DeclarationFixTests.Feature("double Phi([Weight] double a, [Input] int i) { int h = i / 2; return a * h; }")));

    [Fact]
    public Task Every_division_keeps_its_fraction() => FixAssert.FixesAll<IntegerDivisionFix>(
        "MFD0208", "MFD0208", [Indexed("x * (1 / 2) + (i / j)")], [Indexed("x * (1.0 / 2) + ((double)i / j)")]);

    [Fact]
    public Task A_virtual_helper_of_a_base_class_in_another_file_loses_its_modifier() => FixAssert.Fixes<RemoveVirtualFix>(
        "MFD0204",
        "Remove 'virtual' from 'Half'",
        [
            "[Loss] public sealed partial class L : Base { [Formula] public double Value(double prediction, double target) => Half(prediction - target); }",
            "public class Base { protected virtual double Half(double u) => 0.5 * u * u; }",
        ],
        [
            "[Loss] public sealed partial class L : Base { [Formula] public double Value(double prediction, double target) => Half(prediction - target); }",
            "public class Base { protected double Half(double u) => 0.5 * u * u; }",
        ]);

    [Fact]
    public Task Every_use_of_a_virtual_helper_is_mended_at_once() => FixAssert.FixesAll<RemoveVirtualFix>(
        "MFD0204",
        "MFD0204",
        [Virtual("virtual double Half(double u) => 0.5 * u;", "virtual double Twice => 2;")],
        [Virtual("double Half(double u) => 0.5 * u;", "double Twice => 2;")]);

    [Fact]
    public Task An_override_is_sealed() => FixAssert.Fixes<RemoveVirtualFix>(
        "MFD0204",
        "Seal 'Half'",
        Derived("public override double Half(double u) => u;"),
        Derived("public sealed override double Half(double u) => u;"));

    [Fact]
    public async Task A_helper_that_is_overridden_is_left_to_its_author() => Assert.Empty(await FixAssert.Offers<RemoveVirtualFix>(
        "MFD0204",
        """
        public class Base { protected virtual double Half(double u) => u; }
        public class Other : Base { protected override double Half(double u) => u; }
        [Loss] public sealed partial class L : Base { [Formula] public double Value(double prediction, double target) => Half(prediction - target); }
        """));

    private static string Indexed(string value) =>
        DeclarationFixTests.Feature($"double Phi([Weight] double a, [Input] double x, [Input] int i, [Input] int j) => a * ({value});");

    private static string Virtual(string method, string property) => $$"""
        [Loss]
        public partial class L
        {
            [Formula] public double Value(double prediction, double target) => Half(prediction) - Half(target) + Twice;

            public {{method}}

            public {{property}}
        }
        """;

    private static string Derived(string half) => $$"""
        public abstract class Base { public abstract double Half(double u); }

        [Loss]
        public partial class L : Base
        {
            [Formula] public double Value(double prediction, double target) => Half(prediction - target);

            {{half}}
        }
        """;
}
