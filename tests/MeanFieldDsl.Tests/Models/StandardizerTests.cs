namespace MeanFieldDsl.Tests;

public class StandardizerTests
{
    [Fact]
    public void Columns_get_mean_0_and_deviation_1_and_a_constant_column_becomes_0()
    {
        DataSet set = DataSet.From([[1, 0.1], [2, 0.1], [6, 0.1]], [1, 2, 3]).WithInputNames("x", "c");
        Standardizer standardizer = Standardizer.Fit(set);
        Assert.Equal([3, 0.1], standardizer.Means.ToArray());
        Assert.Equal(Math.Sqrt(14.0 / 3), standardizer.Scales[0], 15);
        Assert.Equal(1, standardizer.Scales[1]);

        DataSet standard = standardizer.Apply(set);
        Assert.Equal(0, standard.Row(0)[1]);
        Assert.Equal(-2 / Math.Sqrt(14.0 / 3), standard.Row(0)[0], 15);
        Assert.Equal([1, 2, 3], standard.Targets.ToArray());
        Assert.Equal(["x", "c"], standard.InputNames!);
        Assert.Equal(1, set.Row(0)[0]);
    }

    [Fact]
    public void A_standardizer_applies_the_numbers_it_was_fitted_with()
    {
        Standardizer standardizer = Standardizer.Fit(DataSet.From([0, 2], [0, 0]));
        Assert.Equal([9], standardizer.Apply(DataSet.FromInputs([10])).Inputs.ToArray());
    }

    [Theory]
    [InlineData(1e308)]
    [InlineData(1e-308)]
    [InlineData(1)]
    public void The_scale_of_the_numbers_does_not_matter(double unit)
    {
        DataSet set = DataSet.From([1.7 * unit, -1.7 * unit, -1.7 * unit], [0, 0, 0]);
        double[] standard = Standardizer.Fit(set).Apply(set).Inputs.ToArray();
        Assert.Equal(Math.Sqrt(2), standard[0], 13);
        Assert.Equal(-Math.Sqrt(0.5), standard[1], 13);
    }

    [Fact]
    public void The_smallest_numbers_do_not_divide_by_zero()
    {
        DataSet set = DataSet.From([0, double.Epsilon], [0, 0]);
        Assert.All(Standardizer.Fit(set).Apply(set).Inputs.ToArray(), x => Assert.True(double.IsFinite(x)));
    }

    [Fact]
    public void Another_number_of_columns_is_refused()
    {
        Standardizer standardizer = Standardizer.Fit(DataSet.From([0, 2], [0, 0]));
        DataException e = Assert.Throws<DataException>(() => standardizer.Apply(DataSet.FromInputs([1, 2], 2)));
        Assert.Equal(DataError.ShapeMismatch, e.Kind);
    }
}
