using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Tests.Formulas;
using MeanFieldDsl.Generators.Tests.Gradients;

namespace MeanFieldDsl.Generators.Tests.Analysis;

public sealed class HomogeneitySoundnessTests
{
    private const int Points = 64;

    // Below this, values have lost digits to underflow.
    private const double Tiny = 1e-200;

    private static readonly double[] Factors = [2, 0.5, 3, 1.37];

    // Two sides of a comparison that tie stay tied only under scalings that round nothing.
    private static readonly double[] ExactFactors = [2, 0.5, 4, 0.25];

    [Theory]
    [InlineData(RandomStyle.Graded, 8)]
    [InlineData(RandomStyle.Any, 60)]
    internal void No_degree_is_proved_that_scaling_contradicts(RandomStyle style, int oneProvedIn)
    {
        int proved = 0, nontrivial = 0, symbolic = 0;
        string[] wrong = ManyFormulas.Contradictions(ManyFormulas.Count, seed =>
        {
            RandomFormula random = RandomFormulas.Create(seed, style);
            List<string> found = [];
            foreach (bool[] scaled in new[] { Homogeneity.ParticleGroup(random.Formula), Homogeneity.WeightGroup(random.Formula) })
            {
                HomogeneityOutcome outcome = Homogeneity.Analyze(random.Formula, scaled);
                Assert.True(outcome.IsProved || outcome.Failure is not null, random.ToString());
                if (outcome.Degree is Degree degree)
                {
                    ManyFormulas.Add(ref proved, true);
                    ManyFormulas.Add(ref nontrivial, !degree.IsInvariant);
                    ManyFormulas.Add(ref symbolic, !degree.IsAny && !degree.IsNumber);
                    found.AddRange(Contradictions(random, degree, scaled).Take(1));
                }
            }

            return found;
        });
        Assert.True(wrong.Length == 0, wrong.Length + " contradictions: " + string.Join("\n", wrong.Take(5)));
        Assert.True(nontrivial >= ManyFormulas.Count / oneProvedIn && (symbolic > 0 || style != RandomStyle.Graded), $"{proved} proved, {nontrivial} of them of a degree other than 0, {symbolic} symbolic");
    }

    [Fact]
    public void No_true_claim_is_refuted_and_most_false_ones_are()
    {
        int falseClaims = 0;
        List<string> missed = [];
        foreach (RandomFormula random in RandomFormulas.Many(Seeds.First, 2000, RandomStyle.Graded))
        {
            bool[] scaled = Homogeneity.ParticleGroup(random.Formula);
            if (Homogeneity.Analyze(random.Formula, scaled).Degree is not Degree { IsNumber: true } degree)
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

    private static double At(Formula formula, Degree degree, Binding point) => degree.ToDouble(t => t.IsDimension
        ? point.Parameters[Array.FindIndex([.. formula.Parameters], p => p.Dimension.Symbol == t.Symbol)].Length
        : point.HyperParameters[Array.FindIndex([.. formula.HyperParameters], h => h.Name == t.Symbol)]);

    private static IEnumerable<string> Contradictions(RandomFormula random, Degree degree, bool[] scaled)
    {
        Interpreter interpreter = new(random.Formula.Nodes);
        Random draw = new(random.Seed);
        double[] factors = random.Formula.Nodes.Any(n => n.Op == Op.Select) ? ExactFactors : Factors;
        for (int i = 0; i < Points; i++)
        {
            Binding point = random.Draw(draw);
            double factor = factors[i % factors.Length];
            Jet at = interpreter.ValueWithCondition(random.Formula.Root, point);
            Binding far = new(point.Parameters.Select((v, p) => scaled[p] ? [.. v.Select(e => factor * e)] : v).ToArray(), point.HyperParameters);
            Jet value = interpreter.ValueWithCondition(random.Formula.Root, far);
            double power = Math.Pow(factor, At(random.Formula, degree, point));
            double tolerance = 1e-13 * (value.ValueCondition + (power * at.ValueCondition) + Math.Abs(value.Value)) + Tiny;
            double error = degree.IsAny ? Math.Abs(at.Value) : Math.Abs(value.Value - (power * at.Value));
            if (!double.IsNaN(error) && error > tolerance)
            {
                yield return $"degree {degree}, factor {factor}: {at.Value:R} became {value.Value:R}, {random}";
            }
        }
    }
}
