namespace MeanFieldDsl;

public static partial class Ops
{
    /// <summary>The product Π_i term(a_i), 1 over empty vectors.</summary>
    /// <param name="a">The vector.</param>
    /// <param name="term">The term.</param>
    public static double Prod(Vec a, Func<double, double> term)
    {
        ArgumentNullException.ThrowIfNull(term);
        double result = 1;
        for (int i = 0; i < a.Length; i++)
        {
            result = result * term(a[i]);
        }

        return result;
    }

    /// <summary>The product Π_i term(a_i, b_i), 1 over empty vectors.</summary>
    /// <param name="a">The first vector.</param>
    /// <param name="b">The second vector, of the same length.</param>
    /// <param name="term">The term.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Prod(Vec a, Vec b, Func<double, double, double> term)
    {
        ArgumentNullException.ThrowIfNull(term);
        RequireSameLength(a.Length, b.Length);
        double result = 1;
        for (int i = 0; i < a.Length; i++)
        {
            result = result * term(a[i], b[i]);
        }

        return result;
    }

    /// <summary>The product Π_i term(a_i, b_i, c_i), 1 over empty vectors.</summary>
    /// <param name="a">The first vector.</param>
    /// <param name="b">The second vector, of the same length.</param>
    /// <param name="c">The third vector, of the same length.</param>
    /// <param name="term">The term.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Prod(Vec a, Vec b, Vec c, Func<double, double, double, double> term)
    {
        ArgumentNullException.ThrowIfNull(term);
        RequireSameLength(a.Length, b.Length, c.Length);
        double result = 1;
        for (int i = 0; i < a.Length; i++)
        {
            result = result * term(a[i], b[i], c[i]);
        }

        return result;
    }

    /// <summary>The product Π_k term(k) over k = first, …, last, both included, 1 over an empty range.</summary>
    /// <param name="first">The first index.</param>
    /// <param name="last">The last index.</param>
    /// <param name="term">The term.</param>
    public static double Prod(int first, int last, Func<int, double> term)
    {
        ArgumentNullException.ThrowIfNull(term);
        double result = 1;

        // The counter is wider than the index: a range may end at int.MaxValue.
        for (long k = first; k <= last; k++)
        {
            result = result * term((int)k);
        }

        return result;
    }
}
