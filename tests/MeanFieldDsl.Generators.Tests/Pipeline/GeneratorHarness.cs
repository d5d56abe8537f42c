using System.Collections.Immutable;
using MeanFieldDsl.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MeanFieldDsl.Generators.Tests.Pipeline;

/// <summary>Compiles source text with the generator, against this framework and the run-time library.</summary>
internal static class GeneratorHarness
{
    /// <summary>What a user's file starts with.</summary>
    public const string Usings = "using MeanFieldDsl;\nusing static MeanFieldDsl.Ops;\nusing static System.Math;\n\n";

    /// <summary>Documentation is parsed too: what is generated must be well formed and complete in every comment.</summary>
    public static readonly CSharpParseOptions Parsing = new(LanguageVersion.Latest, DocumentationMode.Diagnose);

    private static readonly ImmutableArray<MetadataReference> References = FindReferences();

    public static CSharpCompilation Compilation(IEnumerable<string> sources, string name = "Declared", params MetadataReference[] more) =>
        CSharpCompilation.Create(
            name,
            sources.Select((text, i) => CSharpSyntaxTree.ParseText(text, Parsing, $"/source/File{i}.cs")),
            [.. References, .. more],
            new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));

    public static CSharpGeneratorDriver Driver() => CSharpGeneratorDriver.Create(
        [new MeanFieldGenerator().AsSourceGenerator()],
        parseOptions: Parsing,
        driverOptions: new(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    public static GeneratorRun Run(params string[] sources) => Run(Compilation(sources));

    public static GeneratorRun Run(CSharpCompilation compilation)
    {
        GeneratorDriver driver = Driver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        return new((CSharpCompilation)output, driver.GetRunResult());
    }

    /// <summary>The diagnostics of this project's analyzers.</summary>
    public static ImmutableArray<Diagnostic> Analyze(Compilation compilation)
    {
        CompilationWithAnalyzersOptions options = new(
            new AnalyzerOptions([]),
            onAnalyzerException: static (e, _, _) => throw e,
            concurrentAnalysis: false,
            logAnalyzerExecutionTime: false);
        return compilation.WithAnalyzers([new DeclarationAnalyzer(), new ModelAnalyzer()], options).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();
    }

    private static ImmutableArray<MetadataReference> FindReferences()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        string trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        return
        [
            .. trusted.Split(Path.PathSeparator)
                .Where(path => Path.GetDirectoryName(path) == framework)
                .Append(typeof(Ops).Assembly.Location)
                .Select(path => MetadataReference.CreateFromFile(path)),
        ];
    }
}
