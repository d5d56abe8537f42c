using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

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

    /// <summary>The parameter that the diagnostic speaks of.</summary>
    public ParameterSyntax? Parameter => Node.FirstAncestorOrSelf<ParameterSyntax>();

    public string? Property(string name) => diagnostic.Properties.TryGetValue(name, out string? value) ? value : null;

    /// <summary>How a type of the library is written at this place: qualified where its namespace is not imported.</summary>
    public string TypeName(string name) => Qualified(name, name);

    /// <summary>The same for an attribute, named without its suffix.</summary>
    public string AttributeName(string name) => Qualified(name, name + "Attribute");

    private string Qualified(string written, string type) =>
        model.LookupNamespacesAndTypes(Node.SpanStart, name: type) is { Length: 1 } found && found[0].ContainingNamespace?.Name == Library
            ? written
            : Library + "." + written;
}
