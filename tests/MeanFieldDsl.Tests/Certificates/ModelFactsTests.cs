using MeanFieldDsl.Tests.Kernels.Ridge;
using TwoLayerRelu = MeanFieldDsl.Tests.Language.TwoLayerRelu;

namespace MeanFieldDsl.Tests.Certificates;

// What the compiler found out travels as one text; here it is typed data again.
public sealed class ModelFactsTests
{
    [Fact]
    public void Hypotheses_are_read_into_the_ledger_and_the_theorems_that_name_them()
    {
        ModelFacts facts = new("h\tV\tconvex\tProved\ta norm\nh\trun\tconverges\tNotCheckable\tinfinite time\nl\t1,0\nt\tLazyTraining\tIt stays.\tA paper\t0\nm\t# M\nc\t## Cost\nx\t\\begin{align*}");
        Assert.Equal([new("run", "converges", AssumptionStatus.NotCheckable, "infinite time"), new Assumption("V", "convex", AssumptionStatus.Proved, "a norm")], facts.Assumptions);
        TheoremCard card = Assert.Single(facts.Theorems);
        Assert.Equal((Theorem.LazyTraining, "It stays.", "A paper", TheoremStanding.Applies), (card.Theorem, card.Conclusion, card.Source, card.Standing));
        Assert.Equal(facts.Assumptions[1], Assert.Single(card.Hypotheses));
        Assert.StartsWith("# M\n\n## Hypotheses\n\n| status |", facts.Card.Markdown, StringComparison.Ordinal);
        Assert.Contains("| Proved | V | convex | a norm |\n\n## Cost\n", facts.Card.Markdown, StringComparison.Ordinal);
        Assert.Equal("\\begin{align*}\n\\begin{description}\n\\item[NotCheckable] run: converges.\n\\item[Proved] V: convex.\n\\end{description}\n", facts.Card.Latex);
    }

    [Fact]
    public void A_line_that_means_nothing_is_not_passed_over() =>
        Assert.Contains("'q'", Assert.Throws<FormatException>(() => new ModelFacts("l\t\nq\t1").Card).Message, StringComparison.Ordinal);

    [Fact]
    public void The_cost_of_a_quadratic_loss_is_compared_with_its_kernel_form_and_the_precision_is_said()
    {
        Assert.DoesNotContain("kernel form", TwoLayerRelu.Card.Markdown, StringComparison.Ordinal);
        Assert.Contains("- the kernel form ½ (1/m²) Σ_ij K(θ_i, θ_j) of a quadratic loss", ReluRidge.Card.Markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("in single precision", ReluRidge.Card.Markdown, StringComparison.Ordinal);
        Assert.Contains("- features are computed in single precision", ReluSingle.Card.Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_model_has_its_theorems_and_its_card()
    {
        Assert.Equal(Enum.GetValues<Theorem>().Order(), TwoLayerRelu.Theorems.Select(t => t.Theorem).Order());
        Assert.All(TwoLayerRelu.Theorems, t => Assert.NotEmpty(t.Hypotheses));
        Assert.Contains(TwoLayerRelu.Assumptions, a => a is { Statement: "positively 2-homogeneous in (a, w, b)", Status: AssumptionStatus.Proved });
        Assert.All(TwoLayerRelu.Theorems, t => Assert.Contains(t.Source, TwoLayerRelu.Card.Markdown, StringComparison.Ordinal));
        Assert.All(["## Flow", "## Homogeneity", "## Hypotheses", "## Cost"], h => Assert.Contains(h, TwoLayerRelu.Card.Markdown, StringComparison.Ordinal));
    }
}
