using System.Globalization;
using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Transform;

/// <summary>
/// Compares a derived gradient with central differences of the formula at a few fixed points, so that a defect of
/// this compiler surfaces as MFD0003 and never as wrong numbers.
/// </summary>
internal static class GradientCheck
{
    private const int Points = 6;
    private const double Tolerance = 1e-4;

    /// <summary>A disagreement; null when the gradient passes.</summary>
    public sealed record Failure(string Parameter, string Point, GradientError RelativeError);

    public static Failure? Run(Gradient gradient)
    {
        Interpreter interpreter = new(gradient.Nodes);

        // One failing point may lie on a kink that the one-sided differences did not show; two do not.
        Failure[] failures = [.. Enumerable.Range(0, Points).Select(p => At(gradient, interpreter, p)).OfType<Failure>().Take(2)];
        return failures.Length == 2 ? failures[0] : null;
    }

    /// <summary>The derived derivative with respect to one element of a parameter.</summary>
    public static double Derivative(Gradient gradient, Interpreter interpreter, Binding binding, ParameterGradient parameter, int element)
    {
        double sum = parameter.Scalar < 0 ? 0 : interpreter.Value(parameter.Scalar, binding);
        if (parameter.Field >= 0)
        {
            sum += interpreter.Value(parameter.Field, binding, element);
        }

        foreach (PointGradient point in parameter.Points)
        {
            if ((int)interpreter.Value(point.Index, binding) == element)
            {
                sum += interpreter.Value(point.Value, binding);
            }
        }

        return sum;
    }

    private static Failure? At(Gradient gradient, Interpreter interpreter, int point)
    {
        Formula formula = gradient.Formula;
        Binding binding = Draw(formula, point);
        foreach (ParameterGradient parameter in gradient.Parameters)
        {
            for (int element = 0; element < binding.Parameters[parameter.Parameter].Length; element++)
            {
                if (Compare(gradient, interpreter, binding, parameter, element) is double error)
                {
                    return new(formula.Parameters[parameter.Parameter].Name, Describe(formula, binding), new(error));
                }
            }
        }

        return null;
    }

    // Null when they agree or when the formula is not smooth or not finite around the point.
    private static double? Compare(Gradient gradient, Interpreter interpreter, Binding binding, ParameterGradient parameter, int element)
    {
        double derived = Derivative(gradient, interpreter, binding, parameter, element);
        double[] values = binding.Parameters[parameter.Parameter];
        double at = values[element];
        double step = 1e-5 * Math.Max(1, Math.Abs(at));
        double centre = interpreter.Value(gradient.Value, binding);
        values[element] = at + step;
        double above = interpreter.Value(gradient.Value, binding);
        values[element] = at - step;
        double below = interpreter.Value(gradient.Value, binding);
        values[element] = at;

        double right = (above - centre) / step;
        double left = (centre - below) / step;
        double numeric = (above - below) / (2 * step);
        if (!IsFinite(numeric) || !IsFinite(centre))
        {
            return null;
        }

        double scale = Math.Max(Math.Abs(numeric), Math.Max(Math.Abs(centre) * 1e-3, 1e-3));
        if (Math.Abs(right - left) > 0.05 * scale)
        {
            return null;
        }

        double error = Math.Abs(derived - numeric) / scale;
        return error <= Tolerance || Math.Abs(numeric - Coarser()) > 0.1 * error * scale ? null : error;

        // Where the difference quotient still changes with its step, the formula bends too much for it to decide.
        double Coarser()
        {
            values[element] = at + (2 * step);
            double farAbove = interpreter.Value(gradient.Value, binding);
            values[element] = at - (2 * step);
            double farBelow = interpreter.Value(gradient.Value, binding);
            values[element] = at;
            return (farAbove - farBelow) / (4 * step);
        }
    }

    private static Binding Draw(Formula formula, int point)
    {
        uint state = 2463534242u + (uint)(point * 7919);
        double Next()
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            return state / 4294967296.0;
        }

        double[][] parameters =
        [
            .. formula.Parameters.Select(p => p.Type switch
            {
                FormulaType.Integer => [point % 2],
                FormulaType.Boolean => [point % 2],
                FormulaType.Real => [Signed(Next(), point)],
                _ => Enumerable.Range(0, p.Dimension.IsKnown ? p.Dimension.Size : 2).Select(_ => Signed(Next(), point)).ToArray(),
            }),
        ];
        double[] hyper = [.. formula.HyperParameters.Select(h => h.Type == FormulaType.Real ? 0.25 + Next() : h.Type == FormulaType.Integer ? 2 + (point % 3) : point % 2)];
        return new(parameters, hyper);

        // Every other point is positive, for formulas with logarithms and roots.
        static double Signed(double u, int point) => point % 2 == 0 ? 0.2 + u : (2.6 * u) - 1.3;
    }

    private static string Describe(Formula formula, Binding binding) => string.Join(", ", formula.Parameters.Select((p, i) =>
        p.Name + " = " + (p.Type == FormulaType.Vector
            ? "(" + string.Join(", ", binding.Parameters[i].Select(Short)) + ")"
            : Short(binding.Parameters[i][0]))));

    private static string Short(double value) => value.ToString("G3", CultureInfo.InvariantCulture);

    private static bool IsFinite(double value) => !double.IsNaN(value) && !double.IsInfinity(value);
}
