using System.Globalization;
using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Diagnostics;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.FrontEnd;
using MeanFieldDsl.Generators.Tests.Formulas;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MeanFieldDsl.Generators.Tests.Diagnostics;

public sealed class HomogeneityClaimsTests
{
    [Fact]
    public void A_true_claim_is_proved_silently()
    {
        Diagnostic found = Assert.Single(Check(Relu(0), new(2, null, false)));
        Assert.Equal(("MFD0504", DiagnosticSeverity.Hidden, "'Neuron' is positively 2-homogeneous in (a, b)"), Shown(found));
    }

    [Fact]
    public void A_true_partial_claim_is_proved_silently()
    {
        Diagnostic found = Assert.Single(Check(Sigmoid(), new(null, 1, false)));
        Assert.Equal(("MFD0504", DiagnosticSeverity.Hidden, "'Neuron' is positively 1-homogeneous in (a)"), Shown(found));
    }

    [Fact]
    public void A_sum_of_unequal_degrees_is_named_where_the_user_wrote_it()
    {
        Diagnostic found = Assert.Single(Check(Relu(1), new(2, null, false), ("b + 1", "b  +\n 1")));
        Assert.Equal("MFD0501", found.Id);
        Assert.Equal(DiagnosticSeverity.Error, found.Severity);
        string message = found.GetMessage(CultureInfo.InvariantCulture);
        Assert.StartsWith("'Neuron' is declared Homogeneous(2) but is not: 'b + 1' adds terms of degree 1 and 0; φ(2θ)/φ(θ) = ", message);
        Assert.Contains(" instead of 4 at a = ", message);
        Assert.EndsWith("; make '1' a trained parameter, which scales with the others, or correct the claim", message);
        Assert.Equal("b  +\n 1", SpanText(found));
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void A_function_of_a_scaling_argument_is_named_with_the_argument()
    {
        Diagnostic found = Assert.Single(Check(Sigmoid(), new(2, null, false), ("sigmoid(b)", "Sigmoid(b)"), ("b", "b")));
        string message = found.GetMessage(CultureInfo.InvariantCulture);
        Assert.Equal(("MFD0502", DiagnosticSeverity.Error), (found.Id, found.Severity));
        Assert.StartsWith("'Neuron' is declared Homogeneous(2) but is not: 'Sigmoid(b)' needs 'b' to have degree 0, and it has degree 1; φ(2θ)/φ(θ) = ", message);
        Assert.Equal("Sigmoid(b)", SpanText(found));
        Assert.Single(found.AdditionalLocations);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Another_degree_is_an_error_with_the_degree_and_a_witness(double claimed)
    {
        Diagnostic found = Assert.Single(Check(Relu(0), new(claimed, null, false)));
        Assert.Equal("MFD0503", found.Id);
        Assert.StartsWith($"'Neuron' is declared Homogeneous({claimed}) but has degree 2 in (a, b); φ(2θ)/φ(θ) = 4 instead of {Math.Pow(2, claimed)} at a = ", found.GetMessage(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Another_degree_in_the_weights_is_an_error()
    {
        Diagnostic found = Assert.Single(Check(Sigmoid(), new(null, 2, false)));
        Assert.Equal("MFD0503", found.Id);
        Assert.StartsWith("'Neuron' is declared PartiallyHomogeneous(2) but has degree 1 in (a); ", found.GetMessage(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_proved_degree_that_no_theorem_covers_is_noted_for_features_only()
    {
        Sketch s = new();
        Formula cubic = s.Build(s.Weight("a") * s.Pow(s.Relu(s.Position("b")), 2));
        Diagnostic[] found = [.. Check(cubic, new(3, null, false))];
        Assert.Equal(["MFD0504", "MFD0505"], found.Select(d => d.Id));
        Assert.Equal(
            "'Neuron' has degree 3 in (a, b); the convergence theorems cover degree 2, so global optimality rests on the certificate alone",
            found[1].GetMessage(CultureInfo.InvariantCulture));
        Assert.Equal(DiagnosticSeverity.Info, found[1].Severity);
        Assert.Equal("MFD0504", Assert.Single(Check(cubic, new(3, null, false), DeclarationKind.Regularizer)).Id);
    }

    [Fact]
    public void A_claim_that_is_true_but_beyond_the_rules_is_a_warning()
    {
        // (b + 1)² − b² − 2b − 1 + ab is ab, which the rules do not see and no point refutes.
        Sketch s = new();
        Term b = s.Position("b");
        Term square = (b + 1) * (b + 1);
        Formula formula = s.Build((square - (b * b) - (2 * b) - 1.0) + (s.Weight("a") * b));
        Diagnostic found = Assert.Single(Check(formula, new(2, null, false), ("b + 1", "b + 1")));
        Assert.Equal(
            ("MFD0506", DiagnosticSeverity.Warning, "Homogeneity of 'Neuron' could not be decided at 'b + 1', which adds terms of degree 1 and 0; restructure it or state [Assume]"),
            Shown(found));
        Assert.Equal("b + 1", SpanText(found));
    }

    [Fact]
    public void A_product_of_unknown_length_is_refuted_for_any_one_degree()
    {
        Sketch s = new();
        int w = s.Vector("w", ParameterRole.Position);
        Formula formula = s.Build(s.Over(Op.ProductOver, w, at => at(w)));
        Diagnostic found = Assert.Single(Check(formula, new(3, null, false)));
        Assert.Equal("MFD0503", found.Id);
        Assert.Contains("is declared Homogeneous(3) but has degree d in (w); φ(2θ)/φ(θ) = 4 instead of 8 at w = (", found.GetMessage(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_degree_that_depends_on_a_hyper_parameter_is_told_and_undecided()
    {
        Sketch s = new();
        Formula formula = s.Build(s.Weight("a") * s.Apply(Op.Pow, s.Apply(Op.Abs, s.Position("b")), s.Hyper("P")));
        Diagnostic found = Assert.Single(Check(formula, new(2, null, false)));
        Assert.Equal("MFD0506", found.Id);
        Assert.Contains("which has degree 1 + P, which depends on P; restructure it", found.GetMessage(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_claim_without_a_parameter_it_could_speak_of_is_an_error()
    {
        Sketch s = new();
        Diagnostic found = Assert.Single(Check(s.Build(s.Relu(s.Position("b"))), new(null, 1, false)));
        Assert.Equal(
            ("MFD0507", DiagnosticSeverity.Error, "'Neuron' is declared PartiallyHomogeneous(1) but its formula has no [Weight] parameter that the claim could speak of"),
            Shown(found));
        Sketch loss = new();
        Term value = loss.Scalar("prediction", ParameterRole.Prediction) - loss.Scalar("target", ParameterRole.Target);
        Assert.Equal("MFD0507", Assert.Single(Check(loss.Build(value), new(1, null, false))).Id);
    }

    [Fact]
    public void Both_claims_are_checked_and_no_claim_is_silent()
    {
        Assert.Equal(["MFD0504", "MFD0504"], Check(Relu(0), new(2, 1, false)).Select(d => d.Id));
        Assert.Empty(Check(Sigmoid(), Claims.None));
        Assert.Equal("MFD0503", Assert.Single(Check(Relu(0), new(double.NaN, null, false))).Id);
    }

    [Fact]
    public void The_witness_is_the_same_in_every_run_and_true_as_printed()
    {
        Formula formula = Relu(1);
        bool[] scaled = Homogeneity.ParticleGroup(formula);
        HomogeneityWitness witness = HomogeneityWitness.Find(formula, scaled, 2)!;
        Assert.Equal(witness, HomogeneityWitness.Find(formula, scaled, 2));
        double[] point = [.. witness.Point.Split(", ").Select(p => double.Parse(p.Split(" = ")[1], CultureInfo.InvariantCulture))];
        double at = Interpreter.Evaluate(formula, new([[point[0]], [point[1]]], []));
        double far = Interpreter.Evaluate(formula, new([[2 * point[0]], [2 * point[1]]], []));
        Assert.Equal(witness.Ratio, far / at);
        Assert.NotEqual(4, far / at, 0.01);
    }

    [Fact]
    public void Rounding_errors_refute_nothing()
    {
        // √(3|b|) − √3 √|b| is zero but for rounding, of any sign and size from point to point.
        Sketch s = new();
        Term size = s.Apply(Op.Abs, s.Position("b"));
        Formula formula = s.Build(s.Apply(Op.Sqrt, 3 * size) - (Math.Sqrt(3) * s.Apply(Op.Sqrt, size)));
        foreach (double claimed in new[] { 0.5, 1, 2 })
        {
            Assert.Null(HomogeneityWitness.Find(formula, Homogeneity.ParticleGroup(formula), claimed));
        }
    }

    private static Formula Relu(double offset)
    {
        Sketch s = new();
        return s.Build(s.Weight("a") * s.Relu(s.Position("b") + offset));
    }

    private static Formula Sigmoid()
    {
        Sketch s = new();
        return s.Build(s.Weight("a") * s.Apply(Op.Sigmoid, s.Position("b")));
    }

    private static (string, DiagnosticSeverity, string) Shown(Diagnostic d) => (d.Id, d.Severity, d.GetMessage(CultureInfo.InvariantCulture));

    private static string SpanText(Diagnostic d) => d.Location.SourceTree!.GetText().ToString(d.Location.SourceSpan);

    private static IEnumerable<Diagnostic> Check(Formula formula, Claims claims, params (string Printed, string Written)[] origins) =>
        Check(formula, claims, DeclarationKind.Feature, origins);

    private static IEnumerable<Diagnostic> Check(Formula formula, Claims claims, DeclarationKind kind, params (string Printed, string Written)[] origins)
    {
        TypeName type = new("", EquatableArray<string>.Empty, "Neuron", "global::Neuron", "public");
        Dictionary<int, SyntaxNode> syntax = [];
        for (int i = 0; i < formula.Nodes.Count; i++)
        {
            string printed = FormulaPrinter.Print(formula.Nodes, i, formula);
            foreach ((_, string written) in origins.Where(o => o.Printed == printed))
            {
                SyntaxTree tree = CSharpSyntaxTree.ParseText("var u = " + written + ";", new(kind: SourceCodeKind.Script));
                syntax.Add(i, tree.GetRoot().DescendantNodes().First(n => n.ToString() == written && n is Microsoft.CodeAnalysis.CSharp.Syntax.ExpressionSyntax));
            }
        }

        return HomogeneityClaims.Check(new(new(kind, type, formula, claims, true), syntax, Location.None));
    }
}
