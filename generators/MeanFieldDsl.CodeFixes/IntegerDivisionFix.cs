namespace MeanFieldDsl.CodeFixes;

/// <summary>MFD0208: divides in doubles, by a decimal point where there is a literal and by a cast elsewhere.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class IntegerDivisionFix() : OneFix<BinaryExpressionSyntax>("MFD0208")
{
    private protected override IEnumerable<Fix> Fixes(FixTarget target, BinaryExpressionSyntax division)
    {
        if (!division.IsKind(SyntaxKind.DivideExpression) || !BecomesDouble(division, target))
        {
            yield break;
        }

        // The first factor decides: 2 * k / n is a double as soon as the 2 is.
        ExpressionSyntax first = division.Left;
        while (first is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.MultiplyExpression or (int)SyntaxKind.DivideExpression } product)
        {
            first = product.Left;
        }

        ExpressionSyntax changed = !IsPlain(first) && first == division.Left && IsPlain(division.Right) ? division.Right : first;
        yield return new("Divide in doubles", "MFD0208", IsPlain(changed) ? [Edits.Insert(changed.Span.End, ".0")] : Cast(changed));
    }

    // 3, but not 3L, 0x3 or 3_000.
    private static bool IsPlain(ExpressionSyntax expression) =>
        expression is LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NumericLiteralExpression } literal && literal.Token.Text.All(char.IsDigit);

    private static TextChange[] Cast(ExpressionSyntax expression) => expression is BinaryExpressionSyntax
        ? [Edits.Insert(expression.SpanStart, "(double)("), Edits.Insert(expression.Span.End, ")")]
        : [Edits.Insert(expression.SpanStart, "(double)")];

    // A quotient that bounds a loop or indexes a vector must stay an integer: there is nothing mechanical to do.
    private static bool BecomesDouble(ExpressionSyntax expression, FixTarget target)
    {
        for (SyntaxNode? node = expression; node is ExpressionSyntax part; node = node.Parent)
        {
            if (target.Model.GetTypeInfo(part, target.Cancellation).ConvertedType?.SpecialType == SpecialType.System_Double
                || part.Parent is EqualsValueClauseSyntax { Parent.Parent: VariableDeclarationSyntax { Type.IsVar: true } })
            {
                return true;
            }

            if (part.Parent is not (ParenthesizedExpressionSyntax or BinaryExpressionSyntax or PrefixUnaryExpressionSyntax or ConditionalExpressionSyntax))
            {
                return false;
            }
        }

        return false;
    }
}
