using System.Globalization;
using MeanFieldDsl.Generators.Tests.FrontEnd;
using Microsoft.CodeAnalysis;

namespace MeanFieldDsl.Generators.Tests.Diagnostics;

public class DifferentiabilityClaimsTests
{
    private const string Falling = "one that falls as the prediction improves: the hinge loss Max(1 - y * f, 0) or the logistic loss Softplus(-y * f) of the prediction f and the label y = -1 or 1";

    [Theory]
    [InlineData("a * {Relu(Dot(w, x))}", "Dot(w, x) = 0", "0, the derivative of the constant,")]
    [InlineData("a * {Max(Dot(w, x), a)}", "Dot(w, x) = a", "that of the second argument")]
    [InlineData("a * {LeakyRelu(Dot(w, x), 0.1)}", "Dot(w, x) = 0", "that of the branch taken")]
    [InlineData("a * {Clamp(Dot(w, x), -1, 1)}", "Dot(w, x) = -1 or max(⟨w, x⟩, -1) = 1", "0, the derivative of the constant,")]
    [InlineData("a * Dot(w, x) * {Norm(w)}", "Norm(w) = 0", "")]
    [InlineData("a + {Norm(w)} + Dot(w, x)", "Norm(w) = 0", "0")]
    [InlineData("a * {Max(w)} + Dot(w, x)", "two terms tie for the maximum", "the mean over the largest terms")]
    [InlineData("a * Sum(w, x, (wi, xi) => {Abs(wi - xi)})", "wi - xi = 0", "0")]
    [InlineData("a * ({Dot(w, x) > 1 ? Dot(w, x) : 1})", "Dot(w, x) = 1", "that of the branch taken")]
    public void A_kink_is_noted_unless_the_formula_smooths_it(string phi, string where, string uses)
    {
        Diagnostic[] found = [.. Feature(phi.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal))];
        if (uses.Length == 0)
        {
            Assert.Empty(found);
            return;
        }

        string text = phi.Split('{', '}')[1];
        Diagnostic one = Assert.Single(found);
        Assert.Equal(("MFD0401", DiagnosticSeverity.Info, text), (one.Id, one.Severity, Text(one)));
        Assert.Equal($"'{text}' is not differentiable where {where}; the generated derivative uses {uses} there", Message(one));
    }

    [Theory]
    [InlineData("a * Sq(Relu(Dot(w, x)))")]
    [InlineData("a * Abs(Dot(w, x)) * Dot(w, x)")]
    [InlineData("a * Abs(1 + Sq(Dot(w, x)))")]
    [InlineData("a * Sum(w, x, (wi, xi) => Sq(Relu(wi - xi)))")]
    [InlineData("a * Dot(w, x) / Norm(w)")]
    [InlineData("a * Dot(w, x) * Relu(x[0])")]
    [InlineData("a * Dot(w, x) * (x[0] > 0 ? 1 : 0)")]
    [InlineData("a * Dot(w, x) * Sign(x[0])")]
    [InlineData("a * (Dot(w, x) < 1 ? Sq(Dot(w, x)) : 2 * Dot(w, x) - 1)")]
    [InlineData("a * (Dot(w, x) == 0 ? 1 : Sin(Dot(w, x)) / Dot(w, x))")]
    [InlineData("a * Sqrt(1 + Sq(Dot(w, x)))")]
    [InlineData("a * Sqrt(1E-12 + Sq(Dot(w, x)))")]
    [InlineData("a * Sqrt(Sq(Dot(w, x) - 1) + 1E-30)")]
    [InlineData("a * Dot(w, x) * Sqrt(Abs(Dot(w, x)))")]
    [InlineData("a * Pow(Abs(Dot(w, x)), 1.5)")]
    [InlineData("a * Dot(w, x) * Sqrt(Abs(x[0]))")]
    [InlineData("a * Log(1 + Sq(Dot(w, x)))")]
    public void What_is_smooth_or_only_concerns_inputs_is_silent(string phi) => Assert.Empty(Feature(phi).Where(static d => d.Id.StartsWith("MFD04", StringComparison.Ordinal)).Select(Message));

    [Theory]
    [InlineData("a * {Sign(Dot(w, x))}", "w", "Dot(w, x) = 0", "0.45", "-0.45", "w = (0.571152, -0.527773) with a = 0.45, x = (0.73, 0.79)")]
    [InlineData("a * ({Dot(w, x) > 0 ? 1 : 0})", "w", "Dot(w, x) = 0", "0.45", "0", "w = (0.571152, -0.527773) with a = 0.45, x = (0.73, 0.79)")]
    [InlineData("a * Sum(w, x, (wi, xi) => {wi > xi ? 1.0 : 0.0})", "w", "xi = wi", "0", "0.45", "w = (0.73, -1.6) with a = 0.45, x = (0.73, 0.79)")]
    public void A_jump_in_a_particle_parameter_is_an_error(string phi, string parameter, string where, string before, string after, string point)
    {
        Diagnostic one = Assert.Single(Feature(phi.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal)));
        Assert.Equal(("MFD0402", DiagnosticSeverity.Error, phi.Split('{', '}')[1]), (one.Id, one.Severity, Text(one)));
        Assert.Equal(
            $"'F' is discontinuous in particle parameter '{parameter}' where {where}: its value jumps from {before} to {after} at {point}; gradients do not see the jump, so the gradient flow is undefined; make the pieces meet or use a continuous function such as Relu, Sigmoid or Tanh",
            Message(one));
    }

    [Theory]
    [InlineData("Sign(prediction) == Sign(target) ? 0 : 1", "Sign(prediction)", "prediction = 0")]
    [InlineData("Sign(prediction) == target ? 0 : 1", "Sign(prediction)", "prediction = 0")]
    [InlineData("prediction * target > 0 ? 0 : 1", "prediction * target > 0 ? 0 : 1", "prediction * target = 0")]
    [InlineData("(prediction > 0) == (target > 0) ? 0 : 1", "(prediction > 0) == (target > 0) ? 0 : 1", "prediction = 0")]
    public void A_loss_that_counts_mistakes_is_told_what_to_use_instead(string value, string text, string where)
    {
        Diagnostic one = Assert.Single(Loss(value));
        Assert.Equal(("MFD0402", text), (one.Id, Text(one)));
        Assert.Equal(
            $"'L' is discontinuous in the prediction 'prediction' where {where}: its value jumps from 0 to 1 at prediction = 0 with target = 1; gradients do not see the jump, so training cannot lower it; make the pieces meet, or where the loss counts mistakes use {Falling}", Message(one));
    }

    [Fact]
    public void A_loss_that_compares_with_the_target_has_no_gradient()
    {
        Diagnostic one = Assert.Single(Loss("prediction == target ? 0 : 1"));
        Assert.Equal(("MFD0403", DiagnosticSeverity.Warning, "L"), (one.Id, one.Severity, Text(one)));
        Assert.Equal($"'L' does not depend on 'prediction' through a differentiable path; its gradient is identically zero, so training cannot lower this loss; use {Falling}", Message(one));
    }

    [Theory]
    [InlineData("Abs(prediction - target) <= 1 ? 0.5 * Sq(prediction - target) : Abs(prediction - target) - 0.5")]
    [InlineData("Softplus(-target * prediction)")]
    public void A_loss_whose_pieces_meet_has_no_jump(string value) => Assert.Empty(Loss(value));

    [Fact]
    public void A_parameter_that_only_conditions_see_has_no_gradient()
    {
        Diagnostic one = Assert.Single(Feature("a * Dot(w, x) * (a == 0 ? 2 : 1) * (b == x[0] ? 2 : 1)", ", [Position] double b"));
        Assert.Equal(("MFD0403", "F"), (one.Id, Text(one)));
        Assert.Equal("'F' does not depend on 'b' through a differentiable path; its gradient is identically zero, so particles never move in it; use a continuous function of it, or make it an [Input]", Message(one));
        Assert.Equal("MFD0402", Assert.Single(Feature("a * Dot(w, x) * (b > x[0] ? 2 : 1)", ", [Position] double b")).Id);
    }

    [Theory]
    [InlineData("a * {Sqrt(Abs(Dot(w, x)))}", "Abs(Dot(w, x)) = 0", "2.6E+07", "1E-16", "w = (0, 0) with a = 0.45, x = (0.73, 0.79)")]
    [InlineData("a * {Cbrt(Dot(w, x) - 1)}", "Dot(w, x) - 1 = 0", "1E+07", "1E-12", "w = (0.16599, 1.11244) with a = 0.45, x = (0.73, 0.79)")]
    [InlineData("a * {Pow(Abs(Dot(w, x)), 0.9)}", "Abs(Dot(w, x)) = 0", "1.3E+06", "1E-64", "w = (0, 0) with a = 0.45, x = (0.73, 0.79)")]
    public void A_slope_without_bound_is_a_warning(string phi, string where, string slope, string distance, string point)
    {
        Diagnostic one = Assert.Single(Feature(phi.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal)));
        string text = phi.Split('{', '}')[1];
        Assert.Equal(("MFD0405", DiagnosticSeverity.Warning, text), (one.Id, one.Severity, Text(one)));
        Assert.Equal(
            $"The derivative of '{text}' is unbounded where {where}; the Lipschitz assumption fails there: the slope of the formula grows without bound, to {slope} at distance {distance} from {point}", Message(one));
    }

    [Fact]
    public void A_constraint_is_no_jump() => Assert.DoesNotContain(TestCompilation.Analyze(TestCompilation.Create(
        "[Regularizer] public sealed partial class Half { [Formula] public static double Value([Weight] double w) => w >= 0 ? 0 : double.PositiveInfinity; }")), static d => d.Id.StartsWith("MFD04", StringComparison.Ordinal));

    [Theory]
    [InlineData("a * Log(Dot(w, x))")]
    [InlineData("a * Log1p(Dot(w, x))")]
    [InlineData("a * Sqrt(Dot(w, x))")]
    public void Where_a_function_leaves_its_domain_its_slope_is_not_mentioned(string phi) => Assert.Equal("MFD0803", Assert.Single(Feature(phi)).Id);

    private static IEnumerable<Diagnostic> Feature(string phi, string more = "") => TestCompilation.Analyze(TestCompilation.Create(
        $"[Feature] public sealed partial class F {{ [Formula] public static double Phi([Weight] double a, [Position, Dim(2)] Vec w{more}, [Input, Dim(2)] Vec x) => {phi}; }}"));

    private static IEnumerable<Diagnostic> Loss(string value) => TestCompilation.Analyze(TestCompilation.Create(
        $"[Loss] public sealed partial class L {{ [Formula] public static double Value(double prediction, double target) => {value}; }}"));

    private static string Message(Diagnostic d) => d.GetMessage(CultureInfo.InvariantCulture);

    private static string Text(Diagnostic d) => d.Location.SourceTree!.GetText().ToString(d.Location.SourceSpan);
}
