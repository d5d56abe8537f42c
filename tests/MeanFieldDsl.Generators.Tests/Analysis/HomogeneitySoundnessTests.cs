using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Tests.Formulas;

namespace MeanFieldDsl.Generators.Tests.Analysis;

public sealed class HomogeneitySoundnessTests
{
    private const int Count = 20_000;
    private static readonly double[] Factors = [2, 0.5, 3, 1.37];

    [Theory]
    [InlineData(RandomStyle.Graded, 2000)]
    [InlineData(RandomStyle.Any, 300)]
    internal void No_degree_is_proved_that_scaling_contradicts(RandomStyle style, int atLeastProved)
    {
        int proved = 0, nontrivial = 0, points = 0;
        List<string> wrong = [];
        foreach (RandomFormula random in RandomFormulas.Many(1, Count, style))
        {
            foreach (bool[] scaled in new[] { Homogeneity.ParticleGroup(random.Formula), Homogeneity.WeightGroup(random.Formula) })
            {
                HomogeneityOutcome outcome = Homogeneity.Analyze(random.Formula, scaled);
                Assert.True(outcome.IsProved || outcome.Failure is not null, random.ToString());
                if (outcome.Degree is not Degree degree)
                {
                    continue;
                }

                proved++;
                nontrivial += degree.IsInvariant ? 0 : 1;
                Random draw = new(random.Seed);
                for (int i = 0; i < 3; i++)
                {
                    points++;
                    if (Contradiction(random, degree, scaled, random.Draw(draw)) is string found)
                    {
                        wrong.Add(found);
                    }
                }
            }
        }

        Assert.True(wrong.Count == 0, wrong.Count + " contradictions: " + string.Join("\n", wrong.Take(5)));
        Assert.True(nontrivial >= atLeastProved, $"{proved} proved, {nontrivial} of them of a degree other than 0, at {points} points");
    }

    [Fact]
    public void No_true_claim_is_refuted_and_most_false_ones_are()
    {
        int falseClaims = 0;
        List<string> missed = [];
        foreach (RandomFormula random in RandomFormulas.Many(1, 2000, RandomStyle.Graded))
        {
            bool[] scaled = Homogeneity.ParticleGroup(random.Formula);
            if (Homogeneity.Analyze(random.Formula, scaled).Degree is not Degree { IsAny: false } degree)
            {
                continue;
            }

            // A formula that is zero wherever it is drawn has every degree, whatever was proved.
            Random draw = new(random.Seed);
            if (Enumerable.Range(0, 8).All(_ => Interpreter.Evaluate(random.Formula, random.Draw(draw)) == 0))
            {
                continue;
            }

            double p = degree.Value.ToDouble();
            Assert.True(HomogeneityWitness.Find(random.Formula, scaled, p) is null, $"degree {degree} refuted: {random}");
            falseClaims++;
            if (HomogeneityWitness.Find(random.Formula, scaled, p + 1) is null)
            {
                missed.Add(random.ToString());
            }
        }

        Assert.True(falseClaims > 200 && missed.Count < 0.02 * falseClaims, $"{missed.Count} of {falseClaims} not refuted: " + string.Join("\n", missed.Take(5)));
    }

    private static string? Contradiction(RandomFormula random, Degree degree, bool[] scaled, Binding point)
    {
        Interpreter interpreter = new(random.Formula.Nodes);
        Jet at = interpreter.ValueWithCondition(random.Formula.Root, point);
        foreach (double factor in Factors)
        {
            Binding far = new(point.Parameters.Select((v, p) => scaled[p] ? [.. v.Select(e => factor * e)] : v).ToArray(), point.HyperParameters);
            Jet value = interpreter.ValueWithCondition(random.Formula.Root, far);
            double power = Math.Pow(factor, degree.Value.ToDouble());
            double tolerance = 1e-13 * (value.ValueCondition + (power * at.ValueCondition) + Math.Abs(value.Value));
            double error = degree.IsAny ? Math.Abs(at.Value) : Math.Abs(value.Value - (power * at.Value));
            if (!double.IsNaN(error) && error > tolerance)
            {
                return $"degree {degree}, factor {factor}: {at.Value:R} became {value.Value:R}, {random}";
            }
        }

        return null;
    }
}
