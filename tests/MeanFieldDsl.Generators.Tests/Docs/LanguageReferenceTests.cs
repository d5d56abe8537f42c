using System.Runtime.CompilerServices;
using System.Text;
using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Tests.Docs;

/// <summary>docs/language.md is written from the table of operations; with VERIFY_ACCEPT=1 the test writes it anew.</summary>
public class LanguageReferenceTests
{
    private static readonly string Page = Path.GetFullPath(Path.Combine(Here(), "..", "..", "..", "docs", "language.md"));

    private static readonly Dictionary<DegreeRule, string> Degrees = new()
    {
        [DegreeRule.Structural] = "that of its terms",
        [DegreeRule.Equal] = "both of degree p: p",
        [DegreeRule.Sum] = "p + q",
        [DegreeRule.Difference] = "p − q",
        [DegreeRule.ProductPlus] = "p + q, which c must have too",
        [DegreeRule.Keep] = "p",
        [DegreeRule.Half] = "p/2",
        [DegreeRule.Third] = "p/3",
        [DegreeRule.Power] = "p times the constant b",
        [DegreeRule.Invariant] = "argument of degree 0: 0",
        [DegreeRule.Sign] = "any degree: 0",
        [DegreeRule.Comparison] = "both of degree p: unchanged by scaling",
        [DegreeRule.Branch] = "condition unchanged by scaling, branches of degree p: p",
    };

    [Fact]
    public void The_page_is_what_the_table_of_operations_says()
    {
        string expected = Write();
        if (Environment.GetEnvironmentVariable("VERIFY_ACCEPT") == "1")
        {
            File.WriteAllText(Page, expected);
        }

        Assert.True(File.Exists(Page), "docs/language.md does not exist; run this test with VERIFY_ACCEPT=1 to write it.");
        Assert.True(expected == File.ReadAllText(Page), "docs/language.md is not what the table of operations says; run this test with VERIFY_ACCEPT=1 and commit the change.");
    }

    [Fact]
    public void Every_rule_for_degrees_has_words() => Assert.Equal(Enum.GetValues<DegreeRule>().Order(), Degrees.Keys.Order());

    private static string Write()
    {
        StringBuilder page = new("""
            # What a formula may contain

            This page is written from the table of operations that the compiler itself uses. A formula is the body of the one method with
            `[Formula]` of a feature, a loss, a regularizer, or of a potential or an interaction ([interaction models](interactions.md)). It is ordinary
            C#, and what is not listed here is an error where it stands ([MFD0201](diagnostics/MFD0201.md)): nothing builds and then fails at run time.

            ```csharp
            [Feature, PartiallyHomogeneous(1)]
            public sealed partial class Bump
            {
                public required double Width { get; init; }                  // a hyper-parameter

                [Formula]
                public double Phi([Weight] double a, [Position] Vec centre, [Input] Vec x)
                {
                    double distance = Sum(centre, x, (c, xi) => Sq(xi - c)); // a local, assigned once
                    if (distance > Sq(Width))
                    {
                        return 0;                                            // the pieces meet, value and slope
                    }

                    return a * Dome(distance);
                }

                private double Dome(double square) => Sq(1 - square / Sq(Width));   // a helper, inlined
            }
            ```

            ## Statements and expressions

            - Expression bodies, and blocks of locals, `if`, `else` and `return`. A local is assigned once on each path ([MFD0205](diagnostics/MFD0205.md)).
            - `double` numbers, `int` and `bool` inputs, hyper-parameters and loop indices. An `int` becomes a `double` by itself; a division of two
              integers is refused, because it loses the fraction ([MFD0208](diagnostics/MFD0208.md)).
            - `Vec` parameters: elements, length, and the sums, products and maxima below. A vector cannot be chosen by `?:` or returned.
            - Helpers: methods and properties of the type, static methods with source at hand, local functions and lambdas of a sum. They are
              inlined and may not be recursive ([MFD0203](diagnostics/MFD0203.md)). A static `[Formula]` of another assembly is a helper too, such as
              `ReluNeuron.Phi(1, w, b, x)` of the library.
            - Loops are written as `Sum`, `Prod` and `Max` over a vector or a range of integers. The ends of a range are constants,
              hyper-parameters or lengths ([MFD0209](diagnostics/MFD0209.md)).
            - Hyper-parameters are `double`, `int` or `bool` members that cannot change: `const`, `readonly`, get-only, `init` or `required`.

            ## Operations

            The degree is that of positive homogeneity, for arguments of degrees p and q. A constant or an input has degree 0.


            """);
        Section(page, "Values and vectors", Op.Constant, Op.MaxOver);
        Section(page, "Arithmetic and functions", Op.MaxOver + 1, OperationTable.All[^1].Op);
        return page.ToString().ReplaceLineEndings("\n").TrimEnd() + "\n";
    }

    private static void Section(StringBuilder page, string title, Op first, Op last)
    {
        _ = page.Append("### ").Append(title).Append("\n\n| you write | it is | derivative | degree | notes |\n|---|---|---|---|---|\n");
        foreach (Operation operation in OperationTable.All.Where(o => o.Op >= first && o.Op <= last && o.Spelling.Length > 0))
        {
            string notes = string.Join("; ", new[] { operation.Domain.Length > 0 ? "needs " + operation.Domain : "", operation.Kinks.Length > 0 ? "kink: " + operation.Kinks : "" }.Where(n => n.Length > 0));
            string degree = first == Op.Constant && operation.Derivative.Length == 0 ? ""
                : operation.Op == Op.NormRoot ? "that of w" // what users see is the norm, not the root of its square
                : operation.Op == Op.Primitive ? Degrees[DegreeRule.Invariant] // nothing is known about it
                : Degrees[operation.Degree];
            _ = page.Append("| ").Append(Code(operation.Spelling)).Append(" | ").Append(operation.Name).Append(" | ").Append(Cell(operation.Derivative))
                .Append(" | ").Append(degree).Append(" | ").Append(Cell(notes)).Append(" |\n");
        }

        _ = page.Append('\n');
    }

    // What holds no C# sign is words.
    private static string Code(string spelling) => spelling.IndexOfAny(['(', '+', '*', '/', '[', '<', '=', '!', '?', '&', '|', '-', '.']) >= 0 && !spelling.StartsWith("a static", StringComparison.Ordinal) && !spelling.StartsWith("a const", StringComparison.Ordinal) && !spelling.StartsWith("literals", StringComparison.Ordinal)
        ? "<code>" + Cell(spelling.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;")) + "</code>"
        : spelling;

    // A bar would end the cell.
    private static string Cell(string text) => text.Replace("|", "&#124;");

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
