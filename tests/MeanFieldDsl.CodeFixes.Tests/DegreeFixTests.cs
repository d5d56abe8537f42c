namespace MeanFieldDsl.CodeFixes.Tests;

/// <summary>The fixes that give a formula the degree a theorem asks for, or state that it has it.</summary>
public sealed class DegreeFixTests
{
    private const string Lift = "Lift the feature by a weight: [Weight] double a";

    [Theory]
    [InlineData("MFD0502", "Homogeneous(1)", "Tanh(Dot(w, x))", "a * Tanh(Dot(w, x))")]
    [InlineData("MFD0501", "Homogeneous(1)", "Dot(w, x) + 1", "a * (Dot(w, x) + 1)")]
    [InlineData("MFD0503", "Homogeneous(2)", "Relu(Dot(w, x))", "a * Relu(Dot(w, x))")]
    public Task A_feature_without_a_weight_is_lifted(string id, string claim, string before, string after) => FixAssert.Fixes<HomogeneityClaimFix>(
        id, Lift, Feature("Feature, " + claim, "[Position] Vec w", before), Feature("Feature, PartiallyHomogeneous(1)", "[Weight] double a, [Position] Vec w", after));

    [Fact]
    public async Task A_feature_with_a_weight_is_not_lifted() => Assert.DoesNotContain(
        Lift, await FixAssert.Offers<HomogeneityClaimFix>("MFD0502", Feature("Feature, Homogeneous(2)", "[Weight] double c, [Position] Vec w", "c * Tanh(Dot(w, x))")));

    [Fact]
    public async Task A_feature_that_is_called_is_not_lifted() => Assert.DoesNotContain(
        Lift,
        await FixAssert.Offers<HomogeneityClaimFix>(
            "MFD0502",
            Feature("Feature, Homogeneous(1)", "[Position] Vec w", "Tanh(Dot(w, x))").Replace("    [Formula]", "    public static double At(double t) => Phi(new[] { t }, new[] { t });\n\n    [Formula]", StringComparison.Ordinal)));

    [Theory]
    [InlineData("a * Relu(Dot(w, x) + 1)", "a * Relu(Dot(w, x) + b)")]
    [InlineData("a * Relu(Offset + Dot(w, x))", "a * Relu(b + Dot(w, x))")]
    public Task A_constant_bias_becomes_a_parameter_of_the_particle(string before, string after) => FixAssert.Fixes<HomogeneityClaimFix>(
        "MFD0501",
        "Train the bias: [Position] double b",
        Feature("Feature, Homogeneous(2)", "[Weight] double a, [Position] Vec w", before),
        Feature("Feature, Homogeneous(2)", "[Weight] double a, [Position] Vec w, [Position] double b", after));

    [Theory]
    [InlineData("PartiallyHomogeneous(1)", "[Weight] double a, [Position] Vec w", "a * Tanh(Dot(w, x))")]
    [InlineData("PartiallyHomogeneous(1)", "[Weight] double a, [Position] Vec w", "a * (Dot(w, x) + 1)")]
    [InlineData("Homogeneous(2)", "[Weight] double a, [Position] Vec w, [Position] double b", "a * Relu(Dot(w, x) + b)")]
    public async Task What_the_fixes_write_is_proved(string claim, string parameters, string value)
    {
        using CodeFixHarness harness = new(new HomogeneityClaimFix(), [Feature("Feature, " + claim, parameters, value)], importsLibrary: true);
        foreach (string id in new[] { "MFD0112", "MFD0402", "MFD0403", "MFD0405", "MFD0501", "MFD0502", "MFD0503", "MFD0505", "MFD0506", "MFD0507" })
        {
            Assert.Empty(await harness.DiagnosticsAsync(id));
        }
    }

    [Fact]
    public async Task A_term_with_an_input_is_no_bias() => Assert.DoesNotContain(
        await FixAssert.Offers<HomogeneityClaimFix>("MFD0501", Feature("Feature, Homogeneous(2)", "[Weight] double a, [Position] Vec w", "a * Relu(Dot(w, x) + x[0])")),
        static title => title.StartsWith("Train", StringComparison.Ordinal));

    [Fact]
    public Task An_undecided_degree_is_assumed() => FixAssert.Fixes<HomogeneityClaimFix>(
        "MFD0506",
        "State [Assume]",
        Feature("Feature, PartiallyHomogeneous(1)", "[Weight] double a, [Position] Vec w", "(a + 1) * Dot(w, x) - Dot(w, x)"),
        Feature("Feature, PartiallyHomogeneous(1), Assume(Property.Homogeneous, \"why it holds\")", "[Weight] double a, [Position] Vec w", "(a + 1) * Dot(w, x) - Dot(w, x)"));

    [Fact]
    public Task An_undecided_convexity_is_assumed() => FixAssert.Fixes<AssumeFix>(
        "MFD0602",
        "State [Assume]",
        "[Loss, Convex] public sealed partial class L { public double Scale { get; init; } = 1; [Formula] public double Value(double prediction, double target) => Scale * Sq(prediction - target); }",
        "[Loss, Convex, Assume(Property.Convex, \"why it holds\")] public sealed partial class L { public double Scale { get; init; } = 1; [Formula] public double Value(double prediction, double target) => Scale * Sq(prediction - target); }");

    [Fact]
    public Task An_undecided_semiconvexity_is_assumed() => FixAssert.Fixes<AssumeFix>(
        "MFD0606",
        "State [Assume]",
        "[Regularizer] public sealed partial class R { [Formula] public static double Value([Weight] double w) => Min(Abs(w), 1); }",
        "[Regularizer, Assume(Property.Semiconvex, \"why it holds\")] public sealed partial class R { [Formula] public static double Value([Weight] double w) => Min(Abs(w), 1); }");

    private static string Feature(string attributes, string parameters, string value) => $$"""
        [{{attributes}}]
        public sealed partial class F
        {
            private const double Offset = 0.5;

            [Formula]
            public static double Phi({{parameters}}, [Input] Vec x) => {{value}};
        }
        """;
}
