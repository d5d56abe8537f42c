namespace MeanFieldDsl.Generators.Formulas;

/// <summary>
/// A closed interval that holds a real number, with its ends rounded outwards; the ends may be infinite.
/// <paramref name="ExcludesZero"/> notes that the number is not 0, which closed ends cannot say of e^a.
/// </summary>
internal readonly record struct Interval(double Low, double High, bool ExcludesZero = false)
{
    // How many units in the last place an elementary function of the platform may be off; measured errors are below 1.
    private const int FunctionUlps = 4;

    // Far above where numbers lose digits.
    private const double Smallest = 1e-290;

    /// <summary>Notes that the number is above <see cref="Low"/>, of which sums keep track: 2 − p is positive for p below 2.</summary>
    public bool OpenLow { get; init; }

    /// <summary>Notes that the number is below <see cref="High"/>.</summary>
    public bool OpenHigh { get; init; }

    public static Interval All => new(double.NegativeInfinity, double.PositiveInfinity);

    public static Interval Unit => new(0, 1);

    public static Interval NonNegative => new(0, double.PositiveInfinity);

    public static Interval Positive => new(0, double.PositiveInfinity, true);

    public bool IsNonNegative => Low >= 0;

    public bool IsNonPositive => High <= 0;

    public bool IsPositive => Low > 0 || (Low >= 0 && ExcludesZero);

    public bool IsNegative => High < 0 || (High <= 0 && ExcludesZero);

    public bool IsZeroFree => ExcludesZero || Low > 0 || High < 0;

    public bool IsPoint => Low == High;

    public bool IsBounded => !double.IsInfinity(Low) && !double.IsInfinity(High);

    public double Magnitude => Math.Max(Math.Abs(Low), Math.Abs(High));

    public static Interval Of(double value) => double.IsNaN(value) ? All : new(value, value, value != 0);

    public static Interval operator -(Interval a) => new(-a.High, -a.Low, a.ExcludesZero) { OpenLow = a.OpenHigh, OpenHigh = a.OpenLow };

    public static Interval operator +(Interval a, Interval b)
    {
        Interval sum = Checked(
            SumBelow(a.Low, b.Low),
            -SumBelow(-a.High, -b.High),
            (a.IsNonNegative && b.IsNonNegative && (a.IsPositive || b.IsPositive)) || (a.IsNonPositive && b.IsNonPositive && (a.IsNegative || b.IsNegative)));
        return sum.WithOpenEnds(a.OpenLow || b.OpenLow, a.OpenHigh || b.OpenHigh);
    }

    public static Interval operator -(Interval a, Interval b) => a + -b;

    public static Interval operator *(Interval a, Interval b)
    {
        Interval product = Checked(
            Math.Min(Math.Min(ProductBelow(a.Low, b.Low), ProductBelow(a.Low, b.High)), Math.Min(ProductBelow(a.High, b.Low), ProductBelow(a.High, b.High))),
            -Math.Min(Math.Min(ProductBelow(-a.Low, b.Low), ProductBelow(-a.Low, b.High)), Math.Min(ProductBelow(-a.High, b.Low), ProductBelow(-a.High, b.High))),
            a.IsZeroFree && b.IsZeroFree);
        (Interval scaled, double factor) = b.IsPoint ? (a, b.Low) : (b, a.IsPoint ? a.Low : 0);
        return factor > 0 ? product.WithOpenEnds(scaled.OpenLow, scaled.OpenHigh)
            : factor < 0 ? product.WithOpenEnds(scaled.OpenHigh, scaled.OpenLow)
            : product;
    }

    public static Interval operator /(Interval a, Interval b)
    {
        if (!b.IsPositive && !b.IsNegative)
        {
            return All;
        }

        Interval inverse = b.IsPositive ? Inverse(b) : -Inverse(-b);
        return a * inverse;
    }

    /// <summary>The smallest interval that holds both.</summary>
    public static Interval operator |(Interval a, Interval b) => new(Math.Min(a.Low, b.Low), Math.Max(a.High, b.High), a.IsZeroFree && b.IsZeroFree);

    public bool Contains(double value) =>
        (value > Low || (value == Low && !OpenLow)) && (value < High || (value == High && !OpenHigh)) && !(value == 0 && ExcludesZero);

    /// <summary>The same with ends that are not attained.</summary>
    public Interval WithOpenEnds(bool low, bool high) =>
        this with { OpenLow = low, OpenHigh = high, ExcludesZero = ExcludesZero || (low && Low >= 0) || (high && High <= 0) };

    public Interval Square()
    {
        Interval magnitude = Absolute();
        Interval square = magnitude * magnitude;
        return new(Math.Max(0, square.Low), square.High, IsZeroFree);
    }

    public Interval Absolute() => IsNonNegative ? this : IsNonPositive ? -this : new(0, Magnitude, ExcludesZero);

    public Interval Max(Interval other) => new(Math.Max(Low, other.Low), Math.Max(High, other.High), IsPositive || other.IsPositive || (IsNegative && other.IsNegative));

    public Interval Min(Interval other) => -(-this).Max(-other);

    /// <summary>The values of an increasing function, cut to <paramref name="within"/>, the range it has on the whole line.</summary>
    public Interval Rising(Func<double, double> function, Interval within)
    {
        double low = Below(function(Low), FunctionUlps), high = -Below(-function(High), FunctionUlps);

        // A not-a-number end lies outside the domain, where the function has no value.
        low = double.IsNaN(low) ? within.Low : Math.Max(low, within.Low);
        high = double.IsNaN(high) ? within.High : Math.Min(high, within.High);
        return low <= high ? new(low, high, within.ExcludesZero) : within;
    }

    /// <summary>The number <paramref name="ulps"/> doubles below.</summary>
    public static double Below(double value, int ulps)
    {
        if (double.IsNaN(value) || double.IsNegativeInfinity(value))
        {
            return value;
        }

        long bits = BitConverter.DoubleToInt64Bits(value);
        long order = bits >= 0 ? bits : long.MinValue - bits;
        order -= ulps;
        return BitConverter.Int64BitsToDouble(order >= 0 ? order : long.MinValue - order);
    }

    private static Interval Inverse(Interval positive) => new(
        Math.Max(0, Below(1 / positive.High, 1)),
        positive.Low == 0 ? double.PositiveInfinity : -Below(-1 / positive.Low, 1),
        true);

    private static double SumBelow(double a, double b)
    {
        double sum = a + b;
        double back = sum - a;
        bool exact = a - (sum - back) == 0 && b - back == 0;
        return exact || double.IsInfinity(sum) ? Overflowed(sum, a, b) : Below(sum, 1);
    }

    // The ends are limits of finite numbers, so 0·∞ is 0.
    private static double ProductBelow(double a, double b)
    {
        if (a == 0 || b == 0)
        {
            return 0;
        }

        double product = a * b;
        bool isExact = a is 1 or -1 || b is 1 or -1 || ((IsPowerOfTwo(a) || IsPowerOfTwo(b)) && Math.Abs(product) > Smallest);
        return isExact || double.IsInfinity(product) ? Overflowed(product, a, b) : Below(product, 1);
    }

    private static bool IsPowerOfTwo(double value) => (BitConverter.DoubleToInt64Bits(value) & 0xfffffffffffffL) == 0;

    // A sum of finite numbers that overflowed upwards is only known to be large.
    private static double Overflowed(double value, double a, double b) =>
        double.IsPositiveInfinity(value) && !double.IsInfinity(a) && !double.IsInfinity(b) ? double.MaxValue : value;

    private static Interval Checked(double low, double high, bool excludesZero) =>
        double.IsNaN(low) || double.IsNaN(high) ? All : new(low, high, excludesZero);
}
