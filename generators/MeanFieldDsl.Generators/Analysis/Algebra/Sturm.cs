namespace MeanFieldDsl.Generators.Analysis.Algebra;

/// <summary>Decides the sign of a polynomial in one variable on an interval, exactly (Sturm's theorem).</summary>
internal static class Sturm
{
    /// <summary>Whether the polynomial with these coefficients (constant term first) is at least 0 on the interval.</summary>
    /// <param name="coefficients">The coefficients; not all zero.</param>
    /// <param name="low">The lower end, or null for −∞.</param>
    /// <param name="high">The upper end, or null for ∞.</param>
    public static bool IsNonNegative(BigRational[] coefficients, BigRational? low, BigRational? high)
    {
        BigRational[] p = Trim(coefficients);
        if (low is BigRational l && high is BigRational h && l.Equals(h))
        {
            return At(p, l).Sign >= 0;
        }

        // A sign change is a root of odd multiplicity inside.
        return Roots(OddPart(p), low, high, openLow: true, openHigh: true) == 0 && SignInside(p, low, high) >= 0;
    }

    /// <summary>Whether it is positive on the interval; an end that is not attained may be a root.</summary>
    public static bool IsPositive(BigRational[] coefficients, BigRational? low, BigRational? high, bool openLow, bool openHigh)
    {
        BigRational[] p = Trim(coefficients);
        if (low is BigRational l && high is BigRational h && l.Equals(h))
        {
            return At(p, l).Sign > 0;
        }

        return Roots(p, low, high, openLow, openHigh) == 0 && SignInside(p, low, high) > 0;
    }

    // The number of distinct roots.
    private static int Roots(BigRational[] p, BigRational? low, BigRational? high, bool openLow, bool openHigh)
    {
        if (p.Length <= 1)
        {
            return 0;
        }

        // Without multiple roots no remainder is zero before the last, which is a number.
        BigRational[] simple = Divide(p, Gcd(p, Derivative(p))).Quotient;
        List<BigRational[]> chain = [simple, Derivative(simple)];
        while (chain[chain.Count - 1].Length > 1)
        {
            BigRational[] remainder = Divide(chain[chain.Count - 2], chain[chain.Count - 1]).Remainder;
            chain.Add([.. remainder.Select(c => -c)]);
        }

        // The count is of roots in (low, high].
        int roots = Changes(chain, low, -1) - Changes(chain, high, 1);
        roots += !openLow && low is BigRational l && At(simple, l).IsZero ? 1 : 0;
        return roots - (openHigh && high is BigRational h && At(simple, h).IsZero ? 1 : 0);
    }

    private static int Changes(List<BigRational[]> chain, BigRational? at, int infinity)
    {
        int changes = 0, last = 0;
        foreach (BigRational[] p in chain)
        {
            int sign = at is BigRational x ? At(p, x).Sign
                : infinity < 0 && p.Length % 2 == 0 ? -p[p.Length - 1].Sign : p[p.Length - 1].Sign;
            changes += sign != 0 && last != 0 && sign != last ? 1 : 0;
            last = sign != 0 ? sign : last;
        }

        return changes;
    }

    // The product of the factors of odd multiplicity (Yun's square-free factorisation).
    private static BigRational[] OddPart(BigRational[] p)
    {
        BigRational[] odd = [BigRational.One];
        if (p.Length <= 1)
        {
            return odd;
        }

        BigRational[] derivative = Derivative(p), common = Gcd(p, derivative);
        BigRational[] b = Divide(p, common).Quotient, c = Divide(derivative, common).Quotient;
        BigRational[] d = Subtract(c, Derivative(b));
        for (int multiplicity = 1; b.Length > 1; multiplicity++)
        {
            BigRational[] factor = Gcd(b, d);
            odd = multiplicity % 2 == 1 ? Multiply(odd, factor) : odd;
            b = Divide(b, factor).Quotient;
            c = Divide(d, factor).Quotient;
            d = Subtract(c, Derivative(b));
        }

        return odd;
    }

    // The sign at points inside the interval, the first that is no root.
    private static int SignInside(BigRational[] p, BigRational? low, BigRational? high)
    {
        for (int k = 1; k <= p.Length + 1; k++)
        {
            BigRational step = BigRational.Of(k, p.Length + 2);
            BigRational x = low is BigRational l
                ? high is BigRational h ? l + ((h - l) * step) : l + BigRational.Of(k)
                : high is BigRational top ? top - BigRational.Of(k) : BigRational.Of(k);
            int sign = At(p, x).Sign;
            if (sign != 0)
            {
                return sign;
            }
        }

        return 0;
    }

    private static BigRational At(BigRational[] p, BigRational x)
    {
        BigRational value = BigRational.Zero;
        for (int i = p.Length - 1; i >= 0; i--)
        {
            value = (value * x) + p[i];
        }

        return value;
    }

    private static BigRational[] Derivative(BigRational[] p) => Trim([.. p.Skip(1).Select((c, i) => c * BigRational.Of(i + 1))]);

    // For two of the same degree.
    private static BigRational[] Subtract(BigRational[] a, BigRational[] b) => Trim([.. a.Select((c, i) => c - b[i])]);

    private static BigRational[] Multiply(BigRational[] a, BigRational[] b)
    {
        BigRational[] result = new BigRational[a.Length + b.Length - 1];
        for (int i = 0; i < a.Length; i++)
        {
            for (int j = 0; j < b.Length; j++)
            {
                result[i + j] += a[i] * b[j];
            }
        }

        return Trim(result);
    }

    private static BigRational[] Gcd(BigRational[] a, BigRational[] b)
    {
        while (b.Length > 0)
        {
            (a, b) = (b, Divide(a, b).Remainder);
        }

        return [.. a.Select(c => c / a[a.Length - 1])];
    }

    private static (BigRational[] Quotient, BigRational[] Remainder) Divide(BigRational[] a, BigRational[] b)
    {
        BigRational[] remainder = [.. a];
        BigRational[] quotient = new BigRational[Math.Max(0, a.Length - b.Length + 1)];
        for (int i = quotient.Length - 1; i >= 0; i--)
        {
            quotient[i] = remainder[i + b.Length - 1] / b[b.Length - 1];
            for (int j = 0; j < b.Length; j++)
            {
                remainder[i + j] -= quotient[i] * b[j];
            }
        }

        return (Trim(quotient), Trim(remainder));
    }

    private static BigRational[] Trim(BigRational[] p)
    {
        int length = p.Length;
        while (length > 0 && p[length - 1].IsZero)
        {
            length--;
        }

        return [.. p.Take(length)];
    }
}
