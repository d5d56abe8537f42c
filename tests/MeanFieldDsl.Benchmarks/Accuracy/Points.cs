namespace MeanFieldDsl.Benchmarks.Accuracy;

/// <summary>
/// Arguments to try: in turn a random bit pattern, which reaches every magnitude alike, and a random point of the interval where the
/// function changes. All bit patterns of a float, one after the other, when as many are asked for.
/// </summary>
internal sealed class Points(Subject subject, Format format, long first, long count)
{
    /// <summary>The number of different floats.</summary>
    public const long AllFloats = 1L << 32;

    private readonly bool _isExhaustive = !subject.IsBinary && format == Format.Single && count >= AllFloats;
    private ulong _state = (ulong)first * 0x9E3779B97F4A7C15;
    private long _next = first;

    /// <summary>The next arguments, finite and not 0; of all floats, those that are not are replaced.</summary>
    public (double X, double Y) Next()
    {
        long index = _next++;
        double x;
        do
        {
            x = _isExhaustive
                ? BitConverter.UInt32BitsToSingle((uint)index)
                : (index & 1) == 0 ? Pattern() : Rounded(subject.From + ((subject.To - subject.From) * Uniform()));
            index = (long)(Random() >> 32);
        }
        while (!double.IsFinite(x) || x == 0);

        if (!subject.IsBinary)
        {
            return (x, 0);
        }

        // Powers of positive numbers, up to the largest result and down to the smallest.
        x = Math.Abs(x);
        double reach = Math.Min(1.1 * format.GreatestExponent * Math.Log(2) / Math.Max(Math.Abs(Math.Log(x)), 1e-16), format.Largest);
        return (x, Rounded(reach * ((2 * Uniform()) - 1)));
    }

    private double Pattern() => format == Format.Double
        ? BitConverter.UInt64BitsToDouble(Random())
        : BitConverter.UInt32BitsToSingle((uint)(Random() >> 32));

    private double Rounded(double x) => format == Format.Double ? x : (float)x;

    private double Uniform() => (Random() >> 11) * (1.0 / (1L << 53));

    // Steele, Lea and Flood, Fast splittable pseudorandom number generators, OOPSLA (2014).
    private ulong Random()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
