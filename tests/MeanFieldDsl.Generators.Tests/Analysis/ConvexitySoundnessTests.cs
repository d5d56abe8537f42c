using System.Globalization;
using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Tests.Analysis;

/// <summary>Random losses: nothing that is proved of them may be contradicted by values or slopes, and nothing true refuted.</summary>
public sealed class ConvexitySoundnessTests
{
    [Fact]
    public void Nothing_is_proved_that_samples_contradict()
    {
        int convex = 0, byPieces = 0, refuted = 0, smooth = 0, growth = 0;
        int count = ManyFormulas.Fewer;
        string[] wrong = ManyFormulas.Contradictions(count, seed =>
        {
            List<string> wrong = [];
            Formula loss = RandomLosses.Create(seed);
            string text = "seed " + seed + ": " + FormulaPrinter.Print(loss);
            // The search for counterexamples costs most: every tenth.
            Finding found = seed % 10 == 0 ? Convexity.OfLoss(loss) : Convexity.Prove(loss, [.. loss.Parameters.Select(p => p.Role == ParameterRole.Prediction)]);
            ManyFormulas.Add(ref convex, found.IsProved);
            ManyFormulas.Add(ref byPieces, found.IsProved && found.Rule == "second derivative");
            ManyFormulas.Add(ref refuted, found.IsRefuted);
            if (found.IsProved && Samples.Bends(loss, seed) is string bend)
            {
                wrong.Add(found + " but " + bend + ", " + text);
            }

            SmoothnessFinding slope = Smoothness.ByPieces(loss, Convexity.Prediction(loss));
            ManyFormulas.Add(ref smooth, slope.Constant is > 0);
            if (slope.Finding.IsProved && slope.Constant is double constant && Samples.Steeper(loss, seed, constant) is string steep)
            {
                wrong.Add("Lipschitz constant " + constant + " but " + steep + ", " + text);
            }

            Finding bound = Growth.OfLoss(loss);
            ManyFormulas.Add(ref growth, bound.IsProved);
            if (bound.IsProved && bound.Reason.StartsWith("C1 = ", StringComparison.Ordinal) && !bound.Reason.Contains('½') && Samples.Outgrows(loss, seed, bound.Reason) is string outgrown)
            {
                wrong.Add(bound + " but " + outgrown + ", " + text);
            }

            return wrong;
        });

        Assert.True(wrong.Length == 0, wrong.Length + " contradictions: " + string.Join("\n", wrong.Take(5)));
        Assert.True(
            convex > count / 10 && byPieces > count / 100 && refuted > count / 100 && smooth > count / 50 && growth > count / 50,
            $"{convex} convex, {byPieces} of them by pieces, {refuted} refuted, {smooth} Lipschitz, {growth} growth");
    }

    [Fact]
    public void A_false_claim_about_samples_is_seen()
    {
        // The samples that hold proofs to account find what is wrong with false ones.
        TextbookLoss cauchy = TextbookLosses.All().Single(l => l.Name == "Cauchy"), square = TextbookLosses.All().Single(l => l.Name == "square");
        Assert.NotNull(Samples.Bends(cauchy.Formula, 1));
        Assert.NotNull(Samples.Steeper(square.Formula, 1, 0.99));
        Assert.NotNull(Samples.Outgrows(square.Formula, 1, "C1 = 0, C2 = 1"));
        Assert.Null(Samples.Bends(square.Formula, 1));
        Assert.Null(Samples.Steeper(square.Formula, 1, 1));
    }

    private static class Samples
    {
        public static string? Bends(Formula loss, int seed) => Contradiction(loss, seed, 24, (p, m, q) =>
            m.Value - ((p.Value + q.Value) / 2) > Error(p, m, q) ? $"the midpoint {m.Value:R} exceeds the chord of {p.Value:R} and {q.Value:R}" : null);

        public static string? Steeper(Formula loss, int seed, double constant) => Contradiction(loss, seed, 1000, (p, m, q) =>
        {
            double change = Math.Abs(q.Slope - p.Slope), distance = Math.Abs(q.At - p.At);
            return change > (constant * (1 + 1e-9) * distance) + (1e-12 * (p.SlopeCondition + q.SlopeCondition)) ? $"the slope changes by {change:R} over {distance:R}" : null;
        });

        public static string? Outgrows(Formula loss, int seed, string constants)
        {
            double[] c = [.. constants.Split(", as")[0].Split(", ").Select(part => double.Parse(part.Split(" = ")[1], CultureInfo.InvariantCulture))];
            return Contradiction(loss, seed, 24, (p, _, _) =>
                Math.Abs(p.Slope) > ((c[0] * p.Value) + c[1]) * (1 + 1e-5) + 1e-9 + (1e-12 * (p.SlopeCondition + p.ValueCondition)) ? $"the slope is {p.Slope:R} at the value {p.Value:R}" : null);
        }

        private static double Error(Sample p, Sample m, Sample q) =>
            1e-13 * (p.ValueCondition + m.ValueCondition + q.ValueCondition + Math.Abs(p.Value) + Math.Abs(q.Value));

        private static string? Contradiction(Formula loss, int seed, int pairs, Func<Sample, Sample, Sample, string?> contradicts)
        {
            Random random = new(seed);
            Interpreter interpreter = new(loss.Nodes);
            for (int i = 0; i < pairs; i++)
            {
                double[] hypers = [.. loss.HyperParameters.Select(h => h.Domain is { } d ? Inside(random, d) : random.NextDouble() - 0.5)];
                double target = loss.Parameters[1].Domain is { Labels.Count: > 0 } l ? l.Labels[random.Next(l.Labels.Count)] : (random.NextDouble() * 4) - 2;
                double scale = i % 3 == 0 ? 20 : i % 3 == 1 ? 4 : 0.5;
                double p = ((random.NextDouble() * 2) - 1) * scale, q = i % 4 == 0 ? p + 0.1 : ((random.NextDouble() * 2) - 1) * scale;
                Sample[] at = [.. new[] { p, (p + q) / 2, q }.Select(x =>
                {
                    Jet jet = interpreter.Derivative(loss.Root, new([[x], [target]], hypers), 0, 0);
                    Jet value = interpreter.ValueWithCondition(loss.Root, new([[x], [target]], hypers));
                    return new Sample(x, value.Value, jet.Slope, value.ValueCondition, jet.SlopeCondition);
                })];
                bool usable = at.All(s => double.IsFinite(s.Value) && double.IsFinite(s.Slope) && double.IsFinite(s.SlopeCondition) && double.IsFinite(s.ValueCondition));
                if (usable && contradicts(at[0], at[1], at[2]) is string found)
                {
                    return $"{found} between {p:R} and {q:R} with target {target:R} and ({string.Join(", ", hypers)})";
                }
            }

            return null;
        }

        private static double Inside(Random random, ValueDomain domain) =>
            double.IsInfinity(domain.Maximum) ? domain.Minimum + 0.05 + (2 * random.NextDouble()) : domain.Minimum + ((domain.Maximum - domain.Minimum) * random.NextDouble());

        private readonly record struct Sample(double At, double Value, double Slope, double ValueCondition, double SlopeCondition);
    }
}
