using System.Collections.Immutable;
using System.Runtime.Loader;
using System.Text;
using MeanFieldDsl.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MeanFieldDsl.Package.Tests;

/// <summary>
/// The C# blocks of one page as one program: the using directives of all blocks, then their statements in order, then their types.
/// </summary>
internal sealed class PageProgram
{
    private const string ImplicitUsings = """
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;
        using MeanFieldDsl;
        using static System.Math;
        using static MeanFieldDsl.Ops;

        """;

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Preview);

    private static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers =
    [
        .. typeof(MeanFieldGenerator).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(DiagnosticAnalyzer)) && !type.IsAbstract)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    private static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    private readonly CSharpCompilation _compilation;

    public PageProgram(string page, IEnumerable<CodeBlock> blocks)
    {
        HashSet<string> usings = [];
        StringBuilder statements = new();
        StringBuilder types = new();
        foreach (CodeBlock block in blocks)
        {
            CompilationUnitSyntax unit = (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(block.Code, ParseOptions).GetRoot();
            usings.UnionWith(unit.Usings.Select(u => u.ToString()));
            foreach (MemberDeclarationSyntax member in unit.Members)
            {
                // An error then names the line of the page.
                int line = block.Line + member.SyntaxTree.GetLineSpan(member.FullSpan).StartLinePosition.Line;
                _ = (member is GlobalStatementSyntax ? statements : types).Append($"\n#line {line} \"{page}\"\n{member.ToFullString()}");
            }
        }

        usings.ExceptWith(ImplicitUsings.Split('\n'));
        string text = $"{ImplicitUsings}{string.Join('\n', usings)}\n{statements}\n{types}";
        CSharpCompilationOptions options = new(
            statements.Length > 0 ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);
        CSharpCompilation plain = CSharpCompilation.Create("Page", [CSharpSyntaxTree.ParseText(text, ParseOptions, page)], References, options);
        _ = CSharpGeneratorDriver.Create([new MeanFieldGenerator().AsSourceGenerator()], parseOptions: ParseOptions)
            .RunGeneratorsAndUpdateCompilation(plain, out Compilation generated, out ImmutableArray<Diagnostic> reported);
        _compilation = (CSharpCompilation)generated;
        Diagnostics = [.. _compilation.WithAnalyzers(Analyzers).GetAllDiagnosticsAsync().GetAwaiter().GetResult().Concat(reported).Where(d => d.Severity >= DiagnosticSeverity.Warning && !d.IsSuppressed)];
    }

    /// <summary>The errors and warnings of the compiler, the analyzers and the generator.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    /// <summary>Runs the statements and returns what they printed.</summary>
    public string Run()
    {
        using MemoryStream image = new();
        Assert.True(_compilation.Emit(image).Success);
        image.Position = 0;
        AssemblyLoadContext context = new("page", isCollectible: true);
        TextWriter console = Console.Out;
        using StringWriter output = new();
        try
        {
            System.Reflection.MethodInfo? entry = context.LoadFromStream(image).EntryPoint;
            Console.SetOut(output);
            object? result = entry?.Invoke(null, entry.GetParameters().Length == 0 ? [] : [Array.Empty<string>()]);
            if (result is Task task)
            {
                task.GetAwaiter().GetResult();
            }
        }
        finally
        {
            Console.SetOut(console);
            context.Unload();
        }

        return output.ToString();
    }
}
