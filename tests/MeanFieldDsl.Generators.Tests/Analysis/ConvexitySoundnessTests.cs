using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Tests.Analysis;

/// <summary>Random losses: nothing that is proved of them may be contradicted by values or slopes, and nothing true refuted.</summary>
public sealed class ConvexitySoundnessTests
{
    private const int WantedPairs = 1_000_000;

    [Fact]
    public void Nothing_is_proved_that_samples_contradict()
    {
        int convex = 0, byPieces = 0, refuted = 0, smooth = 0, growth = 0, bends = 0;
        long pairs = 0;
        int count = ManyFormulas.Count;
        string[] wrong = ManyFormulas.Contradictions(count, seed =>
        {
            List<string> wrong = [];
            Formula loss = RandomLosses.Create(seed);
            LossSamples samples = new(loss, seed);
            void Contradict(string claim, string? contradiction)
            {
                if (contradiction is not null)
                {
                    wrong.Add($"{claim} but {contradiction}, seed {seed}: {FormulaPrinter.Print(loss)}");
                }
            }

            Finding found = Convexity.OfLoss(loss);
            ManyFormulas.Add(ref convex, found.IsProved);
            ManyFormulas.Add(ref byPieces, found.IsProved && found.Rule == "second derivative");
            ManyFormulas.Add(ref refuted, found.IsRefuted);
            if (found.IsProved)
            {
                Contradict(found.ToString(), samples.Bends());
                ManyFormulas.Add(ref bends, samples.Triples > 0);
            }
            else if (found.IsRefuted)
            {
                Contradict(found.ToString(), samples.Denies(found.Reason));
            }

            SmoothnessFinding slope = Smoothness.ByPieces(loss, Convexity.Prediction(loss));
            ManyFormulas.Add(ref smooth, slope.Constant is > 0);
            if (slope.Finding.IsProved && slope.Constant is double constant)
            {
                Contradict("Lipschitz constant " + constant, samples.Steeper(constant));
                _ = Interlocked.Add(ref pairs, samples.Pairs);
            }

            Finding bound = Growth.OfLoss(loss);
            ManyFormulas.Add(ref growth, bound.IsProved);
            if (bound.IsProved && bound.Reason.StartsWith("C1 = ", StringComparison.Ordinal) && !bound.Reason.Contains('½'))
            {
                Contradict(bound.ToString(), samples.Outgrows(bound.Reason));
            }

            return wrong;
        });

        string counts = $"{convex} convex, {byPieces} of them by pieces, {bends} of them sampled, {refuted} refuted, {smooth} Lipschitz, {pairs} pairs, {growth} growth";
        Assert.True(wrong.Length == 0, wrong.Length + " contradictions: " + string.Join("\n", wrong.Take(5)));
        Assert.True(convex > count / 10 && byPieces > count / 100 && bends > 0.95 * convex && refuted > count / 4 && smooth > count / 50 && growth > count / 50, counts);
        Assert.True(pairs >= WantedPairs || count < ManyFormulas.UsualCount, counts);
    }

    [Fact]
    public void An_exponent_of_many_digits_takes_no_longer()
    {
        // erf of an eighth power of decimals: its derivatives have e^(x^8 / 10^k) to powers of hundreds of millions.
        Formula loss = RandomLosses.Create(20_268_428);
        Assert.StartsWith("erf(", FormulaPrinter.Print(loss), StringComparison.Ordinal);
        Assert.False(Smoothness.ByPieces(loss, Convexity.Prediction(loss)).Finding.IsRefuted);
    }

    [Fact]
    public void A_false_claim_about_samples_is_seen()
    {
        // The samples that hold proofs to account find what is wrong with false ones.
        Formula cauchy = Textbook("Cauchy"), square = Textbook("square");
        Assert.NotNull(new LossSamples(cauchy, 1).Bends());
        Assert.NotNull(new LossSamples(square, 1).Steeper(0.99));
        Assert.NotNull(new LossSamples(square, 1).Outgrows("C1 = 0, C2 = 1"));
        Assert.Null(new LossSamples(square, 1).Bends());
        Assert.Null(new LossSamples(square, 1).Steeper(1));
    }

    [Fact]
    public void A_false_witness_is_seen()
    {
        Formula cauchy = Textbook("Cauchy"), square = Textbook("square");
        string witness = ConvexityWitness.Find(cauchy, [true, false])!.ToString();
        Assert.Null(new LossSamples(cauchy, 1).Denies(witness));
        Assert.NotNull(new LossSamples(square, 1).Denies(witness));
        Assert.NotNull(new LossSamples(cauchy, 1).Denies("between -0.5 and 0.5 the midpoint value 0 exceeds the chord -1 with target = 0"));
    }

    private static Formula Textbook(string name) => TextbookLosses.All().Single(l => l.Name == name).Formula;
}
