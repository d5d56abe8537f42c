using static MeanFieldDsl.Generators.Formulas.ReferenceMath;

namespace MeanFieldDsl.Generators.Formulas;

/// <summary>The columns of range, monotonicity and curvature (Grant, Boyd and Ye 2006, Disciplined convex programming).</summary>
internal static partial class OperationTable
{
    private const double HalfPi = 1.5707963267948968;

    private static Operation Shaped(Operation entry) => entry.Op switch
    {
        Op.Add => Ranged(entry, static (a, b, _) => a + b),
        Op.Subtract => Ranged(entry, static (a, b, _) => a - b),
        Op.Multiply or Op.GuardedMultiply => Ranged(entry, static (a, b, _) => a * b),
        Op.FusedMultiplyAdd => Ranged(entry, static (a, b, c) => (a * b) + c),
        Op.Divide => Ranged(entry, static (a, b, _) => a / b),
        Op.Negate => Ranged(entry, static (a, _, _) => -a) with { Trend = static _ => Trend.Falling, Curvature = static _ => Curvature.Affine },
        Op.Abs => Ranged(entry, static (a, _, _) => a.Absolute()) with { Trend = RisingFromZero, Curvature = static _ => Curvature.Convex },
        Op.Sign => Ranged(entry, static (a, _, _) => new(a.IsNonNegative ? 0 : -1, a.IsNonPositive ? 0 : 1, a.IsZeroFree)) with { Trend = static _ => Trend.Rising },
        Op.Min => Ranged(entry, static (a, b, _) => a.Min(b)),
        Op.Max => Ranged(entry, static (a, b, _) => a.Max(b)),
        Op.Sqrt or Op.NormRoot => Ranged(entry, static (a, _, _) =>
            a.Rising(Math.Sqrt, Interval.NonNegative) with { ExcludesZero = a.IsPositive }) with
        { Trend = static _ => Trend.Rising, Curvature = static _ => Curvature.Concave },
        Op.Cbrt => Ranged(entry, static (a, _, _) => a.Rising(Cbrt, SignOf(a)) with { ExcludesZero = a.IsZeroFree }) with
        { Trend = static _ => Trend.Rising, Curvature = ConcaveFromZero },
        Op.Exp => Ranged(entry, static (a, _, _) => a.Rising(Math.Exp, a.IsNonPositive ? new(0, 1, true) : a.IsNonNegative ? new(1, double.PositiveInfinity) : Interval.Positive)) with
        { Trend = static _ => Trend.Rising, Curvature = static _ => Curvature.Convex, LogCurvature = Curvature.Affine },
        Op.Expm1 => Ranged(entry, static (a, _, _) => a.Rising(Expm1, SignOf(a) is { Low: 0 } s ? s : new(-1, a.IsNonPositive ? 0 : double.PositiveInfinity))) with
        { Trend = static _ => Trend.Rising, Curvature = static _ => Curvature.Convex },
        Op.Log => Ranged(entry, static (a, _, _) => a.Low <= 0
            ? new(double.NegativeInfinity, a.Rising(Math.Log, Interval.All).High)
            : a.Rising(Math.Log, SignOf(a - Interval.Of(1)))) with
        { Trend = static _ => Trend.Rising, Curvature = static _ => Curvature.Concave },
        Op.Log1p => Ranged(entry, static (a, _, _) => a.Rising(Log1p, SignOf(a)) with { ExcludesZero = a.IsZeroFree }) with
        { Trend = static _ => Trend.Rising, Curvature = static _ => Curvature.Concave },
        Op.Pow => Ranged(entry, static (a, b, _) => PowerRange(a, b)),
        Op.Sin or Op.Cos => Ranged(entry, static (_, _, _) => new(-1, 1)),
        Op.Tan => entry,
        Op.Atan => Ranged(entry, static (a, _, _) => a.Rising(Math.Atan, Within(a, HalfPi)) with { ExcludesZero = a.IsZeroFree }) with
        { Trend = static _ => Trend.Rising, Curvature = ConcaveFromZero },
        Op.Sinh => Ranged(entry, static (a, _, _) => a.Rising(Math.Sinh, SignOf(a)) with { ExcludesZero = a.IsZeroFree }) with
        { Trend = static _ => Trend.Rising, Curvature = ConvexFromZero },
        Op.Cosh => Ranged(entry, static (a, _, _) => a.Absolute().Rising(Math.Cosh, new(1, double.PositiveInfinity))) with
        { Trend = RisingFromZero, Curvature = static _ => Curvature.Convex, LogCurvature = Curvature.Convex },
        Op.Tanh => Ranged(entry, static (a, _, _) => a.Rising(Math.Tanh, Within(a, 1)) with { ExcludesZero = a.IsZeroFree }) with
        { Trend = static _ => Trend.Rising, Curvature = ConcaveFromZero },
        Op.Sigmoid => Rising(entry, Sigmoid, new(0, 1, true), ConcaveFromZero) with { LogCurvature = Curvature.Concave },
        Op.Softplus => Rising(entry, Softplus, Interval.Positive, static _ => Curvature.Convex) with { LogCurvature = Curvature.Concave },
        Op.Erf => Ranged(entry, static (a, _, _) => Within(a, 1)) with { Trend = static _ => Trend.Rising, Curvature = ConcaveFromZero },

        // log Φ is concave: Φ'(x)/Φ(x) falls (Mills' ratio; Pratt 1981).
        Op.NormalCdf => Ranged(entry, static (a, _, _) => new(a.IsNonNegative ? 0.5 : 0, a.IsNonPositive ? 0.5 : 1, true)) with
        { Trend = static _ => Trend.Rising, Curvature = ConcaveFromZero, LogCurvature = Curvature.Concave },

        // The least value of sin(a)/a is −0.21723…; its derivative stays within ±0.43618….
        Op.Sinc => Ranged(entry, static (_, _, _) => new(-0.2173, 1)),
        Op.SincPrime => Ranged(entry, static (_, _, _) => new(-0.4362, 0.4362)),
        Op.Select => Ranged(entry, static (a, b, c) => a.IsZeroFree ? b : a.IsPoint ? c : b | c),
        _ => entry.IsTruth ? Ranged(entry, static (_, _, _) => Interval.Unit) : entry,
    };

    private static Operation Ranged(Operation entry, Func<Interval, Interval, Interval, Interval> range) => entry with { Range = range };

    private static Operation Rising(Operation entry, Func<double, double> value, Interval within, Func<Interval, Curvature> curvature) => entry with
    {
        Range = (a, _, _) => a.Rising(value, within),
        Trend = static _ => Trend.Rising,
        Curvature = curvature,
    };

    private static Trend RisingFromZero(Interval a) => (a.IsNonNegative ? Trend.Rising : Trend.None) | (a.IsNonPositive ? Trend.Falling : Trend.None);

    private static Curvature ConcaveFromZero(Interval a) => (a.IsNonNegative ? Curvature.Concave : Curvature.None) | (a.IsNonPositive ? Curvature.Convex : Curvature.None);

    private static Curvature ConvexFromZero(Interval a) => ConcaveFromZero(-a);

    private static Interval SignOf(Interval a) => new(a.IsNonNegative ? 0 : double.NegativeInfinity, a.IsNonPositive ? 0 : double.PositiveInfinity);

    private static Interval Within(Interval a, double limit) => new(a.IsNonNegative ? 0 : -limit, a.IsNonPositive ? 0 : limit, a.IsZeroFree);

    private static Interval PowerRange(Interval a, Interval b)
    {
        if (a.IsNonNegative)
        {
            // Monotone in the base and in the exponent, so the extremes are at corners.
            double[] corners = [Math.Pow(a.Low, b.Low), Math.Pow(a.Low, b.High), Math.Pow(a.High, b.Low), Math.Pow(a.High, b.High)];
            bool usable = !corners.Any(double.IsNaN) && b.IsBounded && (a.IsPositive || b.IsNonNegative);
            return !usable
                ? new(0, double.PositiveInfinity, a.IsPositive)
                : new(Math.Max(0, Interval.Below(corners.Min(), 8)), -Interval.Below(-corners.Max(), 8), a.IsPositive);
        }

        bool isEven = b.IsPoint && b.Low % 2 == 0;
        return isEven ? new(0, double.PositiveInfinity, a.IsZeroFree && b.Low != 0) : Interval.All;
    }
}
