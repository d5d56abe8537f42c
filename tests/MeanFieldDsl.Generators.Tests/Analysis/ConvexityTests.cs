using MeanFieldDsl.Generators.Analysis;

namespace MeanFieldDsl.Generators.Tests.Analysis;

public sealed class ConvexityTests
{
    public static TheoryData<string> Names => [.. TextbookLosses.All().Select(l => l.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_textbook_loss_is_never_decided_wrongly(string name)
    {
        TextbookLoss loss = Assert.Single(TextbookLosses.All(), l => l.Name == name);
        Finding found = Convexity.OfLoss(loss.Formula);
        Assert.NotEqual(loss.IsConvex ? HypothesisStatus.Refuted : HypothesisStatus.Proved, found.Status);
    }

    [Fact]
    public void Nearly_all_textbook_losses_are_decided()
    {
        IReadOnlyList<TextbookLoss> all = TextbookLosses.All();
        string[] open = [.. all.Where(l => Convexity.OfLoss(l.Formula).Status == HypothesisStatus.Undecided).Select(l => l.Name + ": " + Convexity.OfLoss(l.Formula))];
        Assert.True(all.Count >= 40 && open.Length <= 0.05 * all.Count, $"{open.Length} of {all.Count} undecided: " + string.Join("\n", open));
    }
}
