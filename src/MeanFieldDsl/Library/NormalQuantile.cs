namespace MeanFieldDsl;

/// <summary>
/// The inverse Φ⁻¹ of the normal distribution function by rational approximation: Wichura, "Algorithm AS 241: the
/// percentage points of the normal distribution", Applied Statistics 37 (1988), routine PPND16.
/// </summary>
internal static class NormalQuantile
{
    private const double Ln2 = 0.69314718055994530942;

    private static ReadOnlySpan<double> CentralTop =>
    [
        2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4,
        1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.3871328727963666080,
    ];

    private static ReadOnlySpan<double> CentralBottom =>
    [
        5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4, 2.1213794301586595867e4,
        5.3941960214247511077e3, 6.8718700749205790830e2, 4.2313330701600911252e1, 1,
    ];

    private static ReadOnlySpan<double> TailTop =>
    [
        7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258,
        3.64784832476320460504, 5.76949722146069140550, 4.63033784615654529590, 1.42343711074968357734,
    ];

    private static ReadOnlySpan<double> TailBottom =>
    [
        1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
        6.89767334985100004550e-1, 1.67638483018380384940, 2.05319162663775882187, 1,
    ];

    private static ReadOnlySpan<double> FarTailTop =>
    [
        2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
        2.96560571828504891230e-1, 1.78482653991729133580, 5.46378491116411436990, 6.65790464350110377720,
    ];

    private static ReadOnlySpan<double> FarTailBottom =>
    [
        2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
        1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1,
    ];

    /// <summary>Φ⁻¹(p) for 0 &lt; p &lt; 1.</summary>
    public static double At(double p)
    {
        double q = p - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            double s = 0.180625 - (q * q);
            return q * Ratio(CentralTop, CentralBottom, s);
        }

        double r = Math.Sqrt(-Log(q < 0 ? p : 1 - p));
        double z = r <= 5 ? Ratio(TailTop, TailBottom, r - 1.6) : Ratio(FarTailTop, FarTailBottom, r - 5);
        return q < 0 ? -z : z;
    }

    /// <summary>
    /// The natural logarithm of a normal number, from basic operations only: the one of the platform's library may
    /// differ in the last bit from machine to machine. ln(m 2^e) = e ln 2 + 2 artanh((m − 1)/(m + 1)).
    /// </summary>
    internal static double Log(double x)
    {
        int exponent = Math.ILogB(x);
        double mantissa = Math.ScaleB(x, -exponent);
        if (mantissa > 1.4142135623730951)
        {
            mantissa *= 0.5;
            exponent++;
        }

        double z = (mantissa - 1) / (mantissa + 1);
        double square = z * z;

        // |z| < 0.172, so the term after 1/23 is below 1e-19.
        double sum = 0;
        for (int k = 23; k >= 1; k -= 2)
        {
            sum = (sum * square) + (1.0 / k);
        }

        return (exponent * Ln2) + (2 * z * sum);
    }

    private static double Ratio(ReadOnlySpan<double> top, ReadOnlySpan<double> bottom, double x)
    {
        double a = 0;
        double b = 0;
        for (int k = 0; k < top.Length; k++)
        {
            a = (a * x) + top[k];
            b = (b * x) + bottom[k];
        }

        return a / b;
    }
}
