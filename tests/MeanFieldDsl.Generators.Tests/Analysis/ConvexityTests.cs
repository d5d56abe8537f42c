using System.Globalization;
using MeanFieldDsl.Generators.Analysis;
using MeanFieldDsl.Generators.Formulas;
using MeanFieldDsl.Generators.Tests.Formulas;

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

    [Theory]
    [MemberData(nameof(Names))]
    public void The_Lipschitz_constant_of_a_textbook_loss_is_the_least_one(string name)
    {
        TextbookLoss loss = Assert.Single(TextbookLosses.All(), l => l.Name == name);
        SmoothnessFinding found = Smoothness.OfLoss(loss.Formula);
        if (found.Finding.IsProved && found.Constant is double constant && !double.IsNaN(loss.Lipschitz))
        {
            Assert.InRange(constant, loss.Lipschitz * (1 - 1e-9), loss.Lipschitz * 1.01);
        }

        Assert.False(found.Finding.IsProved && double.IsPositiveInfinity(loss.Lipschitz), found.ToString());
        Assert.False(found.Finding.IsRefuted && !double.IsPositiveInfinity(loss.Lipschitz), found.ToString());
    }

    [Fact]
    public void Most_Lipschitz_constants_are_decided()
    {
        IReadOnlyList<TextbookLoss> all = TextbookLosses.All();
        string[] open = [.. all.Where(l => Smoothness.OfLoss(l.Formula).Finding.Status == HypothesisStatus.Undecided).Select(l => l.Name + ": " + Smoothness.OfLoss(l.Formula).Finding.Reason)];
        Assert.True(open.Length <= all.Count / 4, $"{open.Length} of {all.Count} undecided: " + string.Join("\n", open));
    }

    [Fact]
    public void A_second_derivative_with_a_least_bound_gives_a_number()
    {
        string[] without = [.. TextbookLosses.All()
            .Where(l => double.IsFinite(l.Lipschitz) && Smoothness.OfLoss(l.Formula).Constant is null)
            .Select(l => l.Name)];
        Assert.Equal(["squared ε-insensitive", "probit"], without);
    }

    [Fact]
    public void A_modulus_that_is_constant_is_a_number()
    {
        // The least second derivative of 1 − e^−w² is −4 e^−3/2 = −0.8925….
        Sketch s = new();
        Term w = s.Weight("w");
        string modulus = Regularity.OfRegularizer(s.Build(1 - s.Apply(Op.Exp, -(w * w)))).Modulus;
        Assert.InRange(double.Parse(modulus, CultureInfo.InvariantCulture), 4 * Math.Exp(-1.5), 0.8945);
    }
}
