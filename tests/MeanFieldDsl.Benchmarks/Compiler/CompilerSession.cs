using System.Collections.Immutable;
using System.Diagnostics;
using MeanFieldDsl.Generators;
using MeanFieldDsl.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MeanFieldDsl.Benchmarks.Compiler;

/// <summary>The compiler with and without this project's generator and analyzers, as a build or an editor drives it.</summary>
internal static class CompilerSession
{
    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Latest);

    private static readonly ImmutableArray<MetadataReference> References = FindReferences();

    public static CSharpCompilation Compilation(IEnumerable<string> files) => CSharpCompilation.Create(
        "Models",
        files.Select((text, i) => CSharpSyntaxTree.ParseText(text, Parsing, $"File{i}.cs")),
        References,
        new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));

    public static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, Parsing, path);

    public static GeneratorDriver Driver(bool isOurs = true) => CSharpGeneratorDriver.Create(
        [isOurs ? new MeanFieldGenerator().AsSourceGenerator() : new NoGenerator().AsSourceGenerator()],
        parseOptions: Parsing,
        driverOptions: new(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>Runs both analyzers over a compilation, or over one file of it, and throws on any error they find.</summary>
    public static void Analyze(Compilation compilation, SyntaxTree? file = null, bool isOurs = true)
    {
        CompilationWithAnalyzers analysis = compilation.WithAnalyzers(
            isOurs ? [new DeclarationAnalyzer(), new ModelAnalyzer()] : [new NoAnalyzer()],
            new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), static (e, _, _) => throw e, concurrentAnalysis: true, logAnalyzerExecutionTime: false));
        ImmutableArray<Diagnostic> found = file is null
            ? analysis.GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult()
            : analysis.GetAnalyzerSemanticDiagnosticsAsync(compilation.GetSemanticModel(file), null, default).GetAwaiter().GetResult();
        if (found.FirstOrDefault(static d => d.Severity == DiagnosticSeverity.Error) is { } error)
        {
            throw new InvalidOperationException(error.ToString());
        }
    }

    /// <summary>Compiles to an assembly, as the last part of a build.</summary>
    public static void Emit(Compilation compilation)
    {
        using MemoryStream image = new();
        if (compilation.Emit(image).Diagnostics.FirstOrDefault(static d => d.Severity == DiagnosticSeverity.Error) is { } error)
        {
            throw new InvalidOperationException(error.ToString());
        }
    }

    public static double Milliseconds(Action work)
    {
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static ImmutableArray<MetadataReference> FindReferences()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return
        [
            .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Where(path => Path.GetDirectoryName(path) == framework)
                .Append(typeof(Ops).Assembly.Location)
                .Select(static path => MetadataReference.CreateFromFile(path)),
        ];
    }
}
