using System.Collections.Immutable;
using MeanFieldDsl.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MeanFieldDsl.CodeFixes.Tests;

/// <summary>A project in memory, the analyzers over it, and the actions a fix offers for what they find.</summary>
internal sealed class CodeFixHarness : IDisposable
{
    private const string Usings = """
        using MeanFieldDsl;
        using static MeanFieldDsl.Ops;
        using static System.Math;

        """;

    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    private readonly AdhocWorkspace _workspace = new();
    private readonly CodeFixProvider _provider;
    private readonly string _usings;
    private Solution _solution;

    public CodeFixHarness(CodeFixProvider provider, string[] sources, bool importsLibrary = true)
    {
        _provider = provider;
        _usings = importsLibrary ? Usings : "";
        ProjectId project = ProjectId.CreateNewId();
        _solution = _workspace.CurrentSolution.AddProject(ProjectInfo.Create(
            project,
            VersionStamp.Default,
            "User",
            "User",
            LanguageNames.CSharp,
            compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable),
            parseOptions: new CSharpParseOptions(LanguageVersion.CSharp13),
            metadataReferences: References));
        foreach (string source in sources)
        {
            _solution = _solution.AddDocument(DocumentId.CreateNewId(project), "File" + _solution.GetProject(project)!.DocumentIds.Count + ".cs", _usings + source);
        }
    }

    /// <summary>The documents as they are now, without the using directives.</summary>
    public async Task<string[]> TextsAsync()
    {
        List<string> texts = [];
        foreach (Document document in _solution.Projects.Single().Documents)
        {
            texts.Add((await document.GetTextAsync()).ToString()[_usings.Length..]);
        }

        return [.. texts];
    }

    /// <summary>What the analyzers report under one id, in the order of the source.</summary>
    public async Task<Diagnostic[]> DiagnosticsAsync(string id)
    {
        Compilation compilation = (await _solution.Projects.Single().GetCompilationAsync())!;
        ImmutableArray<Diagnostic> all = await compilation
            .WithAnalyzers([new DeclarationAnalyzer(), new ModelAnalyzer()])
            .GetAnalyzerDiagnosticsAsync();
        return [.. all.Where(d => d.Id == id).OrderBy(static d => d.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(static d => d.Location.SourceSpan.Start)];
    }

    /// <summary>The errors of the C# compiler itself.</summary>
    public async Task<string[]> CompilerErrorsAsync() =>
        [.. (await _solution.Projects.Single().GetCompilationAsync())!.GetDiagnostics().Where(static d => d.Severity == DiagnosticSeverity.Error).Select(static d => d.ToString())];

    /// <summary>The actions offered for a diagnostic.</summary>
    public async Task<CodeAction[]> ActionsAsync(Diagnostic diagnostic)
    {
        List<CodeAction> actions = [];
        Document document = _solution.GetDocument(diagnostic.Location.SourceTree)!;
        await _provider.RegisterCodeFixesAsync(new(document, diagnostic, (action, _) => actions.Add(action), default));
        return [.. actions];
    }

    public async Task ApplyAsync(CodeAction action)
    {
        ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(CancellationToken.None);
        _solution = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
    }

    /// <summary>Applies an action to the whole project, or does nothing where the fix cannot do that.</summary>
    public async Task ApplyEverywhereAsync(string id, string key)
    {
        Diagnostic[] diagnostics = await DiagnosticsAsync(id);
        FixAllContext context = new(
            _solution.Projects.Single().Documents.First(), _provider, FixAllScope.Project, key, [id], new Provider(this, diagnostics), default);
        CodeAction? action = await _provider.GetFixAllProvider()!.GetFixAsync(context);
        await ApplyAsync(action!);
    }

    public void Dispose() => _workspace.Dispose();

    private sealed class Provider(CodeFixHarness harness, Diagnostic[] diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            Task.FromResult(diagnostics.Where(d => harness._solution.GetDocument(d.Location.SourceTree)?.Id == document.Id));

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
