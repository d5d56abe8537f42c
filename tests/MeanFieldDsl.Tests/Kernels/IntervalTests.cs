using MeanFieldDsl.Kernels;

namespace MeanFieldDsl.Tests;

/// <summary>Intervals hold what the functions make of every number in them.</summary>
public class IntervalTests
{
    private const int Intervals = 4_000;

    private static readonly (string Name, Func<Interval<Lanes1>, Interval<Lanes1>> Enclosed, Func<double, double> Exact)[] Functions =
    [
        ("sqrt", Interval<Lanes1>.Sqrt, Math.Sqrt),
        ("cbrt", Interval<Lanes1>.Cbrt, Math.Cbrt),
        ("exp", Interval<Lanes1>.Exp, Math.Exp),
        ("expm1", Interval<Lanes1>.Expm1, Ops.Expm1),
        ("log", Interval<Lanes1>.Log, Math.Log),
        ("log1p", Interval<Lanes1>.Log1p, Ops.Log1p),
        ("sin", Interval<Lanes1>.Sin, Math.Sin),
        ("cos", Interval<Lanes1>.Cos, Math.Cos),
        ("tan", Interval<Lanes1>.Tan, Math.Tan),
        ("atan", Interval<Lanes1>.Atan, Math.Atan),
        ("sinh", Interval<Lanes1>.Sinh, Math.Sinh),
        ("cosh", Interval<Lanes1>.Cosh, Math.Cosh),
        ("tanh", Interval<Lanes1>.Tanh, Math.Tanh),
        ("sigmoid", Interval<Lanes1>.Sigmoid, Ops.Sigmoid),
        ("softplus", Interval<Lanes1>.Softplus, Ops.Softplus),
        ("erf", Interval<Lanes1>.Erf, Ops.Erf),
        ("normal", Interval<Lanes1>.NormalCdf, Ops.NormalCdf),
        ("sinc", Interval<Lanes1>.Sinc, Ops.Sinc),
        ("sinc'", Interval<Lanes1>.SincPrime, SincPrime),
        ("sinc''", Interval<Lanes1>.SincSecond, SincSecond),
        ("abs", Interval<Lanes1>.Abs, Math.Abs),
        ("sign", Interval<Lanes1>.Sign, static x => Math.Sign(x)),
        ("square", static x => Interval<Lanes1>.Power(x, 2), static x => x * x),
        ("cube", static x => Interval<Lanes1>.Power(x, 3), static x => x * x * x),
        ("eighth", static x => Interval<Lanes1>.Power(x, 8), static x => Math.Pow(x, 8)),
        ("reciprocal cube", static x => Interval<Lanes1>.Power(x, -3), static x => 1 / (x * x * x)),
        ("power", static x => Interval<Lanes1>.Pow(x, Interval<Lanes1>.Broadcast(1.5)), static x => Math.Pow(x, 1.5)),
    ];

    public static TheoryData<string> Names => [.. Functions.Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_function_of_a_number_is_in_the_function_of_its_interval(string name)
    {
        (_, Func<Interval<Lanes1>, Interval<Lanes1>> enclosed, Func<double, double> exact) = Functions.Single(f => f.Name == name);
        Random random = new(20261121);
        int narrow = 0, close = 0;
        for (int i = 0; i < Intervals; i++)
        {
            (double low, double high) = Draw(random);
            Interval<Lanes1> result = enclosed(Interval<Lanes1>.Of(low, high));
            Assert.False(double.IsNaN(result.Low.Value) || double.IsNaN(result.High.Value), $"{name} of [{low:R}, {high:R}] is NaN");
            for (int j = 0; j < 12; j++)
            {
                double x = Within(random, low, high, j), y = exact(x);

                // The C library's functions are off by some units in the last place themselves, the series here by a little more.
                double slack = (8e-16 * Math.Abs(y)) + (name.StartsWith("sinc", StringComparison.Ordinal) ? 1e-13 : 0);
                Assert.False(y + slack < result.Low.Value || y - slack > result.High.Value, $"{name}({x:R}) = {y:R} is not in [{result.Low.Value:R}, {result.High.Value:R}], that of [{low:R}, {high:R}]");
            }

            // An interval that is all but a point says all but the value.
            double value = exact(low);
            if (high - low < 1e-9 && Math.Abs(low) is > 1e-3 and < 5 && double.IsFinite(value))
            {
                narrow++;
                close += result.High.Value - result.Low.Value < 1e-4 * (1 + Math.Abs(value)) ? 1 : 0;
            }
        }

        Assert.True(narrow > 50 && close >= 0.9 * narrow, $"{close} of {narrow} narrow intervals are close");
    }

    [Fact]
    public void Arithmetic_of_two_numbers_is_in_that_of_their_intervals()
    {
        Random random = new(20261122);
        for (int i = 0; i < 20 * Intervals; i++)
        {
            (double a0, double a1) = Draw(random);
            (double b0, double b1) = Draw(random);
            Interval<Lanes1> a = Interval<Lanes1>.Of(a0, a1), b = Interval<Lanes1>.Of(b0, b1);
            double x = Within(random, a0, a1, i), y = Within(random, b0, b1, random.Next(3));
            AssertHolds(a + b, x + y, "+");
            AssertHolds(a - b, x - y, "-");
            AssertHolds(a * b, x * y, "·");
            AssertHolds(a / b, x / y, "/");
            AssertHolds(Interval<Lanes1>.Max(a, b), Math.Max(x, y), "max");
            AssertHolds(Interval<Lanes1>.Min(a, b), Math.Min(x, y), "min");
            AssertHolds(Interval<Lanes1>.Less(a, b), x < y ? 1 : 0, "<");
            AssertHolds(Interval<Lanes1>.LessOrEqual(a, b), x <= y ? 1 : 0, "≤");
            AssertHolds(Interval<Lanes1>.Equal(a, b), x == y ? 1 : 0, "=");
            AssertHolds(Interval<Lanes1>.Select(Interval<Lanes1>.Less(a, b), a, b), x < y ? x : y, "?");

            void AssertHolds(Interval<Lanes1> result, double value, string operation)
            {
                Assert.False(double.IsNaN(result.Low.Value) || double.IsNaN(result.High.Value), $"[{a0:R}, {a1:R}] {operation} [{b0:R}, {b1:R}] is NaN");
                Assert.False(value < result.Low.Value || value > result.High.Value, $"{x:R} {operation} {y:R} = {value:R} is not in [{result.Low.Value:R}, {result.High.Value:R}]");
            }
        }
    }

    [Fact]
    public void A_sum_that_rounds_still_holds_the_exact_one()
    {
        // 1 + 2^-60 rounds to 1.
        Interval<Lanes1> sum = Interval<Lanes1>.One + Interval<Lanes1>.Broadcast(Math.Pow(2, -60));
        Assert.True(sum.Low.Value < 1 && sum.High.Value > 1);
        Interval<Lanes1> third = Interval<Lanes1>.One / Interval<Lanes1>.Broadcast(3);
        Assert.True(third.Low.Value < 1.0 / 3 && third.High.Value > 1.0 / 3);
    }

    private static (double Low, double High) Draw(Random random)
    {
        double low = Math.Pow(10, (5 * random.NextDouble()) - 4) * (random.Next(2) == 0 ? 1 : -1);
        double high = low + Math.Pow(10, (14 * random.NextDouble()) - 12);
        return random.Next(20) switch
        {
            0 => (double.NegativeInfinity, high),
            1 => (low, double.PositiveInfinity),
            2 => (double.NegativeInfinity, double.PositiveInfinity),
            3 => (0, Math.Abs(high)),
            4 => (-Math.Abs(low), 0),
            5 => (low, low),
            _ => (low, high),
        };
    }

    private static double Within(Random random, double low, double high, int turn)
    {
        double far = Math.Pow(10, (6 * random.NextDouble()) - 3);
        return (double.IsFinite(low), double.IsFinite(high)) switch
        {
            (true, true) => turn == 0 ? low : turn == 1 ? high : Math.Clamp(low + ((high - low) * random.NextDouble()), low, high),
            (true, false) => low + far,
            (false, true) => high - far,
            _ => turn % 2 == 0 ? far : -far,
        };
    }

    private static double SincPrime(double x) => Math.Abs(x) < 1e-2
        ? (-x / 3) + (x * x * x / 30) - (x * x * x * x * x / 840)
        : (Math.Cos(x) - (Math.Sin(x) / x)) / x;

    private static double SincSecond(double x) => Math.Abs(x) < 0.1
        ? (-1.0 / 3) + (x * x / 10) - (x * x * x * x / 168) + (x * x * x * x * x * x / 6480)
        : -(Math.Sin(x) / x) - (2 * SincPrime(x) / x);
}
