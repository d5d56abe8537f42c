using System.Numerics;

namespace MeanFieldDsl.Generators.Analysis.Algebra;

/// <summary>
/// Decides the sign of a polynomial in one variable on an interval, exactly (Sturm's theorem), in whole numbers: remainders are
/// kept primitive, without which their coefficients would double in length at each step.
/// </summary>
internal static class Sturm
{
    /// <summary>Whether the polynomial with these coefficients (constant term first) is at least 0 on the interval.</summary>
    /// <param name="coefficients">The coefficients; not all zero.</param>
    /// <param name="low">The lower end, or null for −∞.</param>
    /// <param name="high">The upper end, or null for ∞.</param>
    public static bool IsNonNegative(BigRational[] coefficients, BigRational? low, BigRational? high)
    {
        BigInteger[] p = Whole(coefficients);
        if (low is BigRational l && high is BigRational h && l.Equals(h))
        {
            return SignAt(p, l) >= 0;
        }

        // A sign change is a root of odd multiplicity inside.
        return SignInside(p, low, high) >= 0 && Roots(OddPart(p), low, high, openLow: true, openHigh: true) == 0;
    }

    /// <summary>Whether it is positive on the interval; an end that is not attained may be a root.</summary>
    public static bool IsPositive(BigRational[] coefficients, BigRational? low, BigRational? high, bool openLow, bool openHigh)
    {
        BigInteger[] p = Whole(coefficients);
        if (low is BigRational l && high is BigRational h && l.Equals(h))
        {
            return SignAt(p, l) > 0;
        }

        return SignInside(p, low, high) > 0 && Roots(p, low, high, openLow, openHigh) == 0;
    }

    // The number of distinct roots.
    private static int Roots(BigInteger[] p, BigRational? low, BigRational? high, bool openLow, bool openHigh)
    {
        BigInteger[] simple = Divide(p, Gcd(p, Derivative(p)));
        List<BigInteger[]> chain = [simple, Derivative(simple)];
        while (chain[chain.Count - 1].Length > 1)
        {
            chain.Add([.. Remainder(chain[chain.Count - 2], chain[chain.Count - 1]).Select(c => -c)]);
        }

        // The count is of roots in (low, high].
        int roots = Changes(chain, low, -1) - Changes(chain, high, 1);
        roots += !openLow && low is BigRational l && SignAt(simple, l) == 0 ? 1 : 0;
        return roots - (openHigh && high is BigRational h && SignAt(simple, h) == 0 ? 1 : 0);
    }

    private static int Changes(List<BigInteger[]> chain, BigRational? at, int infinity)
    {
        int changes = 0, last = 0;
        foreach (BigInteger[] p in chain)
        {
            int sign = at is BigRational x ? SignAt(p, x)
                : p.Length == 0 ? 0
                : p[p.Length - 1].Sign * (p.Length % 2 == 0 ? infinity : 1);
            changes += sign != 0 && last != 0 && sign != last ? 1 : 0;
            last = sign != 0 ? sign : last;
        }

        return changes;
    }

    // The product of the factors of odd multiplicity (Yun's square-free factorisation).
    private static BigInteger[] OddPart(BigInteger[] p)
    {
        BigInteger[] odd = [BigInteger.One];
        if (p.Length == 0)
        {
            return odd;
        }

        BigInteger[] derivative = Derivative(p), common = Gcd(p, derivative);
        BigInteger[] b = Divide(p, common), c = Divide(derivative, common);
        BigInteger[] d = Subtract(c, Derivative(b));
        for (int multiplicity = 1; b.Length > 1; multiplicity++)
        {
            BigInteger[] factor = Gcd(b, d);
            odd = multiplicity % 2 == 1 ? Multiply(odd, factor) : odd;
            b = Divide(b, factor);
            c = Divide(d, factor);
            d = Subtract(c, Derivative(b));
        }

        return odd;
    }

    // The sign at points inside the interval, the first that is no root.
    private static int SignInside(BigInteger[] p, BigRational? low, BigRational? high)
    {
        for (int k = 1; k <= p.Length + 1; k++)
        {
            BigRational step = BigRational.Of(k, p.Length + 2);
            BigRational x = low is BigRational l
                ? high is BigRational h ? l + ((h - l) * step) : l + BigRational.Of(k)
                : high is BigRational top ? top - BigRational.Of(k) : BigRational.Of(k);
            int sign = SignAt(p, x);
            if (sign != 0)
            {
                return sign;
            }
        }

        return 0;
    }

    // Of the value times a power of the denominator, in whole numbers.
    private static int SignAt(BigInteger[] p, BigRational x)
    {
        BigInteger value = BigInteger.Zero, scale = BigInteger.One;
        for (int i = p.Length - 1; i >= 0; i--)
        {
            value = (value * x.Numerator) + (p[i] * scale);
            scale *= x.Denominator;
        }

        return value.Sign;
    }

    private static BigInteger[] Derivative(BigInteger[] p) => [.. p.Skip(1).Select((c, i) => c * (i + 1))];

    // Of two that are equally long, as all are that the factorisation subtracts.
    private static BigInteger[] Subtract(BigInteger[] a, BigInteger[] b) => Trim([.. a.Zip(b, (x, y) => x - y)]);

    private static BigInteger[] Multiply(BigInteger[] a, BigInteger[] b)
    {
        BigInteger[] result = new BigInteger[a.Length + b.Length - 1];
        for (int i = 0; i < a.Length; i++)
        {
            for (int j = 0; j < b.Length; j++)
            {
                result[i + j] += a[i] * b[j];
            }
        }

        return result;
    }

    // A primitive polynomial, so that it divides both without fractions (Gauss's lemma).
    private static BigInteger[] Gcd(BigInteger[] a, BigInteger[] b)
    {
        while (b.Length > 0)
        {
            (a, b) = (b, Remainder(a, b));
        }

        return Primitive(a);
    }

    // A positive multiple of the remainder: what is divided is first multiplied by as much as keeps the numbers whole.
    private static BigInteger[] Remainder(BigInteger[] a, BigInteger[] b)
    {
        BigInteger[] remainder = [.. a];
        BigInteger lead = b[b.Length - 1], scale = BigInteger.Abs(lead);
        for (int top = a.Length - 1; top >= b.Length - 1; top--)
        {
            BigInteger factor = remainder[top] * lead.Sign;
            if (factor.IsZero)
            {
                continue;
            }

            for (int j = 0; j <= top; j++)
            {
                remainder[j] *= scale;
            }

            for (int j = 0; j < b.Length; j++)
            {
                remainder[top - b.Length + 1 + j] -= factor * b[j];
            }
        }

        return Primitive(Trim(remainder));
    }

    // The quotient by a polynomial that divides without remainder.
    private static BigInteger[] Divide(BigInteger[] a, BigInteger[] b)
    {
        BigInteger[] remainder = [.. a];
        BigInteger[] quotient = new BigInteger[Math.Max(0, a.Length - b.Length + 1)];
        for (int i = quotient.Length - 1; i >= 0; i--)
        {
            quotient[i] = remainder[i + b.Length - 1] / b[b.Length - 1];
            for (int j = 0; j < b.Length; j++)
            {
                remainder[i + j] -= quotient[i] * b[j];
            }
        }

        return quotient;
    }

    // A positive multiple with whole coefficients.
    private static BigInteger[] Whole(BigRational[] p)
    {
        BigInteger common = p.Aggregate(BigInteger.One, (product, c) => product / BigInteger.GreatestCommonDivisor(product, c.Denominator) * c.Denominator);
        return Primitive(Trim([.. p.Select(c => c.Numerator * (common / c.Denominator))]));
    }

    private static BigInteger[] Primitive(BigInteger[] p)
    {
        BigInteger content = p.Aggregate(BigInteger.Zero, BigInteger.GreatestCommonDivisor);
        return [.. p.Select(c => c / content)];
    }

    private static BigInteger[] Trim(BigInteger[] p)
    {
        int length = p.Length;
        while (length > 0 && p[length - 1].IsZero)
        {
            length--;
        }

        return [.. p.Take(length)];
    }
}
