using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Tests.Formulas;

namespace MeanFieldDsl.Generators.Tests.Analysis;

/// <summary>Everything the rules prove about random formulas is held against values: no contradiction may be found.</summary>
public sealed class CurvatureSoundnessTests
{
    private static readonly double[] Fractions = [0.5, 0.25, 0.8];

    [Theory]
    [InlineData(RandomStyle.Any, false)]
    [InlineData(RandomStyle.Continuous, true)]
    internal void No_range_trend_or_curvature_is_proved_that_values_contradict(RandomStyle style, bool withDomains)
    {
        int ranges = 0, trends = 0, bends = 0, logs = 0;
        int count = ManyFormulas.Count;
        string[] wrong = ManyFormulas.Contradictions(count, seed =>
        {
            RandomFormula random = RandomFormulas.Create(seed, style);
            Formula formula = withDomains ? Bounded(random.Formula) : random.Formula;
            List<string> found = [];
            foreach (int variable in new[] { 0, 2 })
            {
                bool[] variables = [.. formula.Parameters.Select((_, p) => p == variable)];
                (ValueShape shape, _) = CurvaturePass.Analyze(formula, variables);
                bool varies = formula.Nodes.Any(n => n.Op == Op.Parameter && n.A == variable);
                ManyFormulas.Add(ref ranges, shape.Range.IsNonNegative || shape.Range.IsNonPositive || shape.Range.IsBounded);
                ManyFormulas.Add(ref trends, varies && shape.Trend != Trend.None);
                ManyFormulas.Add(ref bends, varies && shape.Curvature != Curvature.None);
                ManyFormulas.Add(ref logs, varies && shape.LogCurvature != Curvature.None);
                if (Contradiction(random, formula, shape, variable) is string contradiction)
                {
                    found.Add(contradiction);
                }
            }

            return found;
        });

        Assert.True(wrong.Length == 0, wrong.Length + " contradictions: " + string.Join("\n", wrong.Take(5)));
        Assert.True(ranges > count / 4 && trends > count / 40 && bends > count / 15 && logs > count / 1000, $"{ranges} ranges, {trends} trends, {bends} curvatures, {logs} of logarithms");
    }

    // The parameters with the ranges that random formulas are drawn at.
    private static Formula Bounded(Formula formula) => formula with
    {
        Parameters = new(formula.Parameters.Select((p, i) => p.Type is FormulaType.Integer or FormulaType.Boolean
            ? p
            : p with { Domain = i == 2 ? ValueDomain.Between(0.5, 1.5) : ValueDomain.Between(-1.5, 1.5) })),
        HyperParameters = new(formula.HyperParameters.Select(h => h with { Domain = h.Type == FormulaType.Integer ? ValueDomain.Between(1, 4) : ValueDomain.Between(0.5, 1.5) })),
    };

    private static string? Contradiction(RandomFormula random, Formula formula, ValueShape shape, int variable)
    {
        Interpreter interpreter = new(formula.Nodes);
        Random draw = new(random.Seed);
        for (int i = 0; i < 3; i++)
        {
            Binding at = random.Draw(draw);
            double p = at.Parameters[variable][0], q = random.Draw(draw).Parameters[variable][0];
            (p, q) = (Math.Min(p, q), Math.Max(p, q));
            double t = Fractions[i];
            double[] points = [p, (t * p) + ((1 - t) * q), q];
            Jet[] jets = [.. points.Select(x =>
            {
                at.Parameters[variable][0] = x;
                return interpreter.ValueWithCondition(formula.Root, at);
            })];
            double[] v = [.. jets.Select(j => j.Value)];
            if (v.Any(double.IsNaN) || v.Any(double.IsInfinity))
            {
                continue;
            }

            double error = (1e-13 * jets.Sum(j => j.ValueCondition + Math.Abs(j.Value))) + 1e-300;
            string? wrong = v.Any(x => x < shape.Range.Low - error || x > shape.Range.High + error) ? "range " + shape.Range
                : Excess(v, t, shape.Curvature, error) ? "curvature " + shape.Curvature
                : shape.LogCurvature != Curvature.None && v.All(x => x > 1e3 * error) && Excess([.. v.Select(x => Math.Log(x))], t, shape.LogCurvature, 1e-12 + (error / v.Min())) ? "log-curvature " + shape.LogCurvature
                : shape.IsRootConvex && v.All(x => x > 1e3 * error) && Excess([.. v.Select(x => Math.Sqrt(x))], t, Curvature.Convex, (1e-12 * v.Max()) + (error / Math.Sqrt(v.Min()))) ? "root"
                : ((shape.Trend & Trend.Rising) != 0 && v[2] < v[0] - error) || ((shape.Trend & Trend.Falling) != 0 && v[2] > v[0] + error) ? "trend " + shape.Trend
                : null;
            if (wrong is not null)
            {
                return $"{wrong}: {string.Join(", ", v)} at {string.Join(", ", points)}, parameter {variable}, {random}";
            }
        }

        return null;
    }

    private static bool Excess(double[] v, double t, Curvature curvature, double error)
    {
        double above = v[1] - ((t * v[0]) + ((1 - t) * v[2]));
        return ((curvature & Curvature.Convex) != 0 && above > error) || ((curvature & Curvature.Concave) != 0 && above < -error);
    }
}
