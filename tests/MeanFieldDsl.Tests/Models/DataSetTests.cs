namespace MeanFieldDsl.Tests;

public class DataSetTests
{
    private static readonly double[,] Matrix = { { 1, 2 }, { 3, 4 }, { 5, 6 } };

    [Fact]
    public void Every_factory_gives_the_same_rows()
    {
        DataSet[] sets =
        [
            DataSet.From(Matrix, [7, 8, 9]),
            DataSet.From([[1, 2], [3, 4], [5, 6]], [7, 8, 9]),
            DataSet.From([1, 2, 3, 4, 5, 6], 2, [7, 8, 9]),
        ];
        foreach (DataSet set in sets)
        {
            Assert.Equal((3, 2), (set.RowCount, set.InputCount));
            Assert.Equal([1, 2, 3, 4, 5, 6], set.Inputs.ToArray());
            Assert.Equal([3, 4], set.Row(1).ToArray());
            Assert.Equal([7, 8, 9], set.Targets.ToArray());
            Assert.Null(set.InputNames);
        }

        DataSet scalar = DataSet.From([1, 2], [3, 4]);
        Assert.Equal((2, 1), (scalar.RowCount, scalar.InputCount));
        Assert.Equal("3 rows, 2 inputs", sets[0].ToString());
    }

    [Fact]
    public void A_set_keeps_copies_of_what_it_was_given()
    {
        double[] inputs = [1, 2];
        double[] targets = [3, 4];
        DataSet set = DataSet.From(inputs, targets);
        inputs[0] = targets[0] = 99;
        Assert.Equal([1, 2], set.Inputs.ToArray());
        Assert.Equal([3, 4], set.Targets.ToArray());
    }

    [Fact]
    public void A_set_for_prediction_has_no_targets_and_says_so()
    {
        DataSet[] sets =
        [
            DataSet.FromInputs(Matrix),
            DataSet.FromInputs([[1, 2], [3, 4], [5, 6]]),
            DataSet.FromInputs([1, 2, 3, 4, 5, 6], 2),
        ];
        foreach (DataSet set in sets)
        {
            Assert.False(set.HasTargets);
            Assert.Equal([5, 6], set.Row(2).ToArray());
            Assert.Equal(DataError.MissingTargets, Assert.Throws<DataException>(() => set.Targets.Length).Kind);
            Assert.Equal(DataError.MissingTargets, Assert.Throws<DataException>(() => set.MapTargets(y => y)).Kind);
        }

        Assert.Equal(1, DataSet.FromInputs([1, 2, 3]).InputCount);
        Assert.False(sets[0].Rows(2, 0).HasTargets);
    }

    [Fact]
    public void A_value_that_is_not_finite_is_named_with_its_place()
    {
        DataException inInputs = Assert.Throws<DataException>(() => DataSet.From([1, 2, 3, double.NaN], 2, [1, 2]));
        Assert.Equal((DataError.NotFinite, 1L, 1), (inInputs.Kind, inInputs.Row!.Value, inInputs.Column!.Value));
        Assert.Contains("Input NaN is not finite at row 2, column 2 (counted from 1)", inInputs.Message, StringComparison.Ordinal);

        DataException inTargets = Assert.Throws<DataException>(() => DataSet.From([1, 2], [0, double.NegativeInfinity]));
        Assert.Equal((DataError.NotFinite, 1L, null), (inTargets.Kind, inTargets.Row!.Value, inTargets.Column));
        Assert.Contains("Target -Infinity", inTargets.Message, StringComparison.Ordinal);
        Assert.Null(inTargets.FilePath);
    }

    [Fact]
    public void Lengths_that_do_not_fit_are_refused()
    {
        AssertFails(DataError.ShapeMismatch, () => DataSet.From(Matrix, [1, 2]));
        AssertFails(DataError.ShapeMismatch, () => DataSet.From([1, 2, 3], 2, [1]));
        AssertFails(DataError.ShapeMismatch, () => DataSet.From([1, 2, 3], [1]));
        AssertFails(DataError.ShapeMismatch, () => DataSet.From([[1, 2], [3]], [1, 2]));
        AssertFails(DataError.ShapeMismatch, () => DataSet.From([[1, 2], null!], [1, 2]));
        AssertFails(DataError.ShapeMismatch, () => DataSet.From(new double[][] { null!, null! }, [1, 2]));
        AssertFails(DataError.Empty, () => DataSet.From(new double[0, 2], []));
        AssertFails(DataError.Empty, () => DataSet.From(new double[2, 0], [1, 2]));
        AssertFails(DataError.Empty, () => DataSet.From(Array.Empty<double[]>(), []));
        AssertFails(DataError.Empty, () => DataSet.From([[], []], [1, 2]));
        AssertFails(DataError.Empty, () => DataSet.From(Array.Empty<double>(), []));
        AssertFails(DataError.Empty, () => DataSet.From([1], 0, [1]));
        AssertFails(DataError.Empty, () => DataSet.From([1], -3, [1]));
        _ = Assert.Throws<ArgumentNullException>(() => DataSet.From((double[,])null!, [1]));
        _ = Assert.Throws<ArgumentNullException>(() => DataSet.From((double[][])null!, [1]));
    }

    [Fact]
    public void Rows_are_chosen_in_the_order_given()
    {
        DataSet set = DataSet.From(Matrix, [7, 8, 9]).WithInputNames("a", "b").Rows(2, 0, 2);
        Assert.Equal([5, 6, 1, 2, 5, 6], set.Inputs.ToArray());
        Assert.Equal([9, 7, 9], set.Targets.ToArray());
        Assert.Equal(["a", "b"], set.InputNames!);
        AssertFails(DataError.Empty, () => set.Rows());
        Assert.Contains("Row 3 does not exist", Assert.Throws<ArgumentOutOfRangeException>(() => set.Rows(3)).Message, StringComparison.Ordinal);
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => set.Row(-1).Length);
    }

    [Fact]
    public void Targets_are_mapped_and_a_map_that_leaves_the_numbers_is_refused()
    {
        DataSet set = DataSet.From([1, 2], [0, 1]);
        DataSet signed = set.MapTargets(y => (2 * y) - 1);
        Assert.Equal([-1, 1], signed.Targets.ToArray());
        Assert.Equal([0, 1], set.Targets.ToArray());
        DataException e = Assert.Throws<DataException>(() => set.MapTargets(Math.Log));
        Assert.Equal((DataError.NotFinite, 0L), (e.Kind, e.Row!.Value));
    }

    [Fact]
    public void Names_must_be_one_for_each_input()
    {
        DataSet set = DataSet.From(Matrix, [1, 2, 3]);
        AssertFails(DataError.ShapeMismatch, () => set.WithInputNames("a"));
        string[] names = ["a", "b"];
        DataSet named = set.WithInputNames(names);
        names[0] = "z";
        Assert.Equal(["a", "b"], named.InputNames!);
    }

    [Theory]
    [InlineData(10, 0.8, 8)]
    [InlineData(569, 0.75, 427)]
    [InlineData(2, 0.999, 1)]
    [InlineData(2, 1e-9, 1)]
    public void A_split_is_a_partition_of_the_rows(int rows, double fraction, int expected)
    {
        double[] values = [.. Enumerable.Range(0, rows).Select(k => (double)k)];
        DataSet set = DataSet.From(values, values);
        (DataSet train, DataSet test) = set.Split(fraction, seed: 7);
        Assert.Equal((expected, rows - expected), (train.RowCount, test.RowCount));
        Assert.Equal(values, train.Targets.ToArray().Concat(test.Targets.ToArray()).Order());
        Assert.Equal(train.Inputs.ToArray(), train.Targets.ToArray());
        Assert.Equal(train.Inputs.ToArray(), set.Split(fraction, seed: 7).Train.Inputs.ToArray());
    }

    [Fact]
    public void A_split_depends_on_the_seed_and_stays_the_same_between_releases()
    {
        double[] values = [.. Enumerable.Range(0, 8).Select(k => (double)k)];
        DataSet set = DataSet.From(values, values);
        Assert.NotEqual(set.Split(0.5, 1).Train.Inputs.ToArray(), set.Split(0.5, 2).Train.Inputs.ToArray());
        Assert.Equal(SplitOfSeed1, set.Split(0.5, 1).Train.Inputs.ToArray());
    }

    [Fact]
    public void A_split_needs_a_fraction_and_two_rows()
    {
        DataSet set = DataSet.From([1, 2], [1, 2]);
        foreach (double fraction in new[] { 0, 1, -1, 2, double.NaN, double.PositiveInfinity })
        {
            _ = Assert.Throws<ArgumentOutOfRangeException>(() => set.Split(fraction, 1));
        }

        AssertFails(DataError.Empty, () => set.Rows(0).Split(0.5, 1));
    }

    // From an independent implementation of the cipher and the shuffle.
    private static readonly double[] SplitOfSeed1 = [7, 3, 1, 6];

    private static void AssertFails(DataError kind, Func<object> action) =>
        Assert.Equal(kind, Assert.Throws<DataException>(action).Kind);
}
