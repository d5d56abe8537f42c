namespace MeanFieldDsl.CodeFixes;

/// <summary>A diagnostic with what stands at its place.</summary>
internal sealed class FixTarget(Diagnostic diagnostic, SyntaxNode root, SemanticModel model, SourceText text, CancellationToken cancellation)
{
    private const string Library = "MeanFieldDsl";

    public Diagnostic Diagnostic => diagnostic;

    public SemanticModel Model => model;

    public SourceText Text => text;

    public CancellationToken Cancellation => cancellation;

    public SyntaxNode Node { get; } = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);

    public string? Property(string name) => diagnostic.Properties.TryGetValue(name, out string? value) ? value : null;

    public static async Task<FixTarget?> OfAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        SemanticModel? model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        SourceText text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
        return root is null || model is null ? null : new(diagnostic, root, model, text, cancellation);
    }

    /// <summary>How a type of the library is written at this place: qualified where its namespace is not imported.</summary>
    public string TypeName(string name) => Qualified(name, name);

    /// <summary>The same for an attribute, named without its suffix.</summary>
    public string AttributeName(string name) => Qualified(name, name + "Attribute");

    private string Qualified(string written, string type) =>
        model.LookupNamespacesAndTypes(Node.SpanStart, name: type) is { Length: 1 } found && found[0].ContainingNamespace?.Name == Library
            ? written
            : Library + "." + written;
}
