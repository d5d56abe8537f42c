using System.Globalization;
using MeanFieldDsl.Kernels;
using MeanFieldDsl.Library;
using Xunit.Abstractions;

namespace MeanFieldDsl.Tests.Proximal;

/// <summary>What conjugates must satisfy, whatever the formula.</summary>
public class ConjugateTests(ITestOutputHelper output)
{
    /// <summary>A loss's generated code with the predictions and targets it is tried at.</summary>
    internal sealed record Case(string Name, Func<double, double, double> Value, Func<double, double, double> Slope, Func<double, double, double> Conjugate, bool Has, double[] Targets, bool IsPositive = false)
    {
        public static Case Of<T>(string name, T kernel, double[] targets, bool isPositive = false)
            where T : struct, ILossKernel => new(
                name,
                (f, y) => Lanes1.Sum(kernel.Value(Lanes1.Broadcast(f), Lanes1.Broadcast(y))),
                (f, y) => Lanes1.Sum(kernel.Derivative(Lanes1.Broadcast(f), Lanes1.Broadcast(y))),
                kernel.Conjugate,
                kernel.HasConjugate,
                targets,
                isPositive);
    }

    private static readonly double[] Labels = [-1, 1];
    private static readonly double[] Reals = [-2.5, -1, 0, 0.3, 1, 40];

    private static readonly Case[] All =
    [
        Case.Of("square", new SquareLoss.Kernel(new SquareLoss()), Reals),
        Case.Of("logistic", new LogisticLoss.Kernel(new LogisticLoss()), Labels),
        Case.Of("Huber", new HuberLoss.Kernel(new HuberLoss { Delta = 0.8 }), Reals),
        Case.Of("hinge", new HingeLoss.Kernel(new HingeLoss()), Labels),
        Case.Of("squared hinge", new SquaredHingeLoss.Kernel(new SquaredHingeLoss()), Labels),
        Case.Of("log-cosh", new LogCoshLoss.Kernel(new LogCoshLoss()), Reals),
        Case.Of("quantile", new QuantileLoss.Kernel(new QuantileLoss { Level = 0.3 }), Reals),
        Case.Of("Poisson", new PoissonLoss.Kernel(new PoissonLoss()), [0, 1, 2, 7]),
        Case.Of("exponential", new ExponentialLoss.Kernel(new ExponentialLoss()), Labels),
        Case.Of("log cosh written out", new DirectLogCosh.Kernel(new DirectLogCosh()), Reals),
        Case.Of("logistic written out", new WrittenOutLogistic.Kernel(new WrittenOutLogistic()), [-1, 1, 0, 0.5]),
        Case.Of("Poisson in the rate", new PoissonRate.Kernel(new PoissonRate()), [-1, 0, 2], isPositive: true),
        Case.Of("Huber written otherwise", new TukeyWrittenHuber.Kernel(new TukeyWrittenHuber()), Reals),
        Case.Of("two squares", new TwoSquares.Kernel(new TwoSquares()), Reals),
    ];

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, All.Length)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Fenchel_and_Youngs_inequality_holds_and_is_an_equality_at_the_derivative(int index)
    {
        Case loss = All[index];
        Assert.True(loss.Has, loss.Name);
        Random random = new(7 + index);
        double worst = 0;
        for (int trial = 0; trial < 20_000; trial++)
        {
            double y = loss.Targets[trial % loss.Targets.Length];
            double f = Prediction(random, loss), q = 3 * (random.NextDouble() - 0.5);
            double value = loss.Value(f, y), p = loss.Slope(f, y), conjugate = loss.Conjugate(p, y);
            double scale = 1 + Math.Abs(value) + Math.Abs(p * f) + Math.Abs(p * y) + Math.Abs(y);
            double gap = (value + conjugate - (p * f)) / scale;
            worst = Math.Max(worst, Math.Abs(gap));
            Assert.True(Math.Abs(gap) <= 1e-12, Text($"{loss.Name}: f = {f}, y = {y}, p = {p}, ℓ = {value}, ℓ* = {conjugate}, gap {gap}, seed {7 + index}"));
            Assert.True(value + loss.Conjugate(q, y) >= (q * f) - (1e-12 * scale), Text($"{loss.Name}: f = {f}, y = {y}, p = {q}"));
        }

        output.WriteLine(Text($"{loss.Name}: largest relative gap at p = ℓ'(f) {worst:G3}"));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_conjugate_is_attained_and_its_own_conjugate_is_the_loss(int index)
    {
        Case loss = All[index];
        Random random = new(70 + index);
        for (int trial = 0; trial < 40; trial++)
        {
            double y = loss.Targets[trial % loss.Targets.Length], f = Prediction(random, loss);

            // The best lower bound by slopes near ℓ'(f), found without using ℓ'.
            double best = double.NegativeInfinity;
            for (int i = -2000; i <= 2000; i++)
            {
                double p = 0.005 * i;
                best = Math.Max(best, (p * f) - loss.Conjugate(p, y));
            }

            double value = loss.Value(f, y), slope = loss.Slope(f, y);
            Assert.True(best <= value + (1e-12 * (1 + Math.Abs(value) + Math.Abs(10 * f) + (10 * Math.Abs(y)))), Text($"{loss.Name}: {best} > {value} at f = {f}, y = {y}"));
            if (Math.Abs(slope) < 9)
            {
                // p moves by at most half a step of the grid; the loss of height is second order inside the domain,
                // first order at its ends.
                Assert.True(best >= value - (0.0051 * (1 + Math.Abs(f) + Math.Abs(y))), Text($"{loss.Name}: {best} < {value} at f = {f}, y = {y}"));
            }
        }
    }

    [Fact]
    public void The_domains_end_where_the_slopes_of_the_loss_end()
    {
        Ends("logistic", 1, -1, 0, 0, 0);
        Ends("logistic", -1, 0, 1, 0, 0);
        Ends("hinge", 1, -1, 0, -1, 0);
        Ends("hinge", -1, 0, 1, 0, -1);
        Ends("Huber", 0, -0.8, 0.8, 0.32, 0.32);
        Ends("quantile", 0, -0.3, 0.7, 0, 0);
        Ends("quantile", 1, -0.3, 0.7, -0.3, 0.7);
        Ends("squared hinge", 1, double.NegativeInfinity, 0, 0, 0);
        Ends("Poisson", 2, -2, double.PositiveInfinity, 0, 0);
        Ends("exponential", 1, double.NegativeInfinity, 0, 0, 0);
        Ends("log-cosh", 0, -1, 1, Math.Log(2), Math.Log(2));
        Ends("log cosh written out", 0, -1.75, 2.25, 2 * Math.Log(2), 2 * Math.Log(2));
        Assert.Equal(double.PositiveInfinity, Find("Poisson in the rate").Conjugate(1, 0));
        Assert.True(double.IsFinite(Find("Poisson in the rate").Conjugate(Math.BitDecrement(1), 0)));

        static void Ends(string name, double y, double low, double high, double atLow, double atHigh)
        {
            Case loss = Find(name);
            if (double.IsFinite(low))
            {
                Assert.Equal(atLow, loss.Conjugate(low, y), 1e-15);
                Assert.Equal(double.PositiveInfinity, loss.Conjugate(low - 1e-9, y));
            }

            if (double.IsFinite(high))
            {
                Assert.Equal(atHigh, loss.Conjugate(high, y), 1e-15);
                Assert.Equal(double.PositiveInfinity, loss.Conjugate(high + 1e-9, y));
            }
        }

        static Case Find(string name) => All.Single(c => c.Name == name);
    }

    [Fact]
    public void A_label_that_silences_the_loss_leaves_one_slope()
    {
        LogisticLoss.Kernel logistic = new(new LogisticLoss());
        Assert.Equal(-Math.Log(2), logistic.Conjugate(0, 0), 1e-15);
        Assert.Equal(double.PositiveInfinity, logistic.Conjugate(0.1, 0));
    }

    [Fact]
    public void What_has_no_closed_form_or_is_not_convex_has_no_conjugate()
    {
        Assert.False(new WrongHuber.Kernel(new WrongHuber()).HasConjugate);
        Assert.False(new AbsoluteWithRidge.Kernel(new AbsoluteWithRidge()).HasConjugate);
        Assert.False(new SigmoidLoss.Kernel(new SigmoidLoss()).HasConjugate);
        Assert.False(new LabelWeighted.Kernel(new LabelWeighted()).HasConjugate);
        Assert.True(double.IsNaN(new SigmoidLoss.Kernel(new SigmoidLoss()).Conjugate(0, 1)));

        // Convex or not as the hyper-parameter has it.
        Assert.True(new TwoSquares.Kernel(new TwoSquares { Weight = -0.5 }).HasConjugate);
        Assert.False(new TwoSquares.Kernel(new TwoSquares { Weight = -1.5 }).HasConjugate);
        Assert.True(double.IsNaN(new TwoSquares.Kernel(new TwoSquares { Weight = -1.5 }).Conjugate(0, 1)));
        Assert.False(new WrittenOutLogistic.Kernel(new WrittenOutLogistic { Scale = -1 }).HasConjugate);

        // The library states the domain of its hyper-parameters, so a Delta of −1 does not get that far.
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => new HuberLoss.Kernel(new HuberLoss { Delta = -1 }));
    }

    private static double Prediction(Random random, Case loss)
    {
        double f = random.Next(3) == 0 ? 20 * (random.NextDouble() - 0.5) : 3 * (random.NextDouble() - 0.5);
        return loss.IsPositive ? Math.Abs(f) + 0.01 : f;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
