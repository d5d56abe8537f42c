using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>A jump of a formula: its limits from both sides of a point.</summary>
internal sealed record JumpWitness(int Parameter, double Before, double After, string Point);

/// <summary>
/// Looks for jumps and kinks of a formula at the places where an operation switches. A place is found by bisection
/// along lines; what is reported was seen there: one-sided limits that do not move as the place is approached and that
/// differ clearly. A continuous formula is therefore never said to jump; that nothing is found proves nothing.
/// </summary>
internal sealed class SwitchSearch
{
    private const int Attempts = 24;
    private const double Clear = 1e-6;
    private const double Rounding = 1e4 * 2.3e-16;
    private readonly Formula _formula;
    private readonly bool[] _variables;
    private readonly FormulaBuilder _builder;

    public SwitchSearch(Formula formula, bool[] variables) => (_formula, _variables, _builder) = (formula, variables, new(formula.Nodes));

    /// <summary>A jump at a switch when one parameter alone moves.</summary>
    public JumpWitness? Jump(Switch at, int parameter)
    {
        // A distance does not jump, and a maximum of many terms is continuous in them.
        if (_formula.Nodes[at.Node].Op is not (Op.Sign or Op.Less or Op.LessOrEqual or Op.Equal))
        {
            return null;
        }

        bool[] moved = [.. _variables.Select((_, p) => p == parameter)];
        (int First, int Second)? forced = Forced(at);
        foreach ((VariableLine line, double t) in Crossings(at, moved))
        {
            if (forced is (int first, int second) && !(Difference(line.Value(first, t), line.Value(second, t)) > 0))
            {
                continue;
            }

            Jet left = line.Value(_formula.Root, t - 1e-12), right = line.Value(_formula.Root, t + 1e-12);
            double jump = Difference(left, right);
            double drift = Math.Abs(line.Value(_formula.Root, t - 1e-7).Value - left.Value) + Math.Abs(line.Value(_formula.Root, t + 1e-7).Value - right.Value);
            if (jump > 0 && drift <= 1e-4 * jump)
            {
                return new(parameter, left.Value, right.Value, WitnessPoints.Print(_formula, line.At(t), moved));
            }
        }

        return null;
    }

    /// <summary>Whether the formula has a kink at a switch: slopes from both sides that differ, where the value does not jump.</summary>
    public bool HasKink(Switch at)
    {
        (int First, int Second)? forced = Forced(at);
        foreach ((VariableLine line, double t) in Crossings(at, _variables))
        {
            if (forced is (int first, int second) && !(Difference(line.Slope(first, t), line.Slope(second, t)) > 0))
            {
                continue;
            }

            if (Math.Abs(line.Value(_formula.Root, t - 1e-12).Value - line.Value(_formula.Root, t + 1e-12).Value) > Clear)
            {
                continue;
            }

            Jet left = line.Slope(_formula.Root, t - 1e-9), right = line.Slope(_formula.Root, t + 1e-9);
            double kink = Difference(left, right);
            double drift = Math.Abs(line.Slope(_formula.Root, t - 1e-5).Value - left.Value) + Math.Abs(line.Slope(_formula.Root, t + 1e-5).Value - right.Value);
            if (kink > 0 && drift <= 1e-2 * kink)
            {
                return true;
            }
        }

        return false;
    }

    // The difference if it is clearly above rounding, otherwise 0; also 0 where a value is missing or infinite.
    private static double Difference(Jet a, Jet b)
    {
        double difference = Math.Abs(a.Value - b.Value);
        double doubt = (Clear * (Math.Abs(a.Value) + Math.Abs(b.Value))) + (Rounding * (a.ValueCondition + b.ValueCondition));
        return double.IsInfinity(a.Value) || double.IsInfinity(b.Value) || !(difference > doubt) ? 0 : difference;
    }

    private IEnumerable<(VariableLine, double)> Crossings(Switch at, bool[] moved)
    {
        Func<VariableLine, double, double>[] functions = [.. Functions(at)];
        Interpreter interpreter = new(_builder.Nodes);
        bool touches = _formula.Nodes[at.Node].Op == Op.NormRoot;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            Binding point = ConvexityWitness.InDomains(_formula, _variables, attempt);
            foreach (Binding other in new[] { WitnessPoints.Draw(_formula, (attempt + 7) % Attempts), WitnessPoints.Draw(_formula, (attempt + 12) % Attempts) })
            {
                double[][] direction = [.. point.Parameters.Select((v, p) => v.Select((x, k) => moved[p] ? other.Parameters[p][k] - x : 0).ToArray())];
                if (touches)
                {
                    if (ZeroOf(at.Left, interpreter, point, moved) is Binding zero)
                    {
                        yield return (new(interpreter, zero, direction), 0);
                    }

                    continue;
                }

                VariableLine line = new(interpreter, point, direction);
                foreach (Func<VariableLine, double, double> function in functions)
                {
                    if (line.SignChange(function) is double t)
                    {
                        yield return (line, t);
                    }
                }
            }
        }
    }

    // The functions whose zeros the switch has; inside a loop one for each of the first turns.
    private IEnumerable<Func<VariableLine, double, double>> Functions(Switch at)
    {
        bool isMaximum = _formula.Nodes[at.Node].Op == Op.MaxOver;
        int term = isMaximum || at.Right < 0 ? at.Left : _builder.Subtract(at.Left, at.Right);
        int[] labels = FormulaGraph.FreeLabels(_builder.Nodes, term);
        if (labels.Length > 1)
        {
            yield break;
        }

        int free = labels.Length == 0 ? term : _builder.Rename(term, labels[0], Formula.FieldLabel);
        if (isMaximum && labels.Length == 1)
        {
            yield return (line, t) => line.Value(free, t, 0).Value - line.Value(free, t, 1).Value;
        }
        else if (!isMaximum)
        {
            for (int element = 0; element < (labels.Length == 0 ? 1 : 3); element++)
            {
                int turn = element;
                yield return (line, t) => line.Value(free, t, turn).Value;
            }
        }
    }

    // The formula with the operation held to either of its branches; only where it stands outside all loops.
    private (int First, int Second)? Forced(Switch at)
    {
        Node n = _formula.Nodes[at.Node];
        if (FormulaGraph.FreeLabels(_formula.Nodes, at.Node).Length > 0)
        {
            return null;
        }

        (int, int)? branches = n.Op switch
        {
            Op.Abs => (_builder.Negate(n.A), n.A),
            Op.Sign => (_builder.Constant(-1), _builder.Constant(1)),
            Op.Max or Op.Min => (n.A, n.B),
            Op.Less or Op.LessOrEqual or Op.Equal => (_builder.Constant(0), _builder.Constant(1)),
            _ => null,
        };
        return branches is (int first, int second) ? (Held(first), Held(second)) : null;

        int Held(int branch) => _builder.Rewrite(_formula.Root, i => i == at.Node ? branch : -1);
    }

    // A point where a sum of squares is 0, by Polyak's step for the least value 0.
    private Binding? ZeroOf(int node, Interpreter interpreter, Binding point, bool[] moved)
    {
        if (FormulaGraph.FreeLabels(_formula.Nodes, node).Length > 0)
        {
            return null;
        }

        double[][] at = [.. point.Parameters.Select(v => v.ToArray())];
        for (int step = 0; step < 20; step++)
        {
            Binding here = new(at, point.HyperParameters);
            double value = interpreter.Value(node, here);
            if (value == 0)
            {
                return here;
            }

            double[][] gradient = [.. at.Select((v, p) => v.Select((_, k) => moved[p] ? interpreter.Derivative(node, here, p, k).Slope : 0).ToArray())];
            double squared = gradient.Sum(v => v.Sum(g => g * g));
            if (!(squared > 0) || double.IsInfinity(squared))
            {
                return null;
            }

            at = [.. at.Select((v, p) => v.Select((x, k) => x - (2 * value / squared * gradient[p][k])).ToArray())];
        }

        return null;
    }
}
