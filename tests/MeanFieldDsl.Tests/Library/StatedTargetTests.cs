using MeanFieldDsl.Library;
using LogisticLoss = MeanFieldDsl.Library.LogisticLoss;
using ReluNeuron = MeanFieldDsl.Library.ReluNeuron;

namespace MeanFieldDsl.Tests.Library;

[MeanFieldModel<ReluNeuron, LogisticLoss>]
public sealed partial class ClassifierOfStatedLabels;

[MeanFieldModel<ReluNeuron, PoissonLoss>]
public sealed partial class CountModel;

[Loss]
public sealed partial class ShareLoss
{
    [Formula]
    public static double Value(double prediction, [Domain(0, 1, MinimumExcluded = true)] double target) => Ops.Softplus(prediction) - (target * prediction);
}

[MeanFieldModel<ReluNeuron, ShareLoss>]
public sealed partial class ShareModel;

// What was proved about a loss was proved for the targets it states, so no other may come in.
public sealed class StatedTargetTests
{
    [Theory]
    [InlineData(2.0)]
    [InlineData(-1.0000000000000002)]
    [InlineData(0.5)]
    public void A_label_that_is_not_stated_is_refused(double label)
    {
        DataException refused = Assert.Throws<DataException>(() =>
            new ClassifierOfStatedLabels(new ReluNeuron(), new LogisticLoss()).On(DataSet.From([[1.0], [2.0], [3.0]], [1, -1, label])));
        Assert.Equal((DataError.LabelOutsideDomain, (long?)2), (refused.Kind, refused.Row));
        Assert.Contains("which are −1, 1", refused.Message);
    }

    [Fact]
    public void The_stated_labels_are_taken() =>
        Assert.NotNull(new ClassifierOfStatedLabels(new ReluNeuron(), new LogisticLoss()).On(DataSet.From([[1.0], [2.0]], [1, -1])));

    [Theory]
    [InlineData(0.0, true)]
    [InlineData(1e9, true)]
    [InlineData(-1e-300, false)]
    public void A_domain_is_kept(double target, bool accepted) =>
        AssertAccepts(accepted, "which are the numbers from 0 to ∞", () => new CountModel(new ReluNeuron(), new PoissonLoss()).On(DataSet.From([[1.0]], [target])));

    [Theory]
    [InlineData(0.0, false)]
    [InlineData(double.Epsilon, true)]
    [InlineData(1.0, true)]
    public void An_excluded_end_is_kept(double target, bool accepted) =>
        AssertAccepts(accepted, "which are the numbers from 0 (excluded) to 1", () => new ShareModel(new ReluNeuron(), new ShareLoss()).On(DataSet.From([[1.0]], [target])));

    private static void AssertAccepts(bool accepted, string words, Func<object> create)
    {
        if (accepted)
        {
            Assert.NotNull(create());
            return;
        }

        DataException refused = Assert.Throws<DataException>(create);
        Assert.Equal(DataError.LabelOutsideDomain, refused.Kind);
        Assert.Contains(words, refused.Message);
    }
}
