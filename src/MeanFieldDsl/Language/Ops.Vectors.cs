using System.Runtime.CompilerServices;

namespace MeanFieldDsl;

/// <summary>
/// The operations of the formula language beside <see cref="Math"/>, as real functions: a formula can be executed as
/// it stands. Scalar functions are accurate to about 2 units in the last place over their whole range and propagate
/// NaN; sums run in index order.
/// </summary>
public static partial class Ops
{
    /// <summary>The inner product Σ_i a_i b_i.</summary>
    /// <param name="a">The first vector.</param>
    /// <param name="b">The second vector, of the same length.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Dot(Vec a, Vec b)
    {
        RequireSameLength(a.Length, b.Length);
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    /// <summary>The squared Euclidean norm Σ_i a_i².</summary>
    /// <param name="a">The vector.</param>
    public static double SquaredNorm(Vec a)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * a[i];
        }

        return sum;
    }

    /// <summary>
    /// The Euclidean norm sqrt(Σ_i a_i²), taken literally: the squares of elements above 1e154 overflow.
    /// </summary>
    /// <param name="a">The vector.</param>
    public static double Norm(Vec a) => Math.Sqrt(SquaredNorm(a));

    /// <summary>The sum of the elements, 0 for the empty vector.</summary>
    /// <param name="a">The vector.</param>
    public static double Sum(Vec a)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i];
        }

        return sum;
    }

    /// <summary>The product of the elements, 1 for the empty vector.</summary>
    /// <param name="a">The vector.</param>
    public static double Prod(Vec a)
    {
        double product = 1;
        for (int i = 0; i < a.Length; i++)
        {
            product *= a[i];
        }

        return product;
    }

    /// <summary>The largest element; NaN when one is NaN.</summary>
    /// <param name="a">The vector.</param>
    /// <exception cref="ArgumentException">The vector is empty.</exception>
    public static double Max(Vec a)
    {
        RequireNotEmpty(a.Length);
        double max = a[0];
        for (int i = 1; i < a.Length; i++)
        {
            max = Math.Max(max, a[i]);
        }

        return max;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RequireSameLength(int first, int second)
    {
        if (first != second)
        {
            throw new ArgumentException($"The vectors must have the same length; the lengths are {first} and {second}.");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RequireSameLength(int first, int second, int third)
    {
        if (first != second || first != third)
        {
            throw new ArgumentException($"The vectors must have the same length; the lengths are {first}, {second} and {third}.");
        }
    }

    private static void RequireNotEmpty(int length)
    {
        if (length == 0)
        {
            throw new ArgumentException("The maximum over a vector of length 0 does not exist.");
        }
    }
}
