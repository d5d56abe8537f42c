using System.Globalization;
using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.FrontEnd;
using MeanFieldDsl.Generators.Tests.Analysis;
using MeanFieldDsl.Generators.Tests.FrontEnd;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MeanFieldDsl.Generators.Tests.Diagnostics;

public sealed class ConvexityClaimsTests
{
    [Fact]
    public void A_false_claim_is_an_error_with_the_witness()
    {
        Diagnostic found = Assert.Single(Analyze("[Loss, Convex] public sealed partial class Bad { [Formula] public static double Value(double prediction, double target) => Log1p(Sq(prediction - target)); }"));
        Assert.Equal(("MFD0601", DiagnosticSeverity.Error), (found.Id, found.Severity));
        string message = found.GetMessage(CultureInfo.InvariantCulture);
        Assert.Matches("^Loss 'Bad' is not convex in 'prediction': between [-0-9.]+ and [-0-9.]+ the midpoint value [-0-9.]+ exceeds the chord [-0-9.]+ with target = [-0-9.]+; correct the formula or remove \\[Convex\\]$", message);
        Assert.Equal("Log1p(Sq(prediction - target))", SpanText(found));
    }

    [Fact]
    public void A_claim_that_rests_on_an_undeclared_domain_is_a_warning_that_names_the_domain()
    {
        const string Loss = "[Loss, Convex] public sealed partial class Scaled { {0} public double Scale { get; init; } = 1; [Formula] public double Value(double prediction, double target) => Scale * Sq(prediction - target); }";
        Diagnostic found = Assert.Single(Analyze(Loss.Replace("{0}", "", StringComparison.Ordinal)));
        Assert.Equal(("MFD0602", DiagnosticSeverity.Warning), (found.Id, found.Severity));
        Assert.EndsWith("it is convex where Scale > 0, which [Domain(0, double.PositiveInfinity, MinimumExcluded = true)] states; restructure it or state [Assume]", found.GetMessage(CultureInfo.InvariantCulture));
        Assert.Empty(Analyze(Loss.Replace("{0}", "[Domain(0, double.PositiveInfinity)]", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_claim_about_a_primitive_is_assumed()
    {
        Diagnostic found = Assert.Single(Analyze("""
            [Loss, Convex] public sealed partial class Own
            {
                [Formula] public static double Value(double prediction, double target) => Bend(prediction - target);
                [Primitive(Derivative = nameof(Slope))] private static double Bend(double u) => u * u;
                [Primitive] private static double Slope(double u) => 2 * u;
            }
            """));
        Assert.Equal(("MFD0603", DiagnosticSeverity.Info, "Convexity of 'Own' is assumed, not proved"), (found.Id, found.Severity, found.GetMessage(CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void A_kink_of_a_loss_is_noted()
    {
        Diagnostic found = Assert.Single(Analyze("[Loss, Convex] public sealed partial class Hinge { [Formula] public static double Value(double prediction, [Labels(-1, 1)] double target) => Max(1 - target * prediction, 0); }"));
        Assert.Equal(("MFD0605", DiagnosticSeverity.Info), (found.Id, found.Severity));
        Assert.Equal("Loss 'Hinge' is not smooth at prediction = -1, where its derivative jumps from 0 to 1; step rules that need a Lipschitz gradient are disabled", found.GetMessage(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_regularizer_without_a_modulus_is_a_warning_and_norms_and_their_products_are_not()
    {
        Diagnostic found = Assert.Single(Analyze("[Regularizer] public sealed partial class Root { [Formula] public static double Value([Weight] double w) => -Softplus(w) * Sq(w); }"));
        Assert.Equal(("MFD0606", DiagnosticSeverity.Warning), (found.Id, found.Severity));
        Assert.StartsWith("Regularizer 'Root' is neither convex nor semiconvex as far as can be proved (", found.GetMessage(CultureInfo.InvariantCulture));
        Assert.All(Analyze("[Regularizer] public sealed partial class Path { [Formula] public static double Value([Weight] double a, [Position] Vec w) => Abs(a) * Norm(w); }"), static d => Assert.Equal("MFD0401", d.Id));
    }

    [Theory]
    [InlineData("[Domain(1, 0)]", "Domain")]
    [InlineData("[Domain(0, 0, MinimumExcluded = true)]", "Domain")]
    [InlineData("[Labels]", "Labels")]
    [InlineData("[Labels(1, double.NaN)]", "Labels")]
    public void A_domain_without_a_number_is_refused(string attribute, string name)
    {
        Diagnostic found = Assert.Single(Analyze("[Loss] public sealed partial class L { [Formula] public static double Value(double prediction, " + attribute + " double target) => Sq(prediction - target); }"));
        Assert.Equal("MFD0114", found.Id);
        Assert.StartsWith("[" + name + "] of parameter 'target' is not valid: ", found.GetMessage(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_domain_of_a_prediction_is_refused() => Assert.Equal("MFD0114", Assert.Single(Analyze(
        "[Loss] public sealed partial class L { [Formula] public static double Value([Domain(0, 1)] double prediction, double target) => Sq(prediction - target); }")).Id);

    [Fact]
    public void Domains_travel_in_metadata()
    {
        Formula formula = TextbookLosses.All().Single(l => l.Name == "Tweedie with a log link").Formula;
        Assert.True(FormulaCodec.TryRead(FormulaCodec.Version, FormulaCodec.Write(formula), out Formula? read));
        Assert.Equal(formula, read);
        formula = TextbookLosses.All().Single(l => l.Name == "hinge").Formula;
        Assert.True(FormulaCodec.TryRead(FormulaCodec.Version, FormulaCodec.Write(formula), out read));
        Assert.Equal(formula, read);
    }

    [Theory]
    [InlineData("SquareLoss", "1", true)]
    [InlineData("LogisticLoss", "0.25", true)]
    [InlineData("HuberLoss", "1", true)]
    [InlineData("HingeLoss", "kink", true)]
    [InlineData("SquaredHingeLoss", "1", true)]
    [InlineData("LogCoshLoss", "1", true)]
    [InlineData("QuantileLoss", "kink", true)]
    [InlineData("PoissonLoss", "growth", false)]
    [InlineData("ExponentialLoss", "growth", true)]
    public void A_loss_of_the_library_is_decided(string name, string smooth, bool grows)
    {
        Formula formula = Library(name);
        Finding convex = Convexity.OfLoss(formula);
        Assert.True(convex.IsProved, convex.ToString());
        SmoothnessFinding lipschitz = Smoothness.OfLoss(formula);
        Assert.Equal(smooth, lipschitz.Finding.IsProved ? lipschitz.Expression : lipschitz.Finding.IsRefuted ? lipschitz.Finding.Rule : lipschitz.Finding.ToString());
        Assert.Equal(grows, Growth.OfLoss(formula).IsProved);
    }

    [Theory]
    [InlineData("TotalVariation", "0", "Undecided")]
    [InlineData("SquaredL2", "0", "Undecided")]
    [InlineData("L1", "0", "Undecided")]
    [InlineData("GroupNorm", "0", "Undecided")]
    [InlineData("PathNorm", "Lambda", "Refuted")]
    [InlineData("ElasticNet", "0", "Undecided")]
    public void A_regularizer_of_the_library_is_decided(string name, string modulus, string coercive)
    {
        Formula formula = Library(name);
        RegularizerFacts facts = Regularity.OfRegularizer(formula), positive = Regularity.OfRegularizer(Convexity.WithPositiveHypers(formula with
        {
            HyperParameters = new(formula.HyperParameters.Select(h => h with { Domain = null })),
        }));
        Assert.True(facts.NonNegative.IsProved, facts.NonNegative.ToString());
        Assert.Equal((modulus, coercive), (facts.Modulus, facts.Coercive.Status.ToString()));
        Assert.Equal(coercive == "Undecided" ? HypothesisStatus.Proved : HypothesisStatus.Refuted, positive.Coercive.Status);
    }

    private static Formula Library(string name)
    {
        CSharpCompilation compilation = TestCompilation.Create("");
        INamedTypeSymbol type = compilation.GetTypeByMetadataName("MeanFieldDsl.Library." + name)!;
        return DeclarationParser.Parse(type, DeclarationParser.Kinds(type).First(), compilation, null, default).Spec.Formula!;
    }

    private static IReadOnlyList<Diagnostic> Analyze(string source) => TestCompilation.Analyze(TestCompilation.Create(source));

    private static string SpanText(Diagnostic d) => d.Location.SourceTree!.GetText().ToString(d.Location.SourceSpan);
}
