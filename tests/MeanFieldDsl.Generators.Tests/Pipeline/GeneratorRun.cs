using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace MeanFieldDsl.Generators.Tests.Pipeline;

/// <summary>The result of one run of the generator, and what can be done with it.</summary>
internal sealed record GeneratorRun(CSharpCompilation Output, GeneratorDriverRunResult Result)
{
    public IReadOnlyDictionary<string, string> Generated =>
        Result.Results[0].GeneratedSources.ToDictionary(s => s.HintName, s => s.SourceText.ToString());

    /// <summary>All the generated files in one text, in the order of their names.</summary>
    public string AllText => string.Join("\n", Generated.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => f.Key + "\n" + f.Value));

    /// <summary>
    /// Errors and warnings of the compiler and the generator. That the source of a test has no documentation
    /// comments, or compares a number with itself, is no concern; that generated code does is.
    /// </summary>
    public ImmutableArray<Diagnostic> Problems() =>
    [
        .. Result.Diagnostics,
        .. Output.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning && (d.Id is not ("CS1591" or "CS1718") || IsGenerated(d.Location.SourceTree))),
    ];

    /// <summary>Fails with the first problems and the lines they stand in.</summary>
    public GeneratorRun AssertClean()
    {
        ImmutableArray<Diagnostic> problems = Problems();
        Assert.True(problems.IsEmpty, string.Join("\n", problems.Take(8).Select(Show)));
        return this;
    }

    /// <summary>The diagnostics of the analyzers, over the user's source and the generated code.</summary>
    public ImmutableArray<Diagnostic> Analyze() => GeneratorHarness.Analyze(Output);

    public byte[] Image()
    {
        using MemoryStream stream = new();
        EmitResult emitted = Output.Emit(stream);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Take(8).Select(Show)));
        return stream.ToArray();
    }

    public MetadataReference Reference() => MetadataReference.CreateFromImage(Image());

    /// <summary>Loads the compiled code into a context of its own.</summary>
    public LoadedCode Load() => new([Image()]);

    private static string Show(Diagnostic d)
    {
        SyntaxTree? tree = d.Location.SourceTree;
        string line = tree is null ? "" : "\n    " + tree.GetText().Lines[d.Location.GetLineSpan().StartLinePosition.Line].ToString().Trim();
        return d + line;
    }

    private static bool IsGenerated(SyntaxTree? tree) => tree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true;
}

/// <summary>Compiled code, until it is disposed of.</summary>
internal sealed class LoadedCode : IDisposable
{
    private readonly AssemblyLoadContext _context = new("generated", isCollectible: true);

    public LoadedCode(IEnumerable<byte[]> images)
    {
        foreach (byte[] image in images)
        {
            using MemoryStream stream = new(image);
            Assembly = _context.LoadFromStream(stream);
        }
    }

    /// <summary>The assembly loaded last.</summary>
    public Assembly Assembly { get; } = null!;

    /// <summary>Calls a public static method without arguments.</summary>
    public T Call<T>(string type, string method) => (T)Find(type).GetMethod(method)!.Invoke(null, null)!;

    public Type Find(string type) => Assembly.GetType(type, throwOnError: true)!;

    public void Dispose() => _context.Unload();
}
