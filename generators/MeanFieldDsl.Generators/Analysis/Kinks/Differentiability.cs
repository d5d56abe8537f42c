using System.Collections.Concurrent;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>
/// The order of differentiability of a formula in some of its parameters, for all values of the others: one answer for
/// features, losses, regularizers and proximal maps. Kinks whose condition is never met, by the ranges, do not count,
/// and those that a power or a product smooths count by the order that remains.
/// </summary>
internal sealed class Differentiability : ForwardPass<Regular, string>
{
    private static readonly Once<ConcurrentDictionary<string, Finding>> Known = new(static _ => new());
    private readonly bool[] _wanted;
    private readonly ValueShape[] _shapes;

    private Differentiability(Formula formula, bool[] wanted)
        : base(formula) => (_wanted, _shapes) = (wanted, CurvaturePass.Shapes(formula, wanted));

    /// <summary>Whether the formula is differentiable in the chosen parameters, with a locally Lipschitz derivative.</summary>
    public static Finding Of(Formula formula, bool[] wanted) =>
        Known.Of(formula).GetOrAdd(string.Concat(wanted.Select(static w => w ? '1' : '0')), _ => Analyze(formula, wanted));

    private static Finding Analyze(Formula formula, bool[] wanted)
    {
        Differentiability pass = new(formula, wanted);
        if (pass.Run()!.Value.IsDifferentiable)
        {
            return Finding.Proved("composition", pass.Kinks().Any() ? "its kinks are smoothed by powers or meet with equal slopes" : "a composition of smooth functions");
        }

        string[] kinks = [.. pass.Culprits().Select(pass.Describe).Distinct()];
        return KinkWitness.Find(formula, wanted) is KinkWitness witness
            ? Finding.Refuted("kink", witness + " (" + string.Join("; ", kinks) + ")")
            : Finding.Undecided("composition", string.Join("; ", kinks), pass.Culprits().First());
    }

    /// <summary>The parameters in which a formula may fail to be continuously differentiable.</summary>
    public static HashSet<int> Kinked(Formula formula) => Kinked(formula, [.. formula.Parameters.Select(_ => true)]);

    /// <summary>Of the chosen parameters; none where the formula is proved differentiable in them.</summary>
    public static HashSet<int> Kinked(Formula formula, bool[] wanted)
    {
        Differentiability pass = new(formula, wanted);
        if (pass.Run()!.Value.IsDifferentiable)
        {
            return [];
        }

        FormulaBuilder builder = new(formula.Nodes);
        return [.. pass.Culprits().SelectMany(node => Dependence.Mentions(builder, node))];
    }

    protected override Regular? Visit(Node node)
    {
        Regular found = ByRules(node);
        bool mayMatch = found.Varies && !found.IsDifferentiable && node.Op is not (Op.Abs or Op.Sign or Op.Primitive) && !node.IsReduction;
        return mayMatch && Switches().Any(u => Gluing.IsDifferentiable(Formula, Current, u, At)) ? Regular.Of(1) : found;
    }

    private Regular ByRules(Node node)
    {
        if (node.Op is Op.Parameter or Op.BoundElement or Op.Element)
        {
            return _wanted[node.A] ? Regular.Of(Regular.Smooth) : Regular.Fixed;
        }

        bool varies = false;
        int order = Regular.Smooth;
        FormulaGraph.ForEachChild(node, child =>
        {
            varies |= At(child).Varies;
            order = Math.Min(order, At(child).Order);
        });
        if (!varies)
        {
            return Regular.Fixed;
        }

        Regular a = At(node.A), b = OperationTable.Get(node.Op).Arity > 1 ? At(node.B) : default;
        return node.Op switch
        {
            _ when KeepsOrder(node) => Kept(node, order, a, b),
            Op.Abs => Folded(node.A, a),
            Op.Max => Larger(node, a, b, Range(node.A) - Range(node.B)),
            Op.Min => Larger(node, a, b, Range(node.B) - Range(node.A)),
            Op.Sign => Range(node.A).IsZeroFree ? Regular.Of(Regular.Smooth) : a.Order >= 1 ? Regular.At(node.A, 0, true, a.Order) : Regular.Of(-1),
            Op.Multiply or Op.GuardedMultiply => Product(node, a, b),
            Op.Pow when !b.Varies => Power(node, a),
            Op.Sqrt or Op.NormRoot when a.Order >= 1 && Range(node.A).IsNonNegative => Regular.At(node.A, 1, true, 1),
            Op.Select => Choice(node),
            Op.MaxOver => Regular.Of(Math.Min(0, order)),
            _ => Regular.Of(-1),
        };
    }

    // A fixed divisor keeps the kink; what is smooth at all arguments has the least order of them.
    private static Regular Kept(Node node, int order, Regular a, Regular b) =>
        node.Op is Op.Negate || (node.Op is Op.Divide && !b.Varies) ? a : Regular.Of(order);

    private Regular At(int node) => this[node] ?? Regular.Of(-1);

    private Interval Range(int node) => _shapes[node].Range;

    // Smooth functions of all the values that the arguments take.
    private bool KeepsOrder(Node node) => node.Op switch
    {
        Op.Add or Op.Subtract or Op.Negate or Op.FusedMultiplyAdd or Op.SumOver or Op.ProductOver => true,
        Op.Exp or Op.Expm1 or Op.Sin or Op.Cos or Op.Atan or Op.Sinh or Op.Cosh or Op.Tanh => true,
        Op.Sigmoid or Op.Softplus or Op.Erf or Op.NormalCdf or Op.Sinc or Op.SincPrime => true,
        Op.Sqrt or Op.NormRoot or Op.Log => Range(node.A).IsPositive,
        Op.Cbrt => Range(node.A).IsZeroFree,
        Op.Log1p => Range(node.A).Low > -1,
        Op.Divide => !At(node.B).Varies || Range(node.B).IsZeroFree,
        Op.Pow => Range(node.A).IsPositive,
        Op.Abs => Range(node.A).IsPositive || Range(node.A).IsNegative,
        _ => false,
    };

    private Regular Folded(int argument, Regular a) =>
        Range(argument).IsNonNegative || Range(argument).IsNonPositive ? a
        : a.Order >= 1 ? Regular.At(argument, 1, true, a.Order)
        : a.IsPure ? a
        : Regular.Of(Math.Min(0, a.Order));

    private Regular Larger(Node node, Regular a, Regular b, Interval difference)
    {
        bool isZero = Formula.Nodes[node.B] is { Op: Op.Constant, Value: 0 };
        return difference.IsNonNegative ? a
            : difference.IsNonPositive ? b
            : isZero && a.Order >= 1 ? Regular.At(node.A, 1, true, a.Order)
            : isZero && a.IsPure ? a
            : Regular.Of(Math.Min(0, Math.Min(a.Order, b.Order)));
    }

    private Regular Product(Node node, Regular a, Regular b)
    {
        int Cap(int kink) => Math.Min(At(kink).Order, Math.Min(a.Kink >= 0 ? Regular.Smooth : a.Order, b.Kink >= 0 ? Regular.Smooth : b.Order));
        bool sameKink = a.Kink >= 0 && a.Kink == b.Kink;
        return sameKink ? Regular.At(a.Kink, a.Power + b.Power, a.IsPure && b.IsPure, Cap(a.Kink))
            : a.Kink >= 0 && a.Kink == node.B ? Regular.At(a.Kink, a.Power + 1, a.IsPure, Cap(a.Kink))
            : b.Kink >= 0 && b.Kink == node.A ? Regular.At(b.Kink, b.Power + 1, b.IsPure, Cap(b.Kink))
            : a.Kink >= 0 && b.IsSmooth && At(a.Kink).IsSmooth ? Regular.At(a.Kink, a.Power, a.IsPure && !b.Varies, Regular.Smooth)
            : b.Kink >= 0 && a.IsSmooth && At(b.Kink).IsSmooth ? Regular.At(b.Kink, b.Power, b.IsPure && !a.Varies, Regular.Smooth)
            : Regular.Of(Math.Min(a.Order, b.Order));
    }

    private Regular Power(Node node, Regular a)
    {
        Interval power = Range(node.B);
        bool isWhole = power.IsPoint && power.Low >= 0 && power.Low == Math.Floor(power.Low);
        if (isWhole)
        {
            return a.Kink >= 0 ? Regular.At(a.Kink, a.Power * power.Low, a.IsPure, At(a.Kink).Order) : Regular.Of(a.Order);
        }

        // t^c for t ≥ 0, continued by 0: its derivatives below c are continuous at 0.
        return !Range(node.A).IsNonNegative || !(power.Low > 0) ? Regular.Of(-1)
            : a.Kink >= 0 && a.IsPure ? Regular.At(a.Kink, a.Power * power.Low, true, At(a.Kink).Order)
            : Regular.Of(Math.Min(a.Order, (int)Math.Min(Regular.Smooth, Math.Floor(power.Low)) - 1));
    }

    private Regular Choice(Node node)
    {
        Regular b = At(node.B), c = At(node.C);
        int order = Math.Min(b.Order, c.Order);
        if (!At(node.A).Varies)
        {
            return Regular.Of(order);
        }

        // u, or a multiple of it, on one side of u = 0 and 0 on the other.
        Node test = Formula.Nodes[node.A];
        if (Gluing.Switch(Formula, test) is not (int value, int point) || !At(value).IsSmooth || !At(point).IsSmooth)
        {
            return Regular.Of(-1);
        }

        bool atZero = Formula.Nodes[point] is { Op: Op.Constant, Value: 0 };
        bool isZero = Formula.Nodes[node.C] is { Op: Op.Constant, Value: 0 };
        return atZero && isZero && node.B == value
            ? Regular.At(value, 1, true, Regular.Smooth)
            : atZero && !b.Varies && !c.Varies ? Regular.At(value, 0, true, Regular.Smooth)
            : Regular.Of(Math.Min(order, Gluing.Matching(Formula, node, value, point) - 1));
    }

    // The smooth terms whose sign decides a kink of the current node.
    private IEnumerable<int> Switches()
    {
        bool[] needed = FormulaGraph.Reachable(Formula.Nodes, Current);
        return Enumerable.Range(0, Current)
            .Where(i => needed[i] && At(i) is { Varies: true, IsDifferentiable: false })
            .Append(Current)
            .SelectMany(i => Formula.Nodes[i].Op switch
            {
                Op.Abs or Op.Sign => [Formula.Nodes[i].A],
                Op.Max or Op.Min => new[] { Formula.Nodes[i].A, Formula.Nodes[i].B },
                Op.Select when Gluing.Switch(Formula, Formula.Nodes[Formula.Nodes[i].A]) is (int value, _) => [value],
                _ => [],
            })
            .Where(u => At(u) is { Varies: true, IsSmooth: true })
            .Distinct()
            .Take(3);
    }

    // Operations that break the order, below the root.
    private IEnumerable<int> Culprits()
    {
        bool[] seen = new bool[Formula.Nodes.Count];
        Stack<int> open = new([Formula.Root]);
        while (open.Count > 0)
        {
            int i = open.Pop();
            if (seen[i] || At(i).IsDifferentiable)
            {
                continue;
            }

            seen[i] = true;
            Node node = Formula.Nodes[i];
            if (!KeepsOrder(node) && node.Op is not (Op.Multiply or Op.GuardedMultiply))
            {
                yield return i;
            }
            else
            {
                FormulaGraph.ForEachChild(node, open.Push);
            }
        }
    }

    private IEnumerable<int> Kinks() => Enumerable.Range(0, Formula.Root + 1).Where(i => this[i] is { Varies: true, IsDifferentiable: false });

    private string Describe(int node)
    {
        Operation operation = OperationTable.Get(Formula.Nodes[node].Op);
        return operation.Op == Op.Primitive ? "nothing is known about a primitive"
            : operation.Kinks.Length > 0 ? $"{operation.Name}: {operation.Kinks}"
            : operation.Domain.Length > 0 ? $"{operation.Name} needs {operation.Domain}"
            : $"{operation.Name} is not smooth at all arguments";
    }
}
