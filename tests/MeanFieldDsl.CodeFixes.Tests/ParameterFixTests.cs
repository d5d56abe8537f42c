namespace MeanFieldDsl.CodeFixes.Tests;

public sealed class ParameterFixTests
{
    [Theory]
    [InlineData("[Input] double[] x", "[Input] Vec x")]
    [InlineData("[Input] System.ReadOnlySpan<double> x", "[Input] Vec x")]
    [InlineData("[Input] System.Collections.Generic.IReadOnlyList<float> x", "[Input] Vec x")]
    [InlineData("[Input] scoped System.Span<double> x", "[Input] scoped Vec x")]
    public Task A_sequence_becomes_a_vector(string before, string after) => FixAssert.Fixes<ParameterTypeFix>(
        "MFD0107",
        "Change the type to 'Vec'",
        DeclarationFixTests.Feature($"double Phi([Weight] double a, {before}) => a * x[0];"),
        DeclarationFixTests.Feature($"double Phi([Weight] double a, {after}) => a * x[0];"));

    [Theory]
    [InlineData("[Input] float x", "double", "[Input] double x")]
    [InlineData("[Input] System.Half x", "double", "[Input] double x")]
    [InlineData("[Input] long x", "int", "[Input] int x")]
    [InlineData("[Position] int x", "double", "[Position] double x")]
    public Task A_number_becomes_one_of_the_language(string before, string type, string after) => FixAssert.Fixes<ParameterTypeFix>(
        "MFD0107",
        $"Change the type to '{type}'",
        DeclarationFixTests.Feature($"double Phi([Weight] double a, {before}, [Input] double y) => a * y * (double)x;"),
        DeclarationFixTests.Feature($"double Phi([Weight] double a, {after}, [Input] double y) => a * y * (double)x;"));

    [Theory]
    [InlineData("[Input] string x")]
    [InlineData("[Input] double[,] x")]
    [InlineData("[Weight] bool x")]
    public async Task A_type_without_a_counterpart_is_left_to_its_author(string parameter) => Assert.Empty(await FixAssert.Offers<ParameterTypeFix>(
        "MFD0107", DeclarationFixTests.Feature($"double Phi([Weight] double a, {parameter}) => a;")));

    [Fact]
    public Task Every_sequence_becomes_a_vector() => FixAssert.FixesAll<ParameterTypeFix>(
        "MFD0107",
        "MFD0107.Vec",
        [DeclarationFixTests.Feature("double Phi([Position] double[] w, [Input] System.ReadOnlySpan<double> x) => Dot(w, x);")],
        [DeclarationFixTests.Feature("double Phi([Position] Vec w, [Input] Vec x) => Dot(w, x);")]);

    [Theory]
    [InlineData("[Input] ref double x", "ref")]
    [InlineData("[Input] ref readonly double x", "ref readonly")]
    public Task A_parameter_is_passed_by_value(string before, string removed) => FixAssert.Fixes<ParameterPassingFix>(
        "MFD0108",
        $"Remove '{removed}'",
        DeclarationFixTests.Feature($"double Phi([Weight] double a, {before}) => a * x;"),
        DeclarationFixTests.Feature("double Phi([Weight] double a, [Input] double x) => a * x;"));

    [Fact]
    public Task A_parameter_array_becomes_an_array() => FixAssert.Fixes<ParameterPassingFix>(
        "MFD0108",
        "Remove 'params'",
        DeclarationFixTests.Feature("double Phi([Weight] double a, [Input] params double[] x) => a * x[0];"),
        DeclarationFixTests.Feature("double Phi([Weight] double a, [Input] double[] x) => a * x[0];"));

    [Theory]
    [InlineData("public double Scale { get; set; }", "Make the property init-only", "public double Scale { get; init; }")]
    [InlineData("public required double Scale { get; set; }", "Make the property init-only", "public required double Scale { get; init; }")]
    [InlineData("public double Scale { get; private set; } = 1;", "Make the property init-only", "public double Scale { get; private init; } = 1;")]
    [InlineData("double Scale = 1;", "Make the field readonly", "readonly double Scale = 1;")]
    [InlineData("private double Scale = 1, other = 2;", "Make the field readonly", "private readonly double Scale = 1, other = 2;")]
    [InlineData("public required double Scale;", "Make the field an init-only property", "public required double Scale { get; init; }")]
    public Task A_hyper_parameter_is_set_once(string before, string title, string after) =>
        FixAssert.Fixes<HyperParameterFix>("MFD0111", title, WithScale(before), WithScale(after));

    [Theory]
    [InlineData("Vec a, [Position] Vec b", "\"n1\"", "[Position, Dim(\"n1\")] Vec a, [Position] Vec b")]
    [InlineData("Vec a, [Position, Dim(\"n1\")] Vec b", "\"n\"", "[Position, Dim(\"n\")] Vec a, [Position, Dim(\"n1\")] Vec b")]
    [InlineData("Vec a, [Position, Dim(\"n\")] Vec b", "\"n1\"", "[Position, Dim(\"n1\")] Vec a, [Position, Dim(\"n\")] Vec b")]
    public async Task A_dimension_gets_a_free_name(string before, string name, string after)
    {
        using CodeFixHarness harness = new(new AddDimensionFix(), [Tensor("[Position] " + before)]);
        await harness.ApplyAsync((await harness.ActionsAsync((await harness.DiagnosticsAsync("MFD0302"))[0])).Single(a => a.Title == $"Name the dimension [Dim({name})]"));
        Assert.Equal([Tensor(after)], await harness.TextsAsync());
    }

    [Fact]
    public Task Every_dimension_gets_a_name_of_its_own() => FixAssert.FixesAll<AddDimensionFix>(
        "MFD0302",
        "MFD0302",
        [Tensor("[Position] Vec a, [Position] Vec b")],
        [Tensor("[Position, Dim(\"n1\")] Vec a, [Position, Dim(\"n2\")] Vec b")]);

    [Fact]
    public Task Vectors_that_must_be_equally_long_share_a_name() => FixAssert.FixesAll<AddDimensionFix>(
        "MFD0302",
        "MFD0302",
        [DeclarationFixTests.Feature("double Phi([Position] Vec a, [Position] Vec b, [Input] double x) => Dot(a, b) * x;")],
        [DeclarationFixTests.Feature("double Phi([Position, Dim(\"n\")] Vec a, [Position, Dim(\"n\")] Vec b, [Input] double x) => Dot(a, b) * x;")]);

    private static string Tensor(string vectors) =>
        DeclarationFixTests.Feature($"double Phi({vectors}, [Input] int i, [Input] int j) => a[i] * b[j];");

    private static string WithScale(string member) => $$"""
        [Regularizer]
        public sealed partial class R
        {
            // How strong it is.
            {{member}}

            [Formula]
            public double Value([Weight] double w) => Scale * w * w;
        }
        """;
}
