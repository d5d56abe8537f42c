using System.Collections.Immutable;
using MeanFieldDsl.Generators.Formulas;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MeanFieldDsl.Generators.Tests.FrontEnd;

/// <summary>A formula of another assembly called like a function: it becomes the same nodes as its source would.</summary>
public class ExportedFormulaTests
{
    private const string Vectors = "[Weight] double a, [Position] Vec w, [Position] double b, [Input] Vec x";

    [Theory]
    [InlineData("FarNeuron.Phi(a, w, b, x)", "a * Max(Dot(w, x) + b, 0)")]
    [InlineData("FarNeuron.Phi(1, w, b, x) - FarNeuron.Phi(1, x, a, w)", "Max(Dot(w, x) + b, 0) - Max(Dot(x, w) + a, 0)")]
    [InlineData("Sum(w, x, (wi, xi) => FarWave.Phi(a * wi, xi)) + b", "Sum(w, x, (wi, xi) => a * wi * Sum(1, 4, k => Cos(k * xi))) + b")]
    [InlineData("b * Dot(w, x) + Sum(1, 3, k => FarWave.Phi(k, FarWave.Phi(a, k)))", "b * Dot(w, x) + Sum(1, 3, k => k * Sum(1, 4, j => Cos(j * (a * Sum(1, 4, i => Cos(i * k))))))")]
    [InlineData("a * FarNested.Phi(w, x) + b", "a * (Sum(w, x, (s, t) => s * Sum(1, 4, k => Cos(k * t))) * Prod(w, u => Exp(u))) + b")]
    [InlineData("a * FarNested.Phi(w, x) * FarNested.Phi(x, w) + b", "a * (Sum(w, x, (s, t) => s * Sum(1, 4, k => Cos(k * t))) * Prod(w, u => Exp(u))) * (Sum(x, w, (s, t) => s * Sum(1, 4, k => Cos(k * t))) * Prod(x, u => Exp(u))) + b")]
    [InlineData("a * FarThird.Phi(w, x) * b", "a * (w[2] * x.Length + 0 * Dot(w, x)) * b")]
    public void It_means_what_its_source_means(string call, string inlined)
    {
        Formula called = Parse(Feature(Vectors, call));
        Formula written = Parse(Feature(Vectors, inlined));
        Assert.Equal(FormulaPrinter.Print(written), FormulaPrinter.Print(called));
        Assert.Equal(written.Parameters, called.Parameters);
    }

    [Fact]
    public void A_primitive_comes_along_with_its_derivative()
    {
        Formula formula = Parse(Feature(Vectors, "a * FarBump.Phi(Dot(w, x), b)"));
        Assert.Equal(["global::FarBump.Wave", "global::FarBump.Slope"], formula.Primitives.Select(p => p.Method));
        Assert.Equal(1, formula.Primitives[0].Derivative);
    }

    [Fact]
    public void Dimensions_of_its_parameters_hold_for_the_arguments()
    {
        Assert.Equal("1 3 1 3", string.Join(" ", Parse(Feature(Vectors, "a * FarTriple.Phi(w, 1) + b * Dot(w, x)")).Parameters.Select(p => p.Dimension.ToString())));
        AssertDiagnostics.In(
            Feature("[Weight] double a, [Position, Dim(4)] Vec w, [Input] Vec x", "a * {|MFD0301:FarTriple.Phi(w, 1)|} * Dot(w, x)"),
            [Far()],
            "Dimensions differ in 'FarTriple.Phi(w, 1)': 'w' has dimension 4, 'w' has dimension 3");
    }

    [Fact]
    public void One_with_hyper_parameters_is_refused_where_it_is_called() => AssertDiagnostics.In(
        Feature("[Weight] double a, [Input] double x", "a * {|MFD0202:new FarScaled().Phi(a, x)|}"),
        [Far()],
        "Method 'FarScaled.Phi' cannot be used in a formula: it is neither an intrinsic nor available as source or exported formula");

    [Fact]
    public void The_library_is_open_to_formulas() => Assert.Equal(
        "a * (max(⟨w, x⟩ + b, 0) + softplus(⟨w, x⟩))",
        FormulaPrinter.Print(Parse(Feature(Vectors, "a * (MeanFieldDsl.Library.ReluNeuron.Phi(1, w, b, x) + Softplus(Dot(w, x)))"))));

    private static string Feature(string parameters, string expression) =>
        "[Feature] public partial class F { [Formula] public static double Phi(" + parameters + ") => " + expression + "; }";

    private static Formula Parse(string source) => TestCompilation.Parse(source, "F", [Far()]).Spec.Formula!;

    // Declarations of another assembly, with the metadata the generator gives them.
    private static PortableExecutableReference Far() => FarAssembly.Value;

    private static readonly Lazy<PortableExecutableReference> FarAssembly = new(() =>
    {
        string source = $$"""
            [Feature] public partial class FarNeuron { [Formula] public static double Phi({{Vectors}}) => a * Max(Dot(w, x) + b, 0); }
            [Feature] public partial class FarNested { [Formula] public static double Phi([Position] Vec w, [Input] Vec x) => Sum(w, x, (s, t) => s * Sum(1, 4, k => Cos(k * t))) * Prod(w, u => Exp(u)); }
            [Feature] public partial class FarWave { [Formula] public static double Phi([Weight] double a, [Input] double t) => a * Sum(1, 4, k => Cos(k * t)); }
            [Feature] public partial class FarThird { [Formula] public static double Phi([Position] Vec w, [Input] Vec x) => w[2] * x.Length + 0 * Dot(w, x); }
            [Feature] public partial class FarTriple { [Formula] public static double Phi([Position, Dim(3)] Vec w, [Input] double x) => w[0] + w[1] * x; }
            [Feature] public partial class FarScaled { public double Scale { get; init; } = 2; [Formula] public double Phi([Weight] double a, [Input] double x) => a * x * Scale; }
            [Feature] public partial class FarBump
            {
                [Formula] public static double Phi([Position] double u, [Input] double x) => Wave(u + x);
                [Primitive(Derivative = nameof(Slope))] public static double Wave(double u) => System.Math.Sin(u);
                public static double Slope(double u) => System.Math.Cos(u);
            }
            """;
        CSharpCompilation compilation = TestCompilation.Create(source).WithAssemblyName("Far");
        _ = CSharpGeneratorDriver.Create([new MeanFieldGenerator().AsSourceGenerator()]).RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out ImmutableArray<Diagnostic> found);
        using MemoryStream image = new();
        Assert.DoesNotContain(output.Emit(image).Diagnostics.Concat(found), d => d.Severity == DiagnosticSeverity.Error);
        return MetadataReference.CreateFromImage(image.ToArray());
    });
}
