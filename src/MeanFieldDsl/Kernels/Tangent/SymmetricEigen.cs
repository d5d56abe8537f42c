using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MeanFieldDsl.Kernels;

/// <summary>
/// Eigenvalues and eigenvectors of a symmetric matrix: reflections to a tridiagonal matrix, then QR steps with Wilkinson's shift (Golub and Van Loan, Matrix
/// Computations, section 8.3). The eigenvalues are those of a matrix within a few √n ε ‖A‖ of the given one. No fused multiply-add is used, so that the bits are the
/// same on every processor.
/// </summary>
internal static class SymmetricEigen
{
    private const double Epsilon = 2.220446049250313e-16;

    // Two or three steps for each eigenvalue are usual.
    private const int MostSteps = 100;

    /// <summary>The eigenvalues, rising.</summary>
    /// <param name="matrix">n × n finite numbers, symmetric; overwritten.</param>
    /// <param name="n">The order.</param>
    public static double[] Values(double[] matrix, int n) => Solve(matrix, n, null);

    /// <summary>The eigenvalues, rising, and an orthonormal eigenvector for each, row by row.</summary>
    /// <param name="matrix">n × n finite numbers, symmetric; overwritten.</param>
    /// <param name="n">The order.</param>
    public static (double[] Values, double[] Vectors) ValuesAndVectors(double[] matrix, int n)
    {
        double[] vectors = new double[n * n];
        double[] values = Solve(matrix, n, vectors);
        double[] sorted = new double[n * n];
        int[] order = [.. Enumerable.Range(0, n)];
        Array.Sort(values, order);
        for (int k = 0; k < n; k++)
        {
            vectors.AsSpan(order[k] * n, n).CopyTo(sorted.AsSpan(k * n, n));
        }

        return (values, sorted);
    }

    private static double[] Solve(double[] a, int n, double[]? vectors)
    {
        // In units of its largest number nothing under- or overflows.
        double unit = 0;
        foreach (double number in a)
        {
            unit = Math.Max(unit, Math.Abs(number));
        }

        double[] diagonal = new double[n];
        double[] off = new double[n];
        if (unit > 0)
        {
            for (int k = 0; k < a.Length; k++)
            {
                a[k] /= unit;
            }
        }

        double[] betas = Tridiagonalise(a, n, diagonal, off);
        if (vectors is not null)
        {
            Reflect(a, n, betas, vectors);
        }

        Iterate(diagonal, off, vectors);
        for (int k = 0; k < n; k++)
        {
            diagonal[k] *= unit;
        }

        if (vectors is null)
        {
            Array.Sort(diagonal);
        }

        return diagonal;
    }

    // The reflection of step k is I − β v vᵀ; v is left in the row k behind the diagonal.
    private static double[] Tridiagonalise(double[] a, int n, double[] diagonal, double[] off)
    {
        double[] betas = new double[n];
        double[] products = new double[n];
        for (int k = 0; k < n - 1; k++)
        {
            Span<double> v = a.AsSpan((k * n) + k + 1, n - k - 1);
            off[k] = v[0];
            double size = 0;
            foreach (double number in v[1..])
            {
                size = Math.Max(size, Math.Abs(number));
            }

            if (size == 0)
            {
                continue;
            }

            size = Math.Max(size, Math.Abs(v[0]));
            foreach (ref double number in v)
            {
                number /= size;
            }

            // Away from v[0], so that nothing cancels.
            double length = Math.CopySign(Math.Sqrt(Dot(v, v)), -v[0]);
            off[k] = length * size;
            v[0] -= length;
            double beta = 2 / Dot(v, v);
            betas[k] = beta;
            Span<double> w = products.AsSpan(0, v.Length);
            for (int i = 0; i < v.Length; i++)
            {
                w[i] = beta * Dot(a.AsSpan(((k + 1 + i) * n) + k + 1, v.Length), v);
            }

            AddTo(w, -0.5 * beta * Dot(v, w), v);
            for (int i = 0; i < v.Length; i++)
            {
                Span<double> row = a.AsSpan(((k + 1 + i) * n) + k + 1, v.Length);
                AddTo(row, -v[i], w);
                AddTo(row, -w[i], v);
            }
        }

        for (int k = 0; k < n; k++)
        {
            diagonal[k] = a[(k * n) + k];
        }

        return betas;
    }

    // The product of the reflections, transposed: row k of it belongs to number k of the diagonal.
    private static void Reflect(double[] a, int n, double[] betas, double[] result)
    {
        for (int k = 0; k < n; k++)
        {
            result[(k * n) + k] = 1;
        }

        // From the last on, so that only the lower right corner is other than the identity.
        for (int k = n - 2; k >= 0; k--)
        {
            if (betas[k] == 0)
            {
                continue;
            }

            ReadOnlySpan<double> v = a.AsSpan((k * n) + k + 1, n - k - 1);
            for (int row = k + 1; row < n; row++)
            {
                Span<double> corner = result.AsSpan((row * n) + k + 1, v.Length);
                AddTo(corner, -betas[k] * Dot(corner, v), v);
            }
        }
    }

    private static void Iterate(double[] d, double[] e, double[]? vectors)
    {
        int last = d.Length - 1, steps = 0;
        while (last > 0)
        {
            if (IsSmall(d, e, last - 1))
            {
                e[--last] = 0;
                steps = 0;
                continue;
            }

            int first = last - 1;
            while (first > 0 && !IsSmall(d, e, first - 1))
            {
                first--;
            }

            if (++steps > MostSteps)
            {
                throw new InvalidOperationException("The eigenvalues of a symmetric matrix were not found; is a number of it not finite?");
            }

            Step(d, e, first, last, vectors);
        }
    }

    private static bool IsSmall(double[] d, double[] e, int k) =>
        Math.Abs(e[k]) <= (Epsilon * (Math.Abs(d[k]) + Math.Abs(d[k + 1]))) + (Epsilon * Epsilon);

    // One QR step on the numbers from first to last of the tridiagonal matrix, by rotations of neighbours.
    private static void Step(double[] d, double[] e, int first, int last, double[]? vectors)
    {
        double half = 0.5 * (d[last - 1] - d[last]), side = e[last - 1];
        double root = Math.Sqrt((half * half) + (side * side));
        double shift = d[last] - (side * side / (half + Math.CopySign(root, half)));
        double x = d[first] - shift, bulge = e[first];
        for (int k = first; k < last; k++)
        {
            double r = Math.Sqrt((x * x) + (bulge * bulge));
            double c = r > 0 ? x / r : 1, s = r > 0 ? bulge / r : 0;
            if (k > first)
            {
                e[k - 1] = r;
            }

            double change = (s * (d[k + 1] - d[k])) + (2 * c * e[k]);
            d[k] += s * change;
            d[k + 1] -= s * change;
            e[k] = (c * change) - e[k];
            if (k + 1 < last)
            {
                x = e[k];
                bulge = s * e[k + 1];
                e[k + 1] *= c;
            }

            if (vectors is not null)
            {
                Rotate(vectors.AsSpan(k * d.Length, d.Length), vectors.AsSpan((k + 1) * d.Length, d.Length), c, s);
            }
        }
    }

    private static void Rotate(Span<double> a, Span<double> b, double c, double s)
    {
        Span<Vector512<double>> wideA = MemoryMarshal.Cast<double, Vector512<double>>(a), wideB = MemoryMarshal.Cast<double, Vector512<double>>(b);
        Vector512<double> cosine = Vector512.Create(c), sine = Vector512.Create(s);
        for (int i = 0; i < wideA.Length; i++)
        {
            Vector512<double> old = wideA[i];
            wideA[i] = (cosine * old) + (sine * wideB[i]);
            wideB[i] = (cosine * wideB[i]) - (sine * old);
        }

        for (int i = wideA.Length * Vector512<double>.Count; i < a.Length; i++)
        {
            (double oldA, double oldB) = (a[i], b[i]);
            double ca = c * oldA, sb = s * oldB, cb = c * oldB, sa = s * oldA;
            a[i] = ca + sb;
            b[i] = cb - sa;
        }
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        ReadOnlySpan<Vector512<double>> wideA = MemoryMarshal.Cast<double, Vector512<double>>(a), wideB = MemoryMarshal.Cast<double, Vector512<double>>(b);
        Vector512<double> sums = Vector512<double>.Zero;
        for (int i = 0; i < wideA.Length; i++)
        {
            sums += wideA[i] * wideB[i];
        }

        double sum = 0;
        for (int lane = 0; lane < Vector512<double>.Count; lane++)
        {
            sum += sums[lane];
        }

        for (int i = wideA.Length * Vector512<double>.Count; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    private static void AddTo(Span<double> target, double factor, ReadOnlySpan<double> b)
    {
        Span<Vector512<double>> wide = MemoryMarshal.Cast<double, Vector512<double>>(target);
        ReadOnlySpan<Vector512<double>> wideB = MemoryMarshal.Cast<double, Vector512<double>>(b);
        Vector512<double> factors = Vector512.Create(factor);
        for (int i = 0; i < wide.Length; i++)
        {
            wide[i] += factors * wideB[i];
        }

        for (int i = wide.Length * Vector512<double>.Count; i < target.Length; i++)
        {
            target[i] += factor * b[i];
        }
    }
}
