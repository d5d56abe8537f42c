using MeanFieldDsl.Generators.Analysis.Numerics;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.FrontEnd;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MeanFieldDsl.Generators.Diagnostics;

/// <summary>
/// The expression that a user wrote for a node, and the pieces of it that stand for other nodes: inside a helper
/// the helper's own names, not those of its callers.
/// </summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Text">How it reads in a message.</param>
/// <param name="Pieces">How the other nodes read.</param>
/// <param name="Syntax">The expression when it holds all its pieces, so that other code can take its place; otherwise null.</param>
internal sealed record WrittenExpression(Location Place, string Text, Snippet[] Pieces, ExpressionSyntax? Syntax)
{
    public static WrittenExpression Of(ParsedDeclaration declaration, int node, params int[] pieces)
    {
        foreach (ExpressionSyntax expression in declaration.Places[node].OfType<ExpressionSyntax>())
        {
            Snippet?[] found = [.. pieces.Select(piece => Inside(declaration, expression, piece))];
            if (found.All(static e => e is not null))
            {
                return new(expression.GetLocation(), UserText.Short(expression), [.. found.Select(static e => e!.Value)], expression);
            }
        }

        Snippet[] elsewhere = [.. pieces.Select(piece => declaration.Origins.TryGetValue(piece, out SyntaxNode? origin) && origin is ExpressionSyntax expression
            ? Read(expression)
            : new Snippet(UserText.Of(declaration, piece), Snippet.Loose))];
        return new(UserText.Place(declaration, node), UserText.Of(declaration, node), elsewhere, null);
    }

    /// <summary>The call that made a sum.</summary>
    public static InvocationExpressionSyntax? Call(ParsedDeclaration declaration, int sum) =>
        declaration.Places[sum].OfType<InvocationExpressionSyntax>().FirstOrDefault();

    // Of a product −x y the formula knows the whole as −(x y).
    private static Snippet? Inside(ParsedDeclaration declaration, ExpressionSyntax expression, int piece)
    {
        if (Descendant(piece) is ExpressionSyntax found)
        {
            return Read(found);
        }

        int negated = Array.IndexOf([.. declaration.Spec.Formula!.Nodes], new Node(Op.Negate, piece));
        return negated >= 0 && Descendant(negated) is ExpressionSyntax opposite ? Read(opposite).Negated() : null;

        ExpressionSyntax? Descendant(int node)
        {
            SyntaxNode[] places = [.. declaration.Places[node]];
            return expression.DescendantNodes().OfType<ExpressionSyntax>().FirstOrDefault(e => places.Contains(e));
        }
    }

    private static Snippet Read(ExpressionSyntax expression) => new(UserText.OneLine(expression), expression.Kind() switch
    {
        SyntaxKind.AddExpression or SyntaxKind.SubtractExpression => Snippet.Sum,
        SyntaxKind.MultiplyExpression or SyntaxKind.DivideExpression => Snippet.Product,
        _ => expression switch
        {
            PrefixUnaryExpressionSyntax or CastExpressionSyntax => Snippet.Unary,
            BinaryExpressionSyntax or ConditionalExpressionSyntax or AssignmentExpressionSyntax or LambdaExpressionSyntax => Snippet.Loose,
            _ => Snippet.Primary,
        },
    });
}
