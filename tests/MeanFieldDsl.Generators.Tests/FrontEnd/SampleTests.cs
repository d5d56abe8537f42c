using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.FrontEnd;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MeanFieldDsl.Generators.Tests.FrontEnd;

public class SampleTests
{
    [Theory]
    [InlineData("ReluNeuron", "a * max(⟨w, x⟩ + b, 0)", "1 wLength 1 wLength")]
    [InlineData("SigmoidNeuron", "a * sigmoid(⟨w, x⟩ + b)", "1 wLength 1 wLength")]
    [InlineData("DirichletSpike", "w * prod((1 + 2 * sum(cos(6.283185307179586 * k * (x[k1] - t[k1])), k = 1..CutOff)) / (2 * CutOff + 1), k1 < dim t)", "1 tLength tLength")]
    [InlineData("RankOneTensor", "a[i] * b[j] * c[k]", "n1 n2 n3 1 1 1")]
    [InlineData("LogisticLoss", "softplus(-(target * prediction))", "1 1")]
    [InlineData("TotalVariation", "Lambda * |w|", "1")]
    [InlineData("SquaredL2", "0.5 * Lambda * ‖theta‖²", "thetaLength")]
    public void A_declaration_of_the_design_parses(string name, string formula, string dimensions)
    {
        DeclarationSpec spec = TestCompilation.Parse(Samples.All, name).Spec;
        Assert.Equal(formula, FormulaPrinter.Print(spec.Formula!));
        Assert.Equal(dimensions, string.Join(" ", spec.Formula!.Parameters.Select(p => p.Dimension.ToString())));
    }

    [Fact]
    public void The_declarations_of_the_design_have_no_diagnostics()
    {
        CSharpCompilation compilation = TestCompilation.Create(Samples.All);
        Assert.Empty(TestCompilation.CompilerErrors(compilation));
        Assert.Empty(TestCompilation.Analyze(compilation).Where(d => d.Severity >= DiagnosticSeverity.Warning).Select(d => d.ToString()));
    }

    [Fact]
    public void The_model_of_the_design_binds_the_whole_particle()
    {
        CSharpCompilation compilation = TestCompilation.Create(Samples.All);
        ModelSpec model = ModelParser.Parse(compilation.GetTypeByMetadataName("TwoLayerRelu")!, compilation, null, CancellationToken.None);
        Assert.False(model.HasErrors);
        Assert.Equal([-1], model.Binding);
        Assert.Equal(new Claims(2, null, false), model.Feature!.Claims);
        Assert.True(model.Loss!.Claims.Convex);
        Assert.False(model.Regularizer!.IsConstructibleByDefault);
        Assert.True(model.Loss.IsConstructibleByDefault);
    }

    [Fact]
    public void The_same_source_gives_equal_specs()
    {
        foreach (string name in new[] { "ReluNeuron", "DirichletSpike", "SquaredL2" })
        {
            DeclarationSpec first = TestCompilation.Parse(Samples.All, name).Spec;
            DeclarationSpec second = TestCompilation.Parse("// A comment.\n" + Samples.All, name).Spec;
            Assert.Equal(first, second);
            Assert.Equal(first.GetHashCode(), second.GetHashCode());
        }
    }

    [Fact]
    public void Every_node_has_the_syntax_that_made_it()
    {
        ParsedDeclaration parsed = TestCompilation.Parse(Samples.All, "DirichletSpike");
        Formula formula = parsed.Spec.Formula!;
        for (int i = 0; i < formula.Nodes.Count; i++)
        {
            Assert.True(parsed.Origins.ContainsKey(i), "no origin: " + FormulaPrinter.Print(formula.Nodes, i, formula));
        }

        Assert.Equal("w * Prod(x, t, (xi, ti) => Dirichlet(xi - ti))", parsed.Origins[formula.Root].ToString());
        Assert.Equal("xi - ti", Origin(parsed, Op.Subtract));
        Assert.Equal("Cos(2 * PI * k * u)", Origin(parsed, Op.Cos));
        Assert.Equal("Sum(1, CutOff, k => Cos(2 * PI * k * u))", Origin(parsed, Op.SumOver));
    }

    private static string Origin(ParsedDeclaration parsed, Op op) =>
        parsed.Origins[parsed.Spec.Formula!.Nodes.Select((n, i) => (n, i)).Single(x => x.n.Op == op).i].ToString();
}
