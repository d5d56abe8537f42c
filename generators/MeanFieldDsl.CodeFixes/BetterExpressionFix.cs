using System.Text.RegularExpressions;
using MeanFieldDsl.Generators.Analysis.Numerics;
using MeanFieldDsl.Generators.Diagnostics;

namespace MeanFieldDsl.CodeFixes;

/// <summary>MFD0210, MFD0801, MFD0802 and MFD0804: writes the expression with the same value that the message names.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class BetterExpressionFix() : DocumentFix("MFD0210", "MFD0801", "MFD0802", "MFD0804")
{
    private protected override IEnumerable<Fix> Fixes(FixTarget target)
    {
        if (target.Property(FixProperties.Replacement) is not string marked || target.Node is not ExpressionSyntax expression)
        {
            yield break;
        }

        string text = Regex.Replace(marked, Snippet.Mark + @"(\w+)", match => Function(target, match.Groups[1].Value));
        bool isPrimary = SyntaxFactory.ParseExpression(text) is InvocationExpressionSyntax or IdentifierNameSyntax or MemberAccessExpressionSyntax or ParenthesizedExpressionSyntax;

        // Parentheses around a call say nothing, and those around anything else are kept or added.
        SyntaxNode replaced = isPrimary && expression.Parent is ParenthesizedExpressionSyntax { Parent: not CastExpressionSyntax } around ? around : expression;
        bool isOperand = expression.Parent is BinaryExpressionSyntax or PrefixUnaryExpressionSyntax or CastExpressionSyntax or ConditionalExpressionSyntax or MemberAccessExpressionSyntax;
        yield return new(
            "Use '" + PatternText.Unmarked(marked) + "'",
            target.Diagnostic.Id,
            Edits.Replace(replaced, isOperand && !isPrimary ? "(" + text + ")" : text));
    }

    // A name as it is where its type is imported, and qualified elsewhere, like the names around it.
    private static string Function(FixTarget target, string name)
    {
        INamedTypeSymbol? own = target.Model.Compilation.GetTypeByMetadataName("MeanFieldDsl.Ops");
        INamedTypeSymbol? owner = own?.GetMembers(name).IsEmpty == false ? own : target.Model.Compilation.GetTypeByMetadataName("System.Math");
        ISymbol[] inScope = [.. target.Model.LookupSymbols(target.Node.SpanStart, name: name)];
        return owner is null || (inScope.Length > 0 && inScope.All(s => SymbolEqualityComparer.Default.Equals(s.ContainingType, owner)))
            ? name
            : owner.ToMinimalDisplayString(target.Model, target.Node.SpanStart) + "." + name;
    }
}
