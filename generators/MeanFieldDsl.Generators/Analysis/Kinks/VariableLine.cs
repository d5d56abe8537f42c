using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>A formula on the line from + t · direction in its parameters.</summary>
internal sealed class VariableLine(Interpreter interpreter, Binding from, double[][] direction)
{
    public Binding At(double t) => new(
        [.. from.Parameters.Select((v, p) => v.Select((x, k) => x + (t * direction[p][k])).ToArray())],
        from.HyperParameters);

    /// <summary>The value with a bound on its rounding error.</summary>
    public Jet Value(int node, double t, int element = 0) => interpreter.ValueWithCondition(node, At(t), element);

    /// <summary>The derivative in t, as the value, with a bound on its rounding error.</summary>
    public Jet Slope(int node, double t)
    {
        Binding point = At(t);
        double slope = 0, condition = 0;
        for (int p = 0; p < direction.Length; p++)
        {
            for (int k = 0; k < direction[p].Length; k++)
            {
                if (direction[p][k] != 0)
                {
                    Jet partial = interpreter.Derivative(node, point, p, k);
                    slope += direction[p][k] * partial.Slope;
                    condition += Math.Abs(direction[p][k]) * partial.SlopeCondition;
                }
            }
        }

        return new(slope, 0, condition, 0);
    }

    /// <summary>
    /// A t in (0, 1) at which the function changes its sign, up to rounding; null when its signs at both ends are not
    /// opposite.
    /// </summary>
    public double? SignChange(Func<VariableLine, double, double> function)
    {
        double low = 0, high = 1;
        int below = Sign(function(this, low)), above = Sign(function(this, high));
        if (below * above != -1)
        {
            return null;
        }

        while (true)
        {
            double middle = low + ((high - low) / 2);
            if (middle <= low || middle >= high)
            {
                return middle;
            }

            int sign = Sign(function(this, middle));
            if (sign == 0)
            {
                return middle;
            }

            (low, high) = sign == below ? (middle, high) : (low, middle);
        }
    }

    private static int Sign(double value) => double.IsNaN(value) ? 0 : Math.Sign(value);
}
