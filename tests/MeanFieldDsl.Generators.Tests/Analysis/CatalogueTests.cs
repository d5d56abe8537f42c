using MeanFieldDsl.Generators.Analysis;

namespace MeanFieldDsl.Generators.Tests.Analysis;

public sealed class CatalogueTests
{
    public static TheoryData<string> Families => [.. Catalogue.Answers.Select(a => a.Family).Distinct()];

    [Fact]
    public void The_catalogues_are_large_and_name_each_entry_once()
    {
        string[] features = [.. TextbookFeatures.All.Select(f => f.Name)], losses = [.. TextbookLosses.All().Select(l => l.Name)], regularizers = [.. TextbookRegularizers.All.Select(r => r.Name)];
        Assert.True(features.Length >= 150 && losses.Length >= 40 && regularizers.Length >= 25, $"{features.Length}, {losses.Length}, {regularizers.Length}");
        Assert.All([features, losses, regularizers], names => Assert.Equal(names.Distinct(), names));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void What_is_decided_is_right_and_nearly_everything_is_decided(string family)
    {
        CatalogueAnswer[] answers = [.. Catalogue.Answers.Where(a => a.Family == family)];
        Assert.Empty(answers.Where(a => !a.IsRight).Select(a => a.Name + ": " + a.Answer));
        string[] open = [.. answers.Where(a => a.Status == HypothesisStatus.Undecided).Select(a => a.Name + ": " + a.Answer)];
        Assert.True(open.Length <= 0.05 * answers.Length, $"{open.Length} of {answers.Length} undecided:\n" + string.Join("\n", open));
    }
}
