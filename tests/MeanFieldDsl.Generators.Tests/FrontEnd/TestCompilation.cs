using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using MeanFieldDsl.Generators.Diagnostics;
using MeanFieldDsl.Generators.FrontEnd;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Emit;

namespace MeanFieldDsl.Generators.Tests.FrontEnd;

/// <summary>Compiles declarations the way a user's project does, and runs the front end on them.</summary>
internal static class TestCompilation
{
    private const string Usings = """
        global using System;
        global using System.Linq;
        global using MeanFieldDsl;
        global using static MeanFieldDsl.Ops;
        global using static System.Math;
        """;

    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll"))
            .Append(typeof(Vec).Assembly.Location)
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    public static CSharpCompilation Create(string source, params MetadataReference[] more) => CSharpCompilation.Create(
        "Test",
        [CSharpSyntaxTree.ParseText(Usings, path: "Usings.cs"), CSharpSyntaxTree.ParseText(source, path: "Test.cs")],
        [.. References, .. more],
        new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>The diagnostics of the declaration and model analyzers, in source order.</summary>
    public static IReadOnlyList<Diagnostic> Analyze(Compilation compilation) =>
    [
        .. compilation
            .WithAnalyzers([new DeclarationAnalyzer(), new ModelAnalyzer()])
            .GetAnalyzerDiagnosticsAsync()
            .GetAwaiter()
            .GetResult()
            .OrderBy(static d => d.Location.SourceSpan.Start)
            .ThenBy(static d => d.Id, StringComparer.Ordinal),
    ];

    public static ImmutableArray<Diagnostic> CompilerErrors(Compilation compilation) =>
        [.. compilation.GetDiagnostics().Where(static d => d.Severity == DiagnosticSeverity.Error)];

    /// <summary>Compiles a source to an assembly of this process.</summary>
    public static Assembly Compile(string source)
    {
        using MemoryStream image = new();
        EmitResult result = Create(source).Emit(image);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        image.Position = 0;
        return new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(image);
    }

    /// <summary>Parses the declaration with the given name, expecting neither errors nor warnings other than unused parameters.</summary>
    public static ParsedDeclaration Parse(string source, string name, params MetadataReference[] more)
    {
        CSharpCompilation compilation = Create(source, more);
        Assert.Empty(CompilerErrors(compilation));
        INamedTypeSymbol type = compilation.GetTypeByMetadataName(name)!;
        List<Diagnostic> found = [];
        ParsedDeclaration parsed = DeclarationParser.Parse(type, DeclarationParser.Kinds(type).Single(), compilation, found.Add, CancellationToken.None);
        Assert.Empty(found.Where(static d => d.Id != "MFD0112").Select(static d => d.ToString()));
        Assert.NotNull(parsed.Spec.Formula);
        return parsed;
    }
}
