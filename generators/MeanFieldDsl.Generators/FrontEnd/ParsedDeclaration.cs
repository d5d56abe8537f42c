using Microsoft.CodeAnalysis;

namespace MeanFieldDsl.Generators.FrontEnd;

/// <summary>A declaration with the syntax its nodes came from; for analyzers only, it never enters the pipeline.</summary>
/// <param name="Spec">The declaration.</param>
/// <param name="Origins">For nodes of the formula, the syntax that made them first.</param>
/// <param name="Location">The identifier of the declaration.</param>
internal sealed record ParsedDeclaration(DeclarationSpec Spec, IReadOnlyDictionary<int, SyntaxNode> Origins, Location Location)
{
    /// <summary>For nodes of the formula, all expressions whose value they are.</summary>
    public ILookup<int, SyntaxNode> Places { get; init; } = Enumerable.Empty<SyntaxNode>().ToLookup(static _ => 0);
}
