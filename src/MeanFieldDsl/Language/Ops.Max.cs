namespace MeanFieldDsl;

public static partial class Ops
{
    /// <summary>The maximum max_i term(a_i); NaN when a term is NaN.</summary>
    /// <param name="a">The vector.</param>
    /// <param name="term">The term.</param>
    /// <exception cref="ArgumentException">The vector is empty.</exception>
    public static double Max(Vec a, Func<double, double> term)
    {
        ArgumentNullException.ThrowIfNull(term);
        RequireNotEmpty(a.Length);
        double result = double.NegativeInfinity;
        for (int i = 0; i < a.Length; i++)
        {
            result = Math.Max(result, term(a[i]));
        }

        return result;
    }

    /// <summary>The maximum max_i term(a_i, b_i); NaN when a term is NaN.</summary>
    /// <param name="a">The first vector.</param>
    /// <param name="b">The second vector, of the same length.</param>
    /// <param name="term">The term.</param>
    /// <exception cref="ArgumentException">The lengths differ, or are 0.</exception>
    public static double Max(Vec a, Vec b, Func<double, double, double> term)
    {
        ArgumentNullException.ThrowIfNull(term);
        RequireSameLength(a.Length, b.Length);
        RequireNotEmpty(a.Length);
        double result = double.NegativeInfinity;
        for (int i = 0; i < a.Length; i++)
        {
            result = Math.Max(result, term(a[i], b[i]));
        }

        return result;
    }

    /// <summary>The maximum max_i term(a_i, b_i, c_i); NaN when a term is NaN.</summary>
    /// <param name="a">The first vector.</param>
    /// <param name="b">The second vector, of the same length.</param>
    /// <param name="c">The third vector, of the same length.</param>
    /// <param name="term">The term.</param>
    /// <exception cref="ArgumentException">The lengths differ, or are 0.</exception>
    public static double Max(Vec a, Vec b, Vec c, Func<double, double, double, double> term)
    {
        ArgumentNullException.ThrowIfNull(term);
        RequireSameLength(a.Length, b.Length, c.Length);
        RequireNotEmpty(a.Length);
        double result = double.NegativeInfinity;
        for (int i = 0; i < a.Length; i++)
        {
            result = Math.Max(result, term(a[i], b[i], c[i]));
        }

        return result;
    }

    /// <summary>The maximum max_k term(k) over k = first, …, last, both included; NaN when a term is NaN.</summary>
    /// <param name="first">The first index.</param>
    /// <param name="last">The last index.</param>
    /// <param name="term">The term.</param>
    /// <exception cref="ArgumentException">The range is empty.</exception>
    public static double Max(int first, int last, Func<int, double> term)
    {
        ArgumentNullException.ThrowIfNull(term);
        if (last < first)
        {
            throw new ArgumentException($"The maximum over the empty range {first} to {last} does not exist.");
        }

        double result = double.NegativeInfinity;

        // The counter is wider than the index: a range may end at int.MaxValue.
        for (long k = first; k <= last; k++)
        {
            result = Math.Max(result, term((int)k));
        }

        return result;
    }
}
