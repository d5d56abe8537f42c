namespace MeanFieldDsl;

public static partial class Ops
{
    /// <summary>The sum Σ_i term(a_i), 0 over empty vectors.</summary>
    /// <param name="a">The vector.</param>
    /// <param name="term">The term.</param>
    public static double Sum(Vec a, Func<double, double> term)
    {
        ArgumentNullException.ThrowIfNull(term);
        double result = 0;
        for (int i = 0; i < a.Length; i++)
        {
            result = result + term(a[i]);
        }

        return result;
    }

    /// <summary>The sum Σ_i term(a_i, b_i), 0 over empty vectors.</summary>
    /// <param name="a">The first vector.</param>
    /// <param name="b">The second vector, of the same length.</param>
    /// <param name="term">The term.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Sum(Vec a, Vec b, Func<double, double, double> term)
    {
        ArgumentNullException.ThrowIfNull(term);
        RequireSameLength(a.Length, b.Length);
        double result = 0;
        for (int i = 0; i < a.Length; i++)
        {
            result = result + term(a[i], b[i]);
        }

        return result;
    }

    /// <summary>The sum Σ_i term(a_i, b_i, c_i), 0 over empty vectors.</summary>
    /// <param name="a">The first vector.</param>
    /// <param name="b">The second vector, of the same length.</param>
    /// <param name="c">The third vector, of the same length.</param>
    /// <param name="term">The term.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Sum(Vec a, Vec b, Vec c, Func<double, double, double, double> term)
    {
        ArgumentNullException.ThrowIfNull(term);
        RequireSameLength(a.Length, b.Length, c.Length);
        double result = 0;
        for (int i = 0; i < a.Length; i++)
        {
            result = result + term(a[i], b[i], c[i]);
        }

        return result;
    }

    /// <summary>The sum Σ_k term(k) over k = first, …, last, both included, 0 over an empty range.</summary>
    /// <param name="first">The first index.</param>
    /// <param name="last">The last index.</param>
    /// <param name="term">The term.</param>
    public static double Sum(int first, int last, Func<int, double> term)
    {
        ArgumentNullException.ThrowIfNull(term);
        double result = 0;

        // The counter is wider than the index: a range may end at int.MaxValue.
        for (long k = first; k <= last; k++)
        {
            result = result + term((int)k);
        }

        return result;
    }
}
