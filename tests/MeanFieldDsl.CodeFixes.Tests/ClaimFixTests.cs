namespace MeanFieldDsl.CodeFixes.Tests;

public sealed class ClaimFixTests
{
    private const string Neuron = "a * Max(Dot(w, x), 0)";

    [Theory]
    [InlineData("Feature, Homogeneous(1)", "Claim Homogeneous(2)", "Feature, Homogeneous(2)")]
    [InlineData("Feature, Homogeneous(degree: 1)", "Claim Homogeneous(2)", "Feature, Homogeneous(degree: 2)")]
    [InlineData("PartiallyHomogeneous(3.5), Feature", "Claim PartiallyHomogeneous(1)", "PartiallyHomogeneous(1), Feature")]
    public Task A_claim_is_set_to_the_degree_that_is_proved(string before, string title, string after) =>
        FixAssert.Fixes<HomogeneityClaimFix>("MFD0503", title, Claimed(before, Neuron), Claimed(after, Neuron));

    [Fact]
    public Task A_degree_that_is_no_integer_is_written_as_a_number() => FixAssert.Fixes<HomogeneityClaimFix>(
        "MFD0503",
        "Claim PartiallyHomogeneous(1.5)",
        Claimed("Feature, PartiallyHomogeneous(1)", "a * Sqrt(Abs(a)) * Dot(w, x)"),
        Claimed("Feature, PartiallyHomogeneous(1.5)", "a * Sqrt(Abs(a)) * Dot(w, x)"));

    [Theory]
    [InlineData("MFD0503", Neuron)]
    [InlineData("MFD0501", "a * (Dot(w, x) + 1)")]
    [InlineData("MFD0502", "a * Tanh(Dot(w, x))")]
    public async Task A_false_claim_is_removed(string id, string value)
    {
        await FixAssert.Fixes<HomogeneityClaimFix>(id, "Remove the claim Homogeneous", Claimed("Feature, Homogeneous(3)", value), Claimed("Feature", value));
        await FixAssert.Fixes<HomogeneityClaimFix>(
            id, "Remove the claim Homogeneous", Claimed("Feature]\n[Homogeneous(3)", value), Claimed("Feature", value));
    }

    [Fact]
    public Task A_claim_about_weights_that_are_not_there_is_removed() => FixAssert.Fixes<HomogeneityClaimFix>(
        "MFD0507",
        "Remove the claim PartiallyHomogeneous",
        "[Feature, PartiallyHomogeneous(1)] partial class F { [Formula] static double Phi([Position] double t, [Input] double x) => t * x; }",
        "[Feature] partial class F { [Formula] static double Phi([Position] double t, [Input] double x) => t * x; }");

    [Fact]
    public Task Every_claim_is_corrected() => FixAssert.FixesAll<HomogeneityClaimFix>(
        "MFD0503",
        "Homogeneity.Correct",
        [Claimed("Feature, Homogeneous(1), PartiallyHomogeneous(2)", Neuron)],
        [Claimed("Feature, Homogeneous(2), PartiallyHomogeneous(1)", Neuron)]);

    [Fact]
    public Task A_parameter_of_a_regularizer_is_renamed_to_the_one_that_is_meant() => FixAssert.Fixes<RenameParameterFix>(
        "MFD0703",
        "Rename 'wt' of 'Ridge' to 'w'",
        [Model, Ridge("wt")],
        [Model, Ridge("w")]);

    [Fact]
    public async Task Without_a_likely_parameter_nothing_is_renamed() =>
        Assert.Empty(await FixAssert.Offers<RenameParameterFix>("MFD0703", Model, Ridge("gamma")));

    private const string Model = """
        [Feature] public sealed partial class F { [Formula] public static double Phi([Weight] double w, [Weight] double v, [Input] double x) => w * v * x; }
        [Loss] public sealed partial class L { [Formula] public static double Value(double prediction, double target) => Sq(prediction - target); }
        [MeanFieldModel<F, L, Ridge>] public sealed partial class M;
        """;

    private static string Ridge(string name) => $$"""
        [Regularizer<F>]
        public sealed partial class Ridge
        {
            [Formula] public static double Value([Weight] double {{name}}) => {{name}} * {{name}};

            public static double AtOne() => Value({{name}}: 1);
        }
        """;

    private static string Claimed(string attributes, string value) => $$"""
        /// <summary>A neuron.</summary>
        [{{attributes}}]
        public sealed partial class F
        {
            [Formula]
            public static double Phi([Weight] double a, [Position] Vec w, [Input] Vec x) => {{value}};
        }
        """;
}
