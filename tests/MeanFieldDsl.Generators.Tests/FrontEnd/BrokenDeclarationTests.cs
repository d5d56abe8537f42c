using MeanFieldDsl.Generators.FrontEnd;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MeanFieldDsl.Generators.Tests.FrontEnd;

/// <summary>
/// Declarations as they look while someone types: tokens missing, doubled, exchanged. The analyzers never fail, and
/// whatever gives no formula has a diagnostic that says so.
/// </summary>
public class BrokenDeclarationTests
{
    private const int Seed = 20240917;
    private const int Count = 2000;

    private static readonly string[] Insertions =
    [
        "(", ")", "{", "}", ";", ",", "=>", "*", "/", "-", "!", "?", "[", "]", "<", ">", "0", "1e400", "\"s\"", "null", "this", "x", "w", "Vec", "int",
        "static", "ref", "out", "params", "partial", "new", "return", "if", "await", "=", "++", "..", "^", "checked", "default", "[Input]", "[Formula]", "[Dim(-1)]",
        "Sum", "Sum(w, Sq)", "Dot(x, x)", "delegate", "switch", "is", "as", "throw", "#if X\n", "/*", "'", "@", "$\"{x}\"", "unsafe", "scoped", "goto", "record", "<int>",
    ];

    [Fact]
    public void Analyzers_never_fail_and_never_stay_silent()
    {
        for (int i = 0; i < Count; i++)
        {
            int seed = Seed + i;
            string source = Break(new Random(seed));
            CSharpCompilation compilation = TestCompilation.Create(source);
            IReadOnlyList<Diagnostic> found = TestCompilation.Analyze(compilation);
            Assert.False(
                found.Any(static d => d.Id is "AD0001" or "MFD0002"),
                $"seed {seed}: {string.Join("\n", found)}\n{source}");
            bool isExplained = found.Any(static d => d.Severity == DiagnosticSeverity.Error) || !TestCompilation.CompilerErrors(compilation).IsEmpty;
            Assert.True(isExplained || Declarations(compilation).All(static d => d.Spec.Formula is not null), $"seed {seed}: no formula and no error\n{source}");
        }
    }

    private static IEnumerable<ParsedDeclaration> Declarations(CSharpCompilation compilation) =>
        from name in new[] { "ReluNeuron", "SigmoidNeuron", "DirichletSpike", "RankOneTensor", "LogisticLoss", "TotalVariation", "SquaredL2" }
        let type = compilation.GetTypeByMetadataName(name)
        where type is not null
        from kind in DeclarationParser.Kinds(type)
        select DeclarationParser.Parse(type, kind, compilation, null, CancellationToken.None);

    // Half of them exchange tokens of a kind, which C# mostly accepts; the others are what typing looks like.
    private static string Break(Random random)
    {
        SyntaxToken[] originals = [.. SyntaxFactory.ParseTokens(Samples.All)];
        List<string> tokens = [.. originals.Select(static t => t.ToFullString())];
        bool isPlausible = random.Next(2) == 0;
        for (int edits = random.Next(1, 4); edits > 0; edits--)
        {
            int at = random.Next(tokens.Count);
            if (isPlausible)
            {
                tokens[at] = Exchange(originals, at, random) ?? tokens[at];
            }
            else
            {
                Damage(tokens, at, random);
            }
        }

        return string.Concat(tokens);
    }

    private static string? Exchange(SyntaxToken[] tokens, int at, Random random)
    {
        string trailing = tokens[at].TrailingTrivia.ToFullString();
        string leading = tokens[at].LeadingTrivia.ToFullString();
        string[] pool = tokens[at].Kind() switch
        {
            SyntaxKind.IdentifierToken => [.. tokens.Skip(at - 25).Take(50).Where(static t => t.IsKind(SyntaxKind.IdentifierToken)).Select(static t => t.Text), "Log10", "Round"],
            SyntaxKind.NumericLiteralToken => ["0", "1", "-2", "3", "0.5", "1e400", "'c'"],
            SyntaxKind.DoubleKeyword or SyntaxKind.IntKeyword => ["double", "int", "float", "bool", "Vec", "ref double", "object"],
            SyntaxKind.PlusToken or SyntaxKind.MinusToken or SyntaxKind.AsteriskToken or SyntaxKind.SlashToken => ["+", "-", "*", "/", "%", "+ 1 *", "* 1 / 2 *", "> 0 ? 1 :"],
            SyntaxKind.StaticKeyword or SyntaxKind.SealedKeyword or SyntaxKind.PrivateKeyword or SyntaxKind.PartialKeyword => ["", "static", "protected virtual", "partial"],
            SyntaxKind.InitKeyword => ["set"],
            SyntaxKind.RequiredKeyword => ["", "static"],
            _ => [],
        };
        return pool.Length == 0 ? null : leading + pool[random.Next(pool.Length)] + trailing;
    }

    private static void Damage(List<string> tokens, int at, Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                tokens.RemoveAt(at);
                break;
            case 1:
                int other = Math.Clamp(at + random.Next(-8, 9), 0, tokens.Count - 1);
                (tokens[at], tokens[other]) = (tokens[other], tokens[at]);
                break;
            case 2:
                tokens[at] = tokens[random.Next(tokens.Count)];
                break;
            default:
                tokens.Insert(at, Insertions[random.Next(Insertions.Length)] + " ");
                break;
        }
    }
}
