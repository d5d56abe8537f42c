using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Tests.Gradients;

/// <summary>
/// The energy c + (2/m) Σ_i V(θ_i) + (1/m²) Σ_ij U(θ_i, θ_j) and its gradient as plain loops over the interpreter, of U as it is declared, in
/// both of its arguments, with error bounds carried along.
/// </summary>
internal sealed class ReferenceEnergy(Formula potential, Formula interaction, double constant, double[] hypers, double[][][] particles)
{
    // Compiled code adds m terms one after the other, each time with an error of half a unit; 8 units of the bound are allowed.
    private readonly double _addition = particles.Length / 16.0;
    private readonly Interpreter _potential = new(potential.Nodes);
    private readonly Interpreter _interaction = new(interaction.Nodes);

    public static Binding Pair(double[][] first, double[][] second, double[] hypers) => new([.. first, .. second], hypers);

    public Bounded Objective()
    {
        Sum sum = new(constant, 0);
        double m = particles.Length;
        foreach (double[][] first in particles)
        {
            Jet v = _potential.ValueWithCondition(potential.Root, new(first, []));
            sum.Add(2 / m * v.Value, 2 / m * v.ValueCondition);
            foreach (double[][] second in particles)
            {
                Jet u = Value(first, second);
                sum.Add(u.Value / m / m, (u.ValueCondition + (_addition * Math.Abs(u.Value))) / m / m);
            }
        }

        return sum.Total;
    }

    public Bounded FirstVariation(double[][] at)
    {
        Jet v = _potential.ValueWithCondition(potential.Root, new(at, []));
        Sum sum = new(2 * v.Value, 2 * v.ValueCondition);
        foreach (Jet u in particles.SelectMany(other => new[] { Value(at, other), Value(other, at) }))
        {
            sum.Add(u.Value / particles.Length, (u.ValueCondition + (_addition * Math.Abs(u.Value))) / particles.Length);
        }

        return sum.Total;
    }

    public Bounded Velocity(double[][] at, int parameter, int element)
    {
        Jet v = _potential.Derivative(potential.Root, new(at, []), parameter, element);
        Sum sum = new(-2 * v.Slope, 2 * v.SlopeCondition);
        foreach (double[][] other in particles)
        {
            Jet first = _interaction.Derivative(interaction.Root, Pair(at, other, hypers), parameter, element);
            Jet second = _interaction.Derivative(interaction.Root, Pair(other, at, hypers), RandomInteraction.Half + parameter, element);
            foreach (Jet u in new[] { first, second })
            {
                sum.Add(-u.Slope / particles.Length, (u.SlopeCondition + (_addition * Math.Abs(u.Slope))) / particles.Length);
            }
        }

        return sum.Total;
    }

    private Jet Value(double[][] first, double[][] second) => _interaction.ValueWithCondition(interaction.Root, Pair(first, second, hypers));

    /// <summary>A sum whose own rounding is negligible, and the bounds of its terms.</summary>
    private sealed class Sum(double first, double condition)
    {
        private double _value = first;
        private double _error;
        private double _condition = condition + Math.Abs(first);

        public Bounded Total => new(_value + _error, _condition + Math.Abs(_value));

        public void Add(double value, double condition)
        {
            // Knuth's two-sum.
            double sum = _value + value, back = sum - _value;
            _error += (_value - (sum - back)) + (value - back);
            _value = sum;
            _condition += condition + Math.Abs(value);
        }
    }
}
