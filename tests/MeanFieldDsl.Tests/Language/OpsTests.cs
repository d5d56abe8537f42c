using static MeanFieldDsl.Ops;

namespace MeanFieldDsl.Tests.Language;

public sealed class OpsTests
{
    private static readonly double[] A = [1, -2, 3];
    private static readonly double[] B = [4, 5, -6];
    private static readonly double[] C = [0.5, 2, 1];
    private static readonly double[] Short = [1, 2];
    private static readonly double[] Empty = [];

    [Fact]
    public void Vectors_reduce()
    {
        Assert.Equal(-24, Dot(A, B));
        Assert.Equal(14, SquaredNorm(A));
        Assert.Equal(Math.Sqrt(14), Norm(A));
        Assert.Equal(2, Sum(A));
        Assert.Equal(-6, Prod(A));
        Assert.Equal(3, Max(A));
        Assert.Equal(0, Dot(Empty, Empty));
        Assert.Equal(0, Norm(Empty));
    }

    [Fact]
    public void Terms_reduce_over_one_two_and_three_vectors()
    {
        Assert.Equal(6, Sum(A, Math.Abs));
        Assert.Equal(-24, Sum(A, B, (a, b) => a * b));
        Assert.Equal(2 - 20 - 18, Sum(A, B, C, (a, b, c) => a * b * c));
        Assert.Equal(6, Prod(A, Math.Abs));
        Assert.Equal(5 * 3 * -3, Prod(A, B, (a, b) => a + b));
        Assert.Equal(5.5 * 5 * -2, Prod(A, B, C, (a, b, c) => a + b + c));
        Assert.Equal(9, Max(A, a => a * a));
        Assert.Equal(5, Max(A, B, (a, b) => a + b));
        Assert.Equal(5.5, Max(A, B, C, (a, b, c) => a + b + c));
        Assert.True(double.IsNaN(Max(A, a => a < 0 ? double.NaN : a)));
    }

    [Fact]
    public void Ranges_include_both_ends()
    {
        Assert.Equal(55, Sum(1, 10, k => k));
        Assert.Equal(120, Prod(1, 5, k => k));
        Assert.Equal(4, Max(-2, 1, k => k * k));
        Assert.Equal(2.0 * int.MaxValue - 1, Sum(int.MaxValue - 1, int.MaxValue, k => k));
    }

    [Fact]
    public void Empty_reductions_are_the_neutral_elements()
    {
        Assert.Equal(0, Sum(1, 0, k => k));
        Assert.Equal(1, Prod(1, 0, k => k));
        Assert.Equal(0, Sum(Empty));
        Assert.Equal(1, Prod(Empty));
        Assert.Equal(0, Sum(Empty, x => x));
        Assert.Equal(1, Prod(Empty, Empty, (x, y) => x));
    }

    [Fact]
    public void The_maximum_over_nothing_is_an_error_that_names_the_range()
    {
        Assert.Contains("3 to 1", Assert.Throws<ArgumentException>(() => Max(3, 1, k => k)).Message, StringComparison.Ordinal);
        Assert.Contains("length 0", Assert.Throws<ArgumentException>(() => Max(Empty)).Message, StringComparison.Ordinal);
        Assert.Contains("length 0", Assert.Throws<ArgumentException>(() => Max(Empty, x => x)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_length_mismatch_is_an_error_that_names_the_lengths()
    {
        AssertNames(() => Dot(A, Short), "3 and 2");
        AssertNames(() => Sum(A, Short, (a, b) => a), "3 and 2");
        AssertNames(() => Prod(Short, A, (a, b) => a), "2 and 3");
        AssertNames(() => Max(A, B, Short, (a, b, c) => a), "3, 3 and 2");
    }

    [Fact]
    public void Simple_functions_have_their_values()
    {
        Assert.Equal(9, Sq(-3));
        Assert.Equal(0, Relu(-3));
        Assert.Equal(3, Relu(3));
        Assert.Equal(-0.03, LeakyRelu(-3));
        Assert.Equal(-0.6, LeakyRelu(-3, 0.2), 15);
        Assert.True(double.IsNaN(Relu(double.NaN)) && double.IsNaN(LeakyRelu(double.NaN)));
    }

    [Fact]
    public void A_vector_views_what_it_was_made_from()
    {
        double[] data = [1, 2, 3];
        Vec view = data;
        data[1] = 7;
        Assert.Equal(7, view[1]);
        Assert.Equal(3, view.Length);
        Assert.Equal(data, view.AsSpan().ToArray());
        Vec part = data.AsSpan(1);
        Vec readOnly = (ReadOnlySpan<double>)data;
        Assert.Equal(2, part.Length);
        Assert.Equal(3, readOnly.Length);
        Assert.Throws<IndexOutOfRangeException>(() => new Vec(data)[3]);
        Assert.Equal(0, ((Vec)(double[]?)null).Length);
    }

    [Fact]
    public void The_declarations_of_the_introduction_can_be_called()
    {
        Assert.Equal(2 * 0.5, ReluNeuron.Phi(2, Short, -4.5, Short));
        Assert.Equal(Sigmoid(5), SigmoidNeuron.Phi(1, Short, 0, Short));
        Assert.Equal(3, new DirichletSpike { CutOff = 2 }.Phi(3, Short, Short), 12);
        Assert.Equal(-2 * 4 * 1, RankOneTensor.Phi(A, B, C, 1, 0, 2));
        Assert.Equal(Math.Log(2), LogisticLoss.Value(0, 1), 15);
        Assert.Equal(0.6, new TotalVariation { Lambda = 0.2 }.Value(-3), 15);
        Assert.Equal(1.4, new SquaredL2 { Lambda = 0.2 }.Value(A), 15);
    }

    private static void AssertNames(Func<double> call, string lengths)
        => Assert.Contains(lengths, Assert.Throws<ArgumentException>(() => call()).Message, StringComparison.Ordinal);
}
