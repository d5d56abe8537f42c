using System.Globalization;
using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.FrontEnd;
using MeanFieldDsl.Generators.Transform;
using Microsoft.CodeAnalysis;

namespace MeanFieldDsl.Generators.Diagnostics;

/// <summary>
/// Says where a formula jumps, has a kink, is infinitely steep, or does not depend on a parameter as far as a
/// derivative can see. The first three rest on witnesses, the last on the derivative itself; what is undecided is silent.
/// </summary>
internal static class DifferentiabilityClaims
{
    private const string Falling = "one that falls as the prediction improves: the hinge loss Max(1 - y * f, 0) or the logistic loss Softplus(-y * f) of the prediction f and the label y = -1 or 1";
    private const string InsteadOfLoss = "gradients do not see the jump, so training cannot lower it; make the pieces meet, or where the loss counts mistakes use " + Falling;
    private const string Instead = "gradients do not see the jump, so the gradient flow is undefined; make the pieces meet or use a continuous function such as Relu, Sigmoid or Tanh";

    public static IEnumerable<Diagnostic> Check(ParsedDeclaration declaration)
    {
        if (declaration.Spec.Formula is not Formula formula)
        {
            yield break;
        }

        bool isLoss = declaration.Spec.Kind == DeclarationKind.Loss;
        bool[] variables = [.. formula.Parameters.Select(p => isLoss ? p.Role == ParameterRole.Prediction : p.IsParticle)];
        HashSet<int> jumping = [];
        List<(Location At, DiagnosticDescriptor Descriptor, object[] Arguments)> found = [];
        Switch[] switches = [.. Switch.Of(formula, Switch.Varying(formula, variables))];
        SwitchSearch search = new(formula, variables);
        foreach (Switch at in switches)
        {
            Location place = UserText.Place(declaration, at.Expression, at.Node);
            string where = Where(declaration, at);
            JumpWitness? jump = null;
            foreach (int p in Enumerable.Range(0, variables.Length).Where(p => variables[p]))
            {
                if (search.Jump(at, p) is JumpWitness one)
                {
                    jump ??= one;
                    _ = jumping.Add(p);
                }
            }

            if (jump is not null)
            {
                string parameter = formula.Parameters[jump.Parameter].Name;
                found.Add((place, Descriptors.Discontinuous,
                [
                    declaration.Spec.Type.Name, isLoss ? "the prediction '" + parameter + "'" : "particle parameter '" + parameter + "'", where, Number(jump.Before), Number(jump.After), jump.Point, isLoss ? InsteadOfLoss : Instead,
                ]));
            }
            else if (!isLoss && search.HasKink(at))
            {
                found.Add((place, Descriptors.NotDifferentiable, [UserText.Of(declaration, at.Expression), where, Used(declaration, formula.Nodes[at.Node])]));
            }
        }

        foreach (Diagnostic diagnostic in found.GroupBy(f => (f.At, f.Descriptor.Id)).Select(static g => Diagnostic.Create(g.First().Descriptor, g.First().At, Joined([.. g.Select(static f => f.Arguments)]))))
        {
            yield return diagnostic;
        }

        foreach (Diagnostic diagnostic in Steep(declaration, formula, variables, isLoss).Concat(Flat(declaration, formula, variables, jumping, isLoss)))
        {
            yield return diagnostic;
        }
    }

    // Several switches of one expression make one message.
    private static object[] Joined(object[][] all)
    {
        object[] joined = [.. all[0]];
        if (joined.Length == 3)
        {
            joined[1] = string.Join(" or ", all.Select(static a => (string)a[1]).Distinct());
            joined[2] = string.Join(", respectively ", all.Select(static a => (string)a[2]).Distinct());
        }

        return joined;
    }

    private static IEnumerable<Diagnostic> Steep(ParsedDeclaration declaration, Formula formula, bool[] variables, bool isLoss)
    {
        if (isLoss)
        {
            yield break;
        }

        SteepSearch search = new(formula, variables);
        foreach (int node in search.Candidates())
        {
            if (search.Find(node) is SteepWitness steep)
            {
                Node n = formula.Nodes[node];
                string where = Operand(declaration, node, n.A) + (n.Op == Op.Log1p ? " = -1" : " = 0");
                yield return Diagnostic.Create(
                    Descriptors.Unbounded, UserText.Place(declaration, node), UserText.Of(declaration, node), where, steep.Slope.ToString("G2", CultureInfo.InvariantCulture), steep.Distance.ToString("G2", CultureInfo.InvariantCulture), steep.Point);
            }
        }
    }

    private static IEnumerable<Diagnostic> Flat(ParsedDeclaration declaration, Formula formula, bool[] variables, HashSet<int> jumping, bool isLoss)
    {
        // What a potential does not move the interaction may.
        if (declaration.Spec.Kind == DeclarationKind.Potential)
        {
            yield break;
        }

        string advice = isLoss ? "training cannot lower this loss; use " + Falling
            : "particles never move in it; use a continuous function of it" + (declaration.Spec.Kind == DeclarationKind.Interaction ? "" : ", or make it an [Input]");
        int[] mentioned = [.. Enumerable.Range(0, variables.Length).Where(p => variables[p] && !jumping.Contains(p) && Mentions(formula, p))];

        // A value of infinity states a constraint, which acts through the proximal map and not through a gradient.
        if (mentioned.Length == 0 || formula.Nodes.Any(static n => n.Op == Op.Primitive || (n.Op == Op.Constant && double.IsInfinity(n.Value))))
        {
            yield break;
        }

        Gradient gradient = Differentiator.Differentiate(formula, mentioned);
        foreach (int p in mentioned.Where(p => gradient.Of(p) is var g && g.Roots.All(root => gradient.Nodes[root] is { Op: Op.Constant, Value: 0 })))
        {
            yield return Diagnostic.Create(
                Descriptors.NoDifferentiablePath, declaration.Location, declaration.Spec.Type.Name, formula.Parameters[p].Name, advice);
        }
    }

    private static bool Mentions(Formula formula, int parameter) =>
        formula.Nodes.Any(n => n.Op is Op.Parameter or Op.BoundElement or Op.Element && n.A == parameter);

    private static string Where(ParsedDeclaration declaration, Switch at) => declaration.Spec.Formula!.Nodes[at.Node].Op switch
    {
        Op.MaxOver => "two terms tie for the maximum",
        Op.NormRoot => UserText.Of(declaration, at.Node) + " = 0",
        _ => Operand(declaration, at.Node, at.Left) is var left && at.Right < 0 ? left + " = 0"
            : declaration.Spec.Formula.Nodes[at.Left].Op == Op.Constant ? Operand(declaration, at.Node, at.Right) + " = " + left
            : left + " = " + Operand(declaration, at.Node, at.Right),
    };

    // An operand in the user's words; what stands for a whole call is not the text of its parts.
    private static string Operand(ParsedDeclaration declaration, int operation, int operand)
    {
        Formula formula = declaration.Spec.Formula!;
        bool isOwn = formula.Nodes[operand].Op != Op.Constant
            && declaration.Origins.TryGetValue(operand, out SyntaxNode? own)
            && (!declaration.Origins.TryGetValue(operation, out SyntaxNode? whole) || own != whole);
        return isOwn ? UserText.Of(declaration, operand) : FormulaPrinter.Print(formula.Nodes, operand, formula);
    }

    private static string Used(ParsedDeclaration declaration, Node node) => node.Op switch
    {
        Op.Abs or Op.NormRoot => "0",
        Op.MaxOver => "the mean over the largest terms",
        Op.Max or Op.Min when declaration.Spec.Formula!.Nodes[node.B].Op == Op.Constant => "0, the derivative of the constant,",
        Op.Max or Op.Min => "that of the second argument",
        _ => "that of the branch taken",
    };

    private static string Number(double value) => ConvexityWitness.Number(value);
}
