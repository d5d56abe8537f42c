using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Tests.Formulas;
using MeanFieldDsl.Generators.Transform;

namespace MeanFieldDsl.Generators.Tests.Gradients;

/// <summary>Symbolic reverse-mode derivatives against dual numbers, which share no code with them.</summary>
public sealed class RandomGradientTests
{
    private const int Count = 20_000;
    private const double Epsilon = 2.220446049250313e-16;
    private const double Margin = 1e-6;

    [Theory]
    [InlineData(RandomStyle.Any, 16_000)]
    [InlineData(RandomStyle.Graded, 4_000)]
    internal void Derivatives_agree_with_dual_numbers_to_rounding(RandomStyle style, int count)
    {
        int compared = 0, excluded = 0, nonzero = 0;
        double worst = 0;
        foreach (RandomFormula random in RandomFormulas.Many(Seeds.First, count, style))
        {
            Gradient gradient = Differentiate(random.Formula);
            Interpreter symbolic = new(gradient.Nodes), dual = new(random.Formula.Nodes);
            KinkMargin kinks = new(random.Formula, countsExact: false);
            Random points = new(random.Seed);
            Binding binding = random.Draw(points);
            if (kinks.At(binding) < Margin)
            {
                excluded++;
                continue;
            }

            Jet value = dual.ValueWithCondition(random.Formula.Root, binding);
            AssertClose(symbolic.Value(gradient.Value, binding), value.Value, value.ValueCondition, ref worst, random, "the value");
            foreach (ParameterGradient parameter in gradient.Parameters)
            {
                for (int element = 0; element < binding.Parameters[parameter.Parameter].Length; element++)
                {
                    double derived = GradientCheck.Derivative(gradient, symbolic, binding, parameter, element);
                    Jet expected = dual.Derivative(random.Formula.Root, binding, parameter.Parameter, element);
                    AssertClose(
                        derived, expected.Slope * binding.Cotangent, expected.SlopeCondition * binding.Cotangent, ref worst, random,
                        $"the derivative in {random.Formula.Parameters[parameter.Parameter].Name}[{element}]");
                    compared++;
                    nonzero += expected.Slope != 0 ? 1 : 0;
                }
            }
        }

        Assert.True(excluded < count / 8, $"{excluded} of {count} points were too close to a kink");
        Assert.True(nonzero > count / 2, $"only {nonzero} of {compared} derivatives were not zero");
    }

    [Fact]
    public void The_check_at_compile_time_passes_every_correct_gradient()
    {
        int singular = 0;
        foreach (RandomFormula random in RandomFormulas.Many(Seeds.First, Count))
        {
            GradientCheck.Failure? failure = GradientCheck.Run(Differentiate(random.Formula));

            // What is 0 everywhere, such as sqrt(|x − x|) or x^0 with such an x, has no derivative: the check is right to
            // complain.
            bool isSingular = failure is { RelativeError.IsFinite: false } && random.Formula.Nodes.Any(n => n.Op is Op.Sqrt or Op.Pow);
            singular += isSingular ? 1 : 0;
            Assert.True(failure is null || isSingular, $"{failure} at {random}");
        }

        Assert.True(singular < Count / 1000, $"{singular} formulas were refused");
    }

    [Fact]
    public void Derivatives_agree_with_central_differences()
    {
        const double Step = 1e-5;
        int compared = 0;
        foreach (RandomFormula random in RandomFormulas.Many(Seeds.First, 2_000))
        {
            Gradient gradient = Differentiate(random.Formula);
            Interpreter interpreter = new(gradient.Nodes);
            KinkMargin kinks = new(random.Formula, countsExact: true);
            Binding binding = random.Draw(new(random.Seed));
            if (kinks.At(binding) < 1e-2)
            {
                continue;
            }

            foreach (ParameterGradient parameter in gradient.Parameters)
            {
                double[] values = binding.Parameters[parameter.Parameter];
                for (int element = 0; element < values.Length; element++)
                {
                    double derived = GradientCheck.Derivative(gradient, interpreter, binding, parameter, element) / binding.Cotangent;
                    double coarse = Central(2 * Step), fine = Central(Step);
                    double at = values[element];

                    // The difference of two steps says how much of the difference is the method's own error.
                    double allowed = (4 * Math.Abs(coarse - fine)) + (1e-7 * (1 + Math.Abs(derived)))
                        + (8 * Epsilon / Step * interpreter.ValueWithCondition(gradient.Value, binding).ValueCondition);
                    Assert.True(Math.Abs(derived - fine) <= allowed, $"{derived:R} instead of {fine:R} ± {allowed:G2} in {random.Formula.Parameters[parameter.Parameter].Name}[{element}] at {random}");
                    compared++;

                    double Central(double step)
                    {
                        double centre = values[element];
                        values[element] = centre + step;
                        double above = interpreter.Value(gradient.Value, binding);
                        values[element] = centre - step;
                        double below = interpreter.Value(gradient.Value, binding);
                        values[element] = centre;
                        return (above - below) / (2 * step);
                    }
                }
            }
        }

        Assert.True(compared > 5_000, $"{compared} derivatives compared");
    }

    private static Gradient Differentiate(Formula formula) => Differentiator.Differentiate(
        formula, Enumerable.Range(0, formula.Parameters.Count).Where(p => formula.Parameters[p].IsParticle));

    private static void AssertClose(double actual, double expected, double condition, ref double worst, RandomFormula random, string what)
    {
        // Below the smallest normal number a rounding is no longer relative.
        double error = Math.Max(0, Math.Abs(actual - expected) - 1e-307) / (Epsilon * condition);
        worst = Math.Max(worst, double.IsNaN(error) ? 0 : error);
        Assert.True(actual == expected || error <= 8, $"{what} is {actual:R} instead of {expected:R}: {error:G3} times the bound on rounding, at {random}");
    }
}
