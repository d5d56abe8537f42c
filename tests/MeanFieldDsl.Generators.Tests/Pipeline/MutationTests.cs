using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MeanFieldDsl.Generators.Tests.Pipeline;

/// <summary>Source that is being typed, or wrong in any other way, gets diagnostics and never a crash.</summary>
public sealed class MutationTests
{
    private const int Count = 2000;

    private static readonly string[] Foreign =
    [
        "(", ")", "{", "}", "[", "]", ";", ",", "=>", "<", ">", "?", ":", ".", "=", "\"", "0", "1e400", "-1", "int", "double", "void", "null", "default", "this", "new",
        "class", "struct", "record", "interface", "static", "partial", "ref", "out", "params", "async", "unsafe", "return", "Vec", "T", "x", "w", "Phi", "Sum", "Max",
        "[Formula]", "[Input]", "[Weight]", "[Dim(0)]", "[Dim(\"\")]", "[Dim(-1)]", "[Position(Period = -1)]", "[Feature]", "[Loss]", "[Regularizer<Nothing>]", "[Homogeneous(1e300)]",
        "[MeanFieldModel<X, Y>]", "#if", "/*", "dynamic", "int[]", "Func<double, double>",
    ];

    [Fact]
    public void No_mutated_declaration_crashes_the_generator_or_the_analyzers()
    {
        int seed = Environment.TickCount;
        string[] tokens = [.. CSharpSyntaxTree.ParseText(GeneratorHarness.Usings + "namespace Papers;\n" + Samples.All, GeneratorHarness.Parsing).GetRoot().DescendantTokens().Select(t => t.Text)];
        CSharpCompilation compilation = GeneratorHarness.Compilation([""]);
        GeneratorDriver driver = GeneratorHarness.Driver();
        int stubs = 0;
        for (int i = 0; i < Count; i++)
        {
            string source = Mutate(tokens, new Random(seed + i));
            CSharpCompilation mutated = compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[0], CSharpSyntaxTree.ParseText(source, GeneratorHarness.Parsing, "/source/File0.cs"));
            driver = driver.RunGeneratorsAndUpdateCompilation(mutated, out Compilation output, out _);
            GeneratorDriverRunResult result = driver.GetRunResult();
            Assert.True(result.Results[0].Exception is null, $"seed {seed + i}: {result.Results[0].Exception}\n{source}");
            Diagnostic? crash = result.Diagnostics.FirstOrDefault(d => d.Id is "MFD0002" or "MFD0003" or "CS8785");
            Assert.True(crash is null, $"seed {seed + i}: {crash}\n{source}");
            stubs += result.Diagnostics.Any(d => d.Id == "MFD0001") ? 1 : 0;
            if (i % 20 == 0)
            {
                crash = GeneratorHarness.Analyze(output).FirstOrDefault(d => d.Id is "AD0001" or "MFD0002");
                Assert.True(crash is null, $"seed {seed + i}: {crash}\n{source}");
            }
        }

        Assert.True(stubs > Count / 4, $"only {stubs} of {Count} mutations mattered");
    }

    private static string Mutate(string[] tokens, Random random)
    {
        List<string> mutated = [.. tokens];
        int changes = 1 + random.Next(3);
        for (int c = 0; c < changes; c++)
        {
            // The directives at the top stay, so that most of the rest still means something.
            int at = 16 + random.Next(mutated.Count - 16);
            switch (random.Next(5))
            {
                case 0:
                    mutated.RemoveAt(at);
                    break;
                case 1:
                    mutated.Insert(at, Foreign[random.Next(Foreign.Length)]);
                    break;
                case 2:
                    mutated[at] = Foreign[random.Next(Foreign.Length)];
                    break;
                case 3:
                    mutated[at] = tokens[random.Next(tokens.Length)];
                    break;
                default:
                    (mutated[at], mutated[16 + random.Next(mutated.Count - 16)]) = (mutated[16 + random.Next(mutated.Count - 16)], mutated[at]);
                    break;
            }
        }

        return string.Join(" ", mutated).Replace("#if", "\n#if X\n", StringComparison.Ordinal);
    }
}
