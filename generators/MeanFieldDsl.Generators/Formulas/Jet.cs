namespace MeanFieldDsl.Generators.Formulas;

/// <summary>
/// A value with its derivative in one direction, and for each a first-order bound on its rounding error in units of
/// machine epsilon (a running error analysis: Higham, Accuracy and Stability of Numerical Algorithms, section 3.3).
/// </summary>
internal readonly record struct Jet(double Value, double Slope, double ValueCondition, double SlopeCondition)
{
    public static Jet Exact(double value) => new(value, 0, 0, 0);

    public static Jet Apply(Operation operation, Jet a, Jet b, Jet c)
    {
        double value = operation.Value(a.Value, b.Value, c.Value);
        double slope = 0;
        double valueCondition = Math.Abs(value);
        double slopeCondition = 0;
        ReadOnlySpan<Jet> arguments = [a, b, c];
        for (int i = 0; i < operation.Arity; i++)
        {
            if (operation.Slopes[i] is not SlopeRule rule)
            {
                continue;
            }

            double partial = rule(a.Value, b.Value, c.Value, value);
            valueCondition += Bounded(Math.Abs(partial), arguments[i].ValueCondition);
            if (arguments[i].Slope == 0 && arguments[i].SlopeCondition == 0)
            {
                continue;
            }

            slope += partial * arguments[i].Slope;
            slopeCondition += (Math.Abs(partial) * arguments[i].SlopeCondition)
                + (Math.Abs(arguments[i].Slope) * (Math.Abs(partial) + PartialError(rule, a, b, c, value)));
        }

        return new(value, slope, valueCondition, slopeCondition + Math.Abs(slope));
    }

    // How far the partial derivative moves when the arguments move by their error bounds; by differences, because
    // only its size matters.
    private static double PartialError(SlopeRule rule, Jet a, Jet b, Jet c, double value)
    {
        double error = 0;
        double at = rule(a.Value, b.Value, c.Value, value);
        const double Relative = 1e-6;
        double da = Step(a.Value), db = Step(b.Value), dc = Step(c.Value), dv = Step(value);
        error += Bounded(Math.Abs(rule(a.Value + da, b.Value, c.Value, value) - at) / da, a.ValueCondition);
        error += Bounded(Math.Abs(rule(a.Value, b.Value + db, c.Value, value) - at) / db, b.ValueCondition);
        error += Bounded(Math.Abs(rule(a.Value, b.Value, c.Value + dc, value) - at) / dc, c.ValueCondition);
        error += Math.Abs(rule(a.Value, b.Value, c.Value, value + dv) - at) / dv * Math.Abs(value);
        return error;

        static double Step(double x) => Relative * Math.Max(Math.Abs(x), 1e-3);
    }

    // An exact argument adds no error, even where the derivative in it is not a number: (−2)^3 in the exponent.
    private static double Bounded(double partial, double condition) => condition == 0 ? 0 : partial * condition;
}
